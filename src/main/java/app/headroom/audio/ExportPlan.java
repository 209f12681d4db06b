package app.headroom.audio;

import app.headroom.job.HandOff;
import app.headroom.job.OutputFormat;
import app.headroom.job.OutputRate;
import app.headroom.job.Residual;
import app.headroom.job.Stem;
import app.headroom.job.StemSelection;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which files a song is going to have, where, how long and how big; before there are any. */
public final class ExportPlan {

  private ExportPlan() {}

  /**
   * The files that a selection means, in order: ids such as {@code vocals}, {@code no_vocals},
   * {@code residual}.
   *
   * @throws IllegalArgumentException if the model has not the stem that is to be isolated
   */
  public static List<String> stemIds(
      List<Stem> modelStems, StemSelection selection, Residual residual) {
    return StemOutput.of(modelStems, selection, residual, StemPeaks.none(modelStems.size()))
        .stream()
        .map(StemOutput::id)
        .toList();
  }

  /** The final path of every stem, in order. */
  public static Map<String, Path> files(
      Path outputFolder, StemNames names, StemNames.Song song, List<String> stemIds) {
    Map<String, Path> files = new LinkedHashMap<>();
    for (String stem : stemIds) {
      files.put(stem, outputFolder.resolve(names.fileOf(stem, song)));
    }
    return files;
  }

  /**
   * The final path of every hand-off: beside the first stem, named like the song.
   *
   * @param stems final path by stem id
   * @param track the song's file name without its extension
   */
  public static Map<HandOff, Path> handOffs(
      Map<String, Path> stems, String track, Set<HandOff> wanted) {
    Map<HandOff, Path> files = new LinkedHashMap<>();
    Path first = stems.values().iterator().next();
    for (HandOff handOff : wanted) {
      String name =
          FileNames.component(
              List.of(FileNames.safeText(track), "." + handOff.extension()), List.of(0));
      files.put(handOff, first.resolveSibling(name));
    }
    return files;
  }

  /** About what the files will take on disk. */
  public static long bytesFor(
      double seconds, int files, OutputFormat format, OutputRate rate, int sourceRateHz) {
    return files * Encoding.of(format).bytesFor(seconds, rateHz(format, rate, sourceRateHz));
  }

  static int rateHz(OutputFormat format, OutputRate rate, int sourceRateHz) {
    int wantedHz =
        switch (rate) {
          case HZ_44100 -> Spool.SAMPLE_RATE_HZ;
          case SOURCE -> sourceRateHz;
        };
    return Encoding.rateHz(format, wantedHz);
  }

  /**
   * At the source's rate exactly the source's frames; at another rate than that and the spool's, as
   * many as give the spool's number when they are resampled to 44.1 kHz.
   */
  static long framesAt(int rateHz, DecodedSource source) {
    if (rateHz == Spool.SAMPLE_RATE_HZ) {
      return source.frames();
    }
    return rateHz == source.info().sampleRateHz()
        ? source.sourceFrames()
        : Math.max(1, source.frames() * rateHz / Spool.SAMPLE_RATE_HZ);
  }
}
