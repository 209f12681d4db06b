package app.headroom.audio;

import app.headroom.job.ClipMode;
import app.headroom.job.JobId;
import app.headroom.job.OutputFormat;
import app.headroom.job.OutputRate;
import app.headroom.job.Stem;
import app.headroom.job.StemSelection;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Turns a spool of separated stems into checked, tagged files beside their targets, ready to be
 * published. One pass over the spool writes all files. One thread.
 */
@SuppressWarnings("DoNotCallSuggester")
public final class StemExport {

  private StemExport() {}

  /**
   * @param job names the hidden work folder, so that a restart finds and replaces it
   * @param modelStems in the spool's order
   * @param files final path by stem id, see {@link #files}
   */
  public record Order(
      JobId job,
      Spool spool,
      DecodedSource source,
      List<Stem> modelStems,
      StemPeaks peaks,
      StemSelection selection,
      OutputFormat format,
      ClipMode clip,
      OutputRate rate,
      Path outputFolder,
      Map<String, Path> files,
      boolean overwrite) {}

  /**
   * @param publication to be persisted, then given to {@link Publisher#publish}
   * @param frames length of each stem in its own rate
   * @param gain the one gain that all stems got
   * @param notes what the user should know, for example that a cover was too big to keep
   */
  public record Exported(
      Publication publication, long frames, int sampleRateHz, double gain, List<String> notes) {}

  /** The stems that a selection means, in order: ids such as {@code vocals}, {@code no_vocals}. */
  public static List<String> stemIds(List<Stem> modelStems, StemSelection selection) {
    throw new UnsupportedOperationException();
  }

  /** The final path of every stem, in order. */
  public static Map<String, Path> files(
      Path outputFolder, StemNames names, StemNames.Song song, List<String> stemIds) {
    throw new UnsupportedOperationException();
  }

  /** About what the files will take on disk. */
  public static long bytesFor(double seconds, int files, OutputFormat format, int sampleRateHz) {
    throw new UnsupportedOperationException();
  }

  /**
   * @param watch told in frames times stems
   * @throws AudioException if a file cannot be written, or is not what it should be when read back;
   *     nothing is left behind then
   */
  public static Exported write(Order order, Watch watch) throws AudioException {
    throw new UnsupportedOperationException();
  }
}
