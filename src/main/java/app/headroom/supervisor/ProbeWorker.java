package app.headroom.supervisor;

import app.headroom.job.Bytes;
import app.headroom.job.JobFailure;
import app.headroom.protocol.Protocol;
import app.headroom.protocol.WorkerCommand;
import app.headroom.protocol.WorkerEvent;
import app.headroom.queue.KillCause;
import app.headroom.queue.SourceProbe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Probes files in a process of its own, so that a file that is made to break its reader breaks
 * nothing else. The process is started with the first file, and ends when none has come for a
 * while. Owned and closed by the composition root.
 */
public final class ProbeWorker implements SourceProbe, AutoCloseable {

  /** Headers are read in milliseconds; a sleeping network share may take its time. */
  private static final Duration ANSWER = Duration.ofSeconds(15);

  /**
   * A process that works has that many times as long: on a busy machine its start alone may take
   * longer than a hanging disk is waited for.
   */
  private static final int PATIENCE = 8;

  /** A process that waits for a disk uses less of a processor than this share. */
  private static final double WORKING = 0.01;

  /** Far more than a header with the largest cover takes; the heap is bounded by itself. */
  private static final long MOST_BYTES = 600_000_000;

  private static final long MAX_COVER_BYTES = 16L << 20;

  private final WorkerProgram program;
  private final Path natives;
  private final Duration answer;
  private final Duration idle;
  private final ReentrantLock oneAtATime = new ReentrantLock(true);
  private volatile @Nullable Conversation conversation;
  private volatile boolean closed;
  private long requests;

  /**
   * @param natives where native libraries are extracted once
   */
  public ProbeWorker(WorkerProgram program, Path natives) {
    this(program, natives, ANSWER, Duration.ofMinutes(1));
  }

  ProbeWorker(WorkerProgram program, Path natives, Duration answer, Duration idle) {
    this.program = program;
    this.natives = natives;
    this.answer = answer;
    this.idle = idle;
  }

  /** Starts the process, so that it is there when the first file comes. Does not wait for it. */
  public void getReady() {
    Thread.ofVirtual().name("probe start").start(this::startUnlessAsked);
  }

  private void startUnlessAsked() {
    if (closed || !oneAtATime.tryLock()) {
      return;
    }
    try {
      Conversation _ = running();
      endWhenIdle();
    } catch (IOException e) {
      // the first file is told
    } finally {
      oneAtATime.unlock();
    }
  }

  @Override
  public Answer probe(Path source) throws InterruptedException {
    return answer(source, null);
  }

