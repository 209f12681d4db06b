package app.headroom.bench;

import app.headroom.memory.MemoryProbe;
import app.headroom.supervisor.MeasuredCommand;
import app.headroom.supervisor.WorkerProgram;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeoutException;

/**
 * Runs a measurement in a process that is started as a worker is.
 *
 * @param program begins the measurement
 * @param natives where native libraries are extracted once
 * @param folder where it runs
 */
record BenchProcess(WorkerProgram program, Path natives, Path folder, MemoryProbe probe) {

  private static final Duration PATIENCE = Duration.ofMinutes(10);

  /**
   * @return the last line that it printed
   * @throws IOException if it failed
   */
  String run(List<String> arguments) throws IOException, InterruptedException {
    String[] last = {""};
    try {
      MeasuredCommand.Result result =
          program.measured(arguments, natives, folder, probe).run(PATIENCE, line -> last[0] = line);
      if (result.exitCode() != 0) {
        throw new IOException("a measurement failed: " + result.errors());
      }
      return last[0];
    } catch (TimeoutException e) {
      throw new IOException("a measurement took too long", e);
    }
  }
}
