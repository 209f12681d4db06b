package app.headroom.external;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A command of the user's from its start to its end: its argument list as it is, no shell, nothing
 * on its input, its output and its errors read as they come.
 */
public final class RunningCommand {

  private static final Duration LOOK = Duration.ofMillis(200);
  private static final Duration ENDING = Duration.ofSeconds(5);
  private static final Set<Process> ALL = ConcurrentHashMap.newKeySet();

  /** Meant for our own processes: they make others slower or bigger, or change how these print. */
  private static final List<String> NOT_INHERITED =
      List.of(
          "MALLOC_ARENA_MAX",
          "MALLOC_MMAP_THRESHOLD_",
          "MALLOC_TRIM_THRESHOLD_",
          "GLIBC_TUNABLES",
          "PYTHONSTARTUP",
          "PYTHONINSPECT");

  private RunningCommand() {}

  /** How a command ended. */
  record End(int exitCode, Transcript said) {}

  /** It printed nothing for too long, and was ended. */
  static final class SilentException extends Exception {
    private static final long serialVersionUID = 1;
  }

  /**
   * Waits for its end.
   *
   * @param folder where it runs, and where it may leave temporary files
   * @param patience without a word from it
   * @throws IOException if it can't be started
   * @throws GivenUpException if the watcher does not want it any more
   */
  static End run(
      List<String> command,
      Path folder,
      Map<String, String> environment,
      Transcript transcript,
      Duration patience,
      Watcher watcher)
      throws IOException, SilentException {
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
    NOT_INHERITED.forEach(builder.environment()::remove);
    builder.environment().put("TMPDIR", folder.toString());
    builder.environment().putAll(environment);
    Process process = builder.start();
    ALL.add(process);
    try {
      watcher.started(process.toHandle());
      Thread pump = Thread.ofVirtual().start(() -> drain(process, transcript));
      process.getOutputStream().close();
      await(process, transcript, patience, watcher);
      pump.join(ENDING);
      return new End(process.exitValue(), transcript);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new GivenUpException();
    } finally {
      end(process);
      awaitGone(process);
      ALL.remove(process);
    }
  }

  /** What it held is given back before anything else is begun. */
  private static void awaitGone(Process process) {
    try {
      var _ = process.waitFor(ENDING);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void await(
      Process process, Transcript transcript, Duration patience, Watcher watcher)
      throws InterruptedException, SilentException {
    long heard = 0;
    long heardAt = System.nanoTime();
    while (!process.waitFor(LOOK)) {
      if (!watcher.goOn()) {
        throw new GivenUpException();
      }
      watcher.progressed(transcript.share());
      long now = System.nanoTime();
      if (transcript.heard() != heard) {
        heard = transcript.heard();
        heardAt = now;
      } else if (now - heardAt > patience.toNanos()) {
        throw new SilentException();
      }
    }
  }

  private static void drain(Process process, Transcript transcript) {
    byte[] block = new byte[8192];
    try (InputStream in = process.getInputStream()) {
      for (int count = in.read(block); count >= 0; count = in.read(block)) {
        transcript.add(block, count);
      }
    } catch (IOException e) {
      // ended from our side; what came until then is kept
    }
    transcript.end();
  }

  /** Ends what runs, with all that it started; for a worker that is about to end itself. */
  public static void endAll() {
    ALL.forEach(RunningCommand::end);
  }

  private static void end(Process process) {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }
}
