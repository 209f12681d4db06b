package app.headroom.ui.common;

import app.headroom.job.OutputFormat;

/** The formats' names, the same in every language. */
public final class FormatWords {

  private FormatWords() {}

  public static String name(OutputFormat format) {
    return switch (format) {
      case WAV16, WAV24, WAV32F -> "WAV";
      case FLAC -> "FLAC";
      case MP3 -> "MP3";
      case AAC -> "AAC";
      case ALAC -> "ALAC";
      case OPUS -> "Opus";
    };
  }

  public static String longName(OutputFormat format) {
    return switch (format) {
      case WAV16 -> "WAV, 16 bit";
      case WAV24 -> "WAV, 24 bit";
      case WAV32F -> "WAV, 32 bit float";
      case FLAC -> "FLAC";
      case MP3 -> "MP3, 320 kbit/s";
      case AAC -> "AAC (.m4a)";
      case ALAC -> "ALAC (.m4a)";
      case OPUS -> "Opus";
    };
  }
}
