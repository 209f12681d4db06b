package app.headroom.queue;

import app.headroom.job.JobFailure;
import app.headroom.job.SourceInfo;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Looks into a file outside of the application's own process; implemented by {@code supervisor}.
 * Safe from any thread; requests wait for each other.
 */
@FunctionalInterface
public interface SourceProbe {

  /** Blocks, as a rule for some milliseconds, at most for half a minute. */
  Answer probe(Path source) throws InterruptedException;

  /**
   * The encoded picture in the song's tags, some megabytes at most; empty where there is none.
   * Blocks as {@link #probe} does.
   */
  default Optional<byte[]> cover(Path song) throws IOException, InterruptedException {
    return Optional.empty();
  }

  sealed interface Answer {

    record Accepted(SourceInfo source) implements Answer {}

    record Rejected(JobFailure why) implements Answer {}
  }
}