  @Override
  public Optional<byte[]> cover(Path song) throws IOException, InterruptedException {
    PrivateFolders.create(natives);
    Path file = natives.toAbsolutePath().resolve("cover-" + UUID.randomUUID());
    try {
      Answer _ = answer(song, file);
      if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
          || Files.size(file) > MAX_COVER_BYTES) {
        return Optional.empty();
      }
      return Optional.of(Files.readAllBytes(file));
    } finally {
      Files.deleteIfExists(file);
    }
  }

  private Answer answer(Path source, @Nullable Path cover) throws InterruptedException {
    oneAtATime.lockInterruptibly();
    try {
      Path absolute = source.toAbsolutePath();
      Reply reply = ask(absolute, cover);
      if (reply instanceof Reply.Ended) {
        // It may have been ended for another reason than this file, so the file gets a second try.
        reply = ask(absolute, cover);
      }
      endWhenIdle();
      return switch (reply) {
        case Reply.Given given -> given.answer;
        case Reply.Ended _ ->
            rejected("reading it made the reading process crash", "It is probably damaged.");
        case Reply.TooLarge _ ->
            rejected(
                "reading its header took more than " + Bytes.text(MOST_BYTES) + " of memory",
                "It is damaged, or made to do harm.");
        case Reply.None _ ->
            rejected(
                "reading its header took too long",
                "It is damaged, or the disk that holds it does not answer.");
        case Reply.NotStarted notStarted ->
            new Answer.Rejected(new JobFailure.WorkerCrashed(-1, notStarted.reason));
      };
    } finally {
      oneAtATime.unlock();
    }
  }

  private static Answer rejected(String reason, String remedy) {
    return new Answer.Rejected(new JobFailure.UnreadableAudio(reason, remedy));
  }

  private sealed interface Reply {
    record Given(Answer answer) implements Reply {}

    record Ended() implements Reply {}

    /** Nor is it tried again. */
    record TooLarge() implements Reply {}

    record None() implements Reply {}

    record NotStarted(String reason) implements Reply {}
  }

  private Reply ask(Path source, @Nullable Path cover) throws InterruptedException {
    if (closed) {
      return new Reply.NotStarted("the program ends");
    }
    String id = Long.toString(++requests);
    Conversation running;
    try {
      running = running();
    } catch (IOException e) {
      return new Reply.NotStarted(String.valueOf(e.getMessage()));
    }
    try {
      return reply(running, running.ask(id, source, cover));
    } catch (InterruptedException e) {
      // nobody wants this answer any more; the next question must not wait behind it
      running.process().kill(new KillCause.Requested());
      throw e;
    }
  }

  private Reply reply(Conversation running, CompletableFuture<Reply> reply)
      throws InterruptedException {
    for (int waited = 0; waited < PATIENCE; waited++) {
      Duration before = running.process().processorTime();
      try {
        return reply.get(answer.toNanos(), TimeUnit.NANOSECONDS);
      } catch (TimeoutException _) {
        Duration worked = running.process().processorTime().minus(before);
        if (worked.toNanos() < answer.toNanos() * WORKING) {
          break;
        }
      } catch (ExecutionException e) {
        throw new AssertionError("replies do not fail", e);
      }
    }
    running.process().kill(new KillCause.Unresponsive("probing took too long"));
    return new Reply.None();
  }

  private Conversation running() throws IOException {
    Conversation running = conversation;
    if (running == null || !running.process().isAlive()) {
      running = start();
      conversation = running;
      if (closed) {
        running.process().kill(new KillCause.Requested());
      }
    }
    return running;
  }

  private Conversation start() throws IOException {
    PrivateFolders.create(natives);
    Conversation started = new Conversation();
    Mark mark = Mark.fresh();
    ChildProcess child = ChildProcess.start(program.process(natives, natives, mark), mark, started);
    started.process.complete(child);
    MemoryWatch.watch(child, MOST_BYTES);
    return started;
  }

  private void endWhenIdle() {
    long asked = requests;
    CompletableFuture.delayedExecutor(idle.toNanos(), TimeUnit.NANOSECONDS)
        .execute(
            () -> {
              if (oneAtATime.tryLock()) {
                try {
                  if (requests == asked) {
                    endProcess();
                  }
                } finally {
                  oneAtATime.unlock();
                }
              }
            });
  }

  private void endProcess() {
    Conversation running = conversation;
    if (running != null) {
      running.process().endInput();
      conversation = null;
    }
  }

  /** Does not wait for an answer that is still to come; whoever waits for it gets a rejection. */
  @Override
  public void close() {
    closed = true;
    Conversation running = conversation;
    if (running != null) {
      running.process().kill(new KillCause.Requested());
    }
  }

  /** One process and the question that it was asked last. */
  private final class Conversation implements ChildProcess.Listener {

    private final CompletableFuture<ChildProcess> process = new CompletableFuture<>();
    private String pendingId = "";
    private CompletableFuture<Reply> pending = new CompletableFuture<>();
    private boolean ended;

    ChildProcess process() {
      return process.join();
    }

    synchronized CompletableFuture<Reply> ask(String id, Path source, @Nullable Path cover) {
      pendingId = id;
      pending = new CompletableFuture<>();
      if (ended) {
        pending.complete(new Reply.Ended());
      } else {
        process()
            .send(
                new WorkerCommand.Probe(
                    Protocol.VERSION, id, source, natives.toAbsolutePath(), cover));
      }
      return pending;
    }

    @Override
    public synchronized void said(WorkerEvent event) {
      switch (event) {
        case WorkerEvent.Probed probed ->
            given(probed.requestId(), new Answer.Accepted(probed.source()));
        case WorkerEvent.ProbeFailed failed ->
            given(failed.requestId(), new Answer.Rejected(failed.failure()));
        case WorkerEvent.Failed failed -> given(pendingId, new Answer.Rejected(failed.failure()));
        default -> {}
      }
    }

    private void given(String id, Answer given) {
      if (id.equals(pendingId)) {
        pending.complete(new Reply.Given(given));
      }
    }

    @Override
    public synchronized void ended(ChildProcess.Ending ending) {
      ended = true;
      pending.complete(
          ending.killed() instanceof KillCause.OverLimit
              ? new Reply.TooLarge()
              : new Reply.Ended());
    }
  }
}
