package app.headroom.queue;

import app.headroom.job.HandOff;
import app.headroom.job.JobFailure;
import app.headroom.job.JobState;
import app.headroom.job.Music;
import app.headroom.job.Receipt;
import app.headroom.job.TrackTags;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Makes files for other programs from stems that are finished; implemented by {@code app}, with a
 * process for each song. Safe from any thread.
 */
public interface HandOffs extends AutoCloseable {

  /**
   * Begins, or waits in the background until the one before is done. Never waits for anything.
   *
   * @param listener told on another thread; the last news is no {@link News.Progress}
   */
  void make(Order order, Consumer<News> listener);

  /** Gives up what is not done, and waits for a few seconds until nothing of it is left. */
  @Override
  void close();

  /**
   * @param song absolute; null where its samples cannot be had, or not at the stems' level
   * @param stems absolute path by stem id; the files are made beside the first
   * @param gain that the stems have and the song has not
   * @param tags null where the stems' own tags tell
   * @param music where nothing of it is known it is heard from the stems
   * @param track what the files are called, without extension
   * @param overwrite whether files that exist under these names may be replaced
   */
  record Order(
      @Nullable Path song,
      Map<String, Path> stems,
      double gain,
      @Nullable TrackTags tags,
      Music music,
      boolean tagMusic,
      String track,
      Set<HandOff> wanted,
      boolean overwrite) {

    public Order {
      if (stems.isEmpty() || wanted.isEmpty()) {
        throw new IllegalArgumentException("there is nothing to make, or to make it of");
      }
      stems = Collections.unmodifiableMap(new LinkedHashMap<>(stems));
      wanted = Collections.unmodifiableSet(new TreeSet<>(wanted));
    }

    /**
     * @throws IllegalArgumentException if the job is not finished
     */
    public static Order of(JobSnapshot job, Set<HandOff> wanted, boolean overwrite) {
      if (!(job.state() instanceof JobState.Finished(Receipt receipt))) {
        throw new IllegalArgumentException("it is not finished");
      }
      Double gain = receipt.gain();
      return new Order(
          gain == null ? null : job.request().source(),
          receipt.stems(),
          gain == null ? 1 : gain,
          job.source() == null ? null : job.source().tags(),
          receipt.extras().music(),
          job.request().delivery().tagMusic(),
          job.request().track(),
          wanted,
          overwrite);
    }
  }

  /** How it goes. */
  sealed interface News {

    /**
     * @param share from 0 to 1
     */
    record Progress(double share) implements News {}

    /**
     * @param files at least one
     * @param note what could not be made, in words; empty if all was
     */
    record Made(Map<HandOff, Path> files, String note) implements News {}

    record Failed(JobFailure failure) implements News {}
  }
}
