package app.headroom.models;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeoutException;

/** Runs one of the user's own programs to its end. Implemented by the supervisor. */
@FunctionalInterface
public interface CommandRunner {

  /**
   * @param output what it wrote to both streams, mixed; of very much only beginning and end
   */
  record Result(int exitCode, String output) {}

  /**
   * Starts the program without a shell and waits. When this returns or throws, its process and all
   * that it started are gone.
   *
   * @param command name and arguments
   * @param folder where it runs
   * @throws IOException if it can't be started, for example since there is no such program
   * @throws TimeoutException if it ran for too long
   * @throws InterruptedException if this thread was interrupted
   */
  Result run(List<String> command, Path folder, Duration timeout)
      throws IOException, TimeoutException, InterruptedException;
}
