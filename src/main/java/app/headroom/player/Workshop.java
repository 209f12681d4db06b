package app.headroom.player;

import app.headroom.job.JobFailure;
import app.headroom.job.JobId;
import app.headroom.job.OutputFormat;
import app.headroom.job.Stem;
import app.headroom.job.TrackTags;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Where the player has its files, and who does for it what no player should: decoding and encoding,
 * in processes of their own. Its methods may wait for a disk, but not for the work; they are safe
 * from any thread but the window's.
 */
public interface Workshop {

  /** What a model makes of a song; without stems where the model is not known. Never waits. */
  Layout layout(String model);

  /**
   * @param stems in the order in which they lie in a spool
   * @param passes how often the song is gone through; only in the last the stems are all there
   */
  record Layout(List<Stem> stems, int passes) {}

  /** The stems of a song that is being separated, or stands still on its way. */
  Opened separating(JobId job, int stems, long totalFrames);

  /**
   * Begins to decode a finished song's stems, and says how far that is in the stems it returns;
   * what another song had unpacked is deleted.
   *
   * @param files absolute, in order
   * @param listener told on a thread of the workshop's own; the last news is no {@link
   *     News.Progress}
   */
  Opened unpack(JobId job, List<Path> files, long totalFrames, Consumer<News> listener)
      throws IOException;

  /** A finished song's waveform, if it was kept. */
  Optional<Waveform> waveform(JobId job);

  /**
   * Begins to write a mix.
   *
   * @param listener as with {@link #unpack}
   */
  Work export(Export export, Consumer<News> listener) throws IOException;

  /**
   * A song's stems and their picture.
   *
   * @param spool the folder that they lie in
   */
  record Opened(SpoolStems stems, WaveformReader waveform, Path spool, Work work) {}

  /** Something that is being done. */
  interface Work {

    Work NONE = () -> {};

    /** Stops it and clears up, in the background. */
    void stop();
  }

  /**
   * A mix to be written.
   *
   * @param spool with all of the song in it
   * @param frames of the song
   * @param target absolute
   * @param title the whole title for the file's tags
   * @param overwrite whether a file that exists under that name may be replaced
   */
  record Export(
      Path spool,
      long frames,
      Mix mix,
      Practice practice,
      OutputFormat format,
      Path target,
      TrackTags tags,
      String title,
      boolean overwrite) {}

  /** How a piece of work goes. */
  sealed interface News {

    /**
     * @param share from 0 to 1
     */
    record Progress(double share) implements News {}

    /**
     * @param gain what a written mix was multiplied by so that nothing clips; else 1
     */
    record Done(double gain) implements News {}

    record Failed(JobFailure failure) implements News {}

    record Stopped() implements News {}
  }
}
