package app.headroom.supervisor;

import app.headroom.protocol.LineReader;
import app.headroom.protocol.Protocol;
import app.headroom.protocol.ProtocolException;
import app.headroom.protocol.WorkerCommand;
import app.headroom.protocol.WorkerEvent;
import app.headroom.queue.KillCause;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A process that speaks the protocol, as the application sees it. Its output, its errors and its
 * end each have a thread; what it says comes to the listener in order, and its end last and once,
 * when both streams are read to their ends. All methods are safe from any thread.
 */
final class ChildProcess {

  private static final Logger LOG = LoggerFactory.getLogger(ChildProcess.class);

  /** The application's limit for ending a tree is one second. */
  private static final Duration ENDING = Duration.ofMillis(900);

  /** How long streams may stay open behind a process that has ended. */
  private static final Duration DRAINING = Duration.ofSeconds(2);

  /** Nobody steers this fast; a worker that does not read is broken. */
  private static final int MAX_UNSENT = 256;

  /** Hears what the process says, one call at a time. */
  interface Listener {

    void said(WorkerEvent event);

    /** The last call. */
    void ended(Ending ending);
  }

  /**
   * @param errors beginning and end of what it wrote to standard error
   * @param killed why it was ended by force, or null if it ended by itself
   */
  record Ending(int exitCode, String errors, @Nullable KillCause killed) {}

  private final Process process;
  private final Mark mark;
  private final Instant startedAt;
  private final Listener listener;
  private final ErrorTail errors = new ErrorTail();
  private final BlockingQueue<WorkerCommand> unsent = new LinkedBlockingQueue<>(MAX_UNSENT);
  private final AtomicReference<@Nullable KillCause> killed = new AtomicReference<>();
  private final Thread output;
  private final Thread errorOutput;
  private final Thread input;
  private final Object telling = new Object();
  private boolean silenced;
  private volatile long lastHeardNanos = System.nanoTime();

  private ChildProcess(Process process, Instant startedAt, Mark mark, Listener listener) {
    this.process = process;
    this.mark = mark;
    this.listener = listener;
    this.startedAt = startedAt;
    String name = "worker " + process.pid();
    this.output = Thread.ofVirtual().name(name + " output").unstarted(this::pumpOutput);
    this.errorOutput = Thread.ofVirtual().name(name + " errors").unstarted(this::pumpErrors);
    this.input = Thread.ofVirtual().name(name + " input").unstarted(this::pumpInput);
  }

  /**
   * @param mark as given to the environment by {@code builder}
   * @throws IOException if the process can't be started; the listener then hears nothing
   */
  static ChildProcess start(ProcessBuilder builder, Mark mark, Listener listener)
      throws IOException {
    Instant before = Instant.now();
    Process process = builder.start();
    ChildProcess child =
        new ChildProcess(process, ProcessTree.startOf(process, before), mark, listener);
    try {
      child.output.start();
      child.errorOutput.start();
      child.input.start();
      Thread.ofVirtual().name("worker " + child.pid() + " end").start(child::awaitEnd);
    } catch (RuntimeException | Error e) {
      child.process.destroyForcibly(); // there are no threads left to look after it
      throw e;
    }
    return child;
  }

  long pid() {
    return process.pid();
  }

  Instant startedAt() {
    return startedAt;
  }

