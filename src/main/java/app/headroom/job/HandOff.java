package app.headroom.job;

import java.util.Locale;

/** A file for another program, made of a song's stems. */
public enum HandOff {
  /** Native Instruments' stem file: the mix and four stems in one MP4, for DJ software. */
  NISTEM("stem.mp4"),
  /** A REAPER project that refers to the stems beside it. */
  REAPER("rpp"),
  /** A project for Bitwig Studio, Studio One, Cubase and others, referring likewise. */
  DAWPROJECT("dawproject");

  private final String extension;

  HandOff(String extension) {
    this.extension = extension;
  }

  /** File name extension without the first dot. */
  public String extension() {
    return extension;
  }

  /** As it is written on the command line: {@code nistem}. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }
}
