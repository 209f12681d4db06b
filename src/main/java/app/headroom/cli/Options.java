package app.headroom.cli;

import app.headroom.job.ClipMode;
import app.headroom.job.OutputFormat;
import app.headroom.job.OutputRate;
import app.headroom.job.Overlap;
import app.headroom.job.Precision;
import app.headroom.job.Provider;
import app.headroom.job.Residual;
import app.headroom.job.SegmentChoice;
import app.headroom.job.StemSelection;
import app.headroom.settings.Kind;
import app.headroom.settings.Setting;
import picocli.CommandLine;
import picocli.CommandLine.TypeConversionException;

/** Options are written as the settings are. */
final class Options {

  private Options() {}

  static void register(CommandLine commandLine) {
    register(commandLine, OutputFormat.class, Setting.OUTPUT_FORMAT.kind());
    register(commandLine, OutputRate.class, Setting.OUTPUT_RATE.kind());
    register(commandLine, ClipMode.class, Setting.OUTPUT_CLIP.kind());
    register(commandLine, StemSelection.class, Setting.STEMS.kind());
    register(commandLine, Residual.class, Setting.OUTPUT_RESIDUAL.kind());
    register(commandLine, SegmentChoice.class, Setting.SEGMENT.kind());
    register(commandLine, Overlap.class, Setting.OVERLAP.kind());
    register(commandLine, Precision.class, Setting.PRECISION.kind());
    register(commandLine, Provider.class, Setting.PROVIDER.kind());
  }

  private static <T> void register(CommandLine commandLine, Class<T> type, Kind<T> kind) {
    commandLine.registerConverter(type, text -> value(kind, text));
  }

  static <T> T value(Kind<T> kind, String text) {
    try {
      return kind.value(text);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(e.getMessage());
    }
  }
}