  /** What the process and all that it has started and that still runs has computed until now. */
  long processorNanos() {
    ProcessHandle handle = process.toHandle();
    return Stream.concat(Stream.of(handle), handle.descendants())
        .mapToLong(each -> each.info().totalCpuDuration().map(Duration::toNanos).orElse(0L))
        .sum();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /**
   * Waits until it has exited; at most that long.
   *
   * @return whether it has, or whoever waits was interrupted
   */
  boolean awaitExit(Duration atMost) {
    try {
      return process.waitFor(atMost);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  /** What it has used of the processors so far; zero where the system does not tell. */
  Duration processorTime() {
    return process.info().totalCpuDuration().orElse(Duration.ZERO);
  }

  /** When it last said something, on {@link System#nanoTime}'s clock. */
  long lastHeardNanos() {
    return lastHeardNanos;
  }

  /** Does not wait. */
  void send(WorkerCommand command) {
    if (!unsent.offer(command)) {
      Thread.ofVirtual().start(() -> kill(new KillCause.Unresponsive("it reads no commands")));
    }
  }

  /** No more commands come; a worker that has nothing to do ends then. */
  void endInput() {
    input.interrupt();
  }

  /** Ends the whole tree, children first; returns when it is gone, or after about a second. */
  void kill(KillCause cause) {
    if (!process.isAlive()) {
      return;
    }
    killed.compareAndSet(null, cause);
    if (!ProcessTree.end(process.toHandle(), startedAt, mark, ENDING)) {
      LOG.warn("Worker {} or a process that it started is still there after {}", pid(), ENDING);
    }
  }

  private void pumpInput() {
    try (OutputStream stdin = process.getOutputStream()) {
      while (true) {
        WorkerCommand command = unsent.take();
        stdin.write((Protocol.line(command) + "\n").getBytes(StandardCharsets.UTF_8));
        stdin.flush();
      }
    } catch (InterruptedException e) {
      // as asked by endInput
    } catch (IOException e) {
      LOG.debug("Worker {} reads no more: {}", pid(), e.getMessage());
    }
  }

  private void pumpOutput() {
    try (InputStream stdout = process.getInputStream()) {
      LineReader lines = new LineReader(stdout);
      for (String line = lines.next(); line != null; line = lines.next()) {
        lastHeardNanos = System.nanoTime();
        tell(Protocol.event(line));
      }
    } catch (ProtocolException e) {
      LOG.warn("Worker {} said what it must not: {}", pid(), e.getMessage());
      kill(new KillCause.Unresponsive("it said something that is not the protocol"));
    } catch (IOException e) {
      LOG.debug("Output of worker {} ended: {}", pid(), e.getMessage());
    }
  }

  private void pumpErrors() {
    try (InputStream stderr = process.getErrorStream()) {
      errors.drain(stderr);
    } catch (IOException e) {
      LOG.debug("Errors of worker {} ended: {}", pid(), e.getMessage());
    }
  }

  private void tell(WorkerEvent event) {
    synchronized (telling) {
      if (!silenced) {
        try {
          listener.said(event);
        } catch (RuntimeException e) {
          LOG.error("What worker {} said could not be handled: {}", pid(), event, e);
        }
      }
    }
  }

  private void awaitEnd() {
    try {
      int exitCode = process.waitFor();
      try {
        endWhatIsLeft();
      } catch (RuntimeException e) {
        LOG.error("What worker {} has left could not be ended", pid(), e);
      } finally {
        endInput();
        tellEnd(exitCode);
      }
    } catch (InterruptedException e) {
      throw new AssertionError("nobody interrupts this thread", e);
    } catch (RuntimeException e) {
      LOG.error("The end of worker {} could not be handled", pid(), e);
    }
  }

  /** A worker that died leaves the command that it ran, and a command may leave a daemon. */
  private void endWhatIsLeft() throws InterruptedException {
    if (!drained()) {
      // Something that it started holds its streams open.
      ProcessTree.end(process.toHandle(), startedAt, mark, ENDING);
      if (!drained()) {
        LOG.warn("Something that worker {} started holds its output open", pid());
      }
    }
    ProcessTree.end(process.toHandle(), startedAt, mark, ENDING);
  }

  private void tellEnd(int exitCode) {
    synchronized (telling) {
      silenced = true;
      listener.ended(new Ending(exitCode, errors.text(), killed.get()));
    }
  }

  private boolean drained() throws InterruptedException {
    return output.join(DRAINING) && errorOutput.join(DRAINING);
  }
}
