package app.headroom.supervisor;

import app.headroom.models.CommandRunner;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeoutException;

/** Runs the user's own programs, such as npm, as processes without a shell. */
public final class ProcessCommandRunner implements CommandRunner {

  private static final Duration ENDING = Duration.ofSeconds(2);

  @Override
  public Result run(List<String> command, Path folder, Duration timeout)
      throws IOException, TimeoutException, InterruptedException {
    Mark mark = Mark.fresh();
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
    mark.putInto(builder.environment());
    Instant before = Instant.now();
    Process process = builder.start();
    Instant startedAt = ProcessTree.startOf(process, before);
    var output = new ErrorTail();
    Thread pump =
        Thread.ofVirtual()
            .name("output of " + command.getFirst())
            .unstarted(() -> drain(process, output));
    pump.start();
    try {
      process.getOutputStream().close();
      if (!process.waitFor(timeout)) {
        throw new TimeoutException(command.getFirst() + " ran for more than " + timeout);
      }
    } finally {
      ProcessTree.end(process.toHandle(), startedAt, mark, ENDING);
    }
    pump.join(ENDING);
    return new Result(process.exitValue(), output.text());
  }

  private static void drain(Process process, ErrorTail output) {
    try (InputStream in = process.getInputStream()) {
      output.drain(in);
    } catch (IOException e) {
      // ended from our side; what came until then is kept
    }
  }
}
