package app.headroom.worker;

import app.headroom.external.RunningCommand;
import app.headroom.protocol.LineReader;
import app.headroom.protocol.Protocol;
import app.headroom.protocol.ProtocolException;
import app.headroom.protocol.WorkerCommand;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Reads commands for as long as the worker lives. When they end, the application is gone, however
 * it went, and so is this process at once: what it did last is on the disk or will be done again.
 */
final class CommandReader {

  /** Takes a command, on the reader's thread. */
  @FunctionalInterface
  interface Taker {

    /**
     * @return whether it was expected
     */
    boolean take(WorkerCommand command) throws InterruptedException;
  }

  private final LineReader lines;

  CommandReader(LineReader lines) {
    this.lines = lines;
  }

  /**
   * The first command, or null if the application went before it gave one.
   *
   * @throws ProtocolException if the first line is no command
   */
  @Nullable WorkerCommand order() throws IOException {
    String line = lines.next();
    return line == null ? null : Protocol.command(line);
  }

  /** Passes on all further commands, on a thread of its own. */
  void passOn(Taker taker) {
    Thread thread = new Thread(() -> read(taker), "commands");
    thread.setDaemon(true);
    thread.start();
  }

  private void read(Taker taker) {
    try {
      for (String line = lines.next(); line != null; line = lines.next()) {
        pass(line, taker);
      }
    } catch (IOException | InterruptedException e) {
      System.err.println("No more commands can be read: " + e);
    }
    RunningCommand.endAll();
    Runtime.getRuntime().halt(WorkerMain.EXIT_DONE);
  }

  private static void pass(String line, Taker taker) throws InterruptedException {
    try {
      WorkerCommand command = Protocol.command(line);
      if (!taker.take(command)) {
        System.err.println("Not expected now: " + command);
      }
    } catch (ProtocolException e) {
      System.err.println("A line was skipped: " + e.getMessage());
    }
  }
}
