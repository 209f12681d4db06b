package app.headroom.job;

import java.util.Locale;

/** What a stem file is encoded as. */
public enum OutputFormat {
  WAV16("wav"),
  WAV24("wav"),
  WAV32F("wav"),
  FLAC("flac"),
  MP3("mp3"),
  AAC("m4a"),
  ALAC("m4a"),
  OPUS("opus");

  private final String extension;

  OutputFormat(String extension) {
    this.extension = extension;
  }

  /** File name extension without the dot. */
  public String extension() {
    return extension;
  }

  /** As it is written on the command line: {@code wav16}. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }
}
