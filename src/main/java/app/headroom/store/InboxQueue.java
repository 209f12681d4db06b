package app.headroom.store;

import app.headroom.queue.Answer;
import app.headroom.queue.JobSnapshot;
import app.headroom.queue.QueueCommand;
import app.headroom.queue.QueueOwner;
import app.headroom.queue.RemoteQueue;
import app.headroom.queue.StoreException;
import app.headroom.queue.StoredJob;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The queue of another process, through its database. One thread of its own uses the connection.
 */
final class InboxQueue implements RemoteQueue {

  private static final Duration LOOKING = Duration.ofMillis(50);

  /** The owner looks twice a second. */
  private static final Duration NOT_BEGUN = Duration.ofSeconds(10);

  private static final Duration NOT_DONE = Duration.ofSeconds(60);
  private static final int MOST_COMMANDS = 64;

  private final QueueOwner owner;
  private final Connection connection;
  private final Duration notBegun;
  private volatile boolean ownerEnded;
  private final ThreadPoolExecutor thread =
      new ThreadPoolExecutor(
          1,
          1,
          0,
          TimeUnit.SECONDS,
          new LinkedBlockingQueue<>(MOST_COMMANDS),
          Thread.ofPlatform().daemon().name("queue-inbox").factory());

  InboxQueue(Connection connection, QueueOwner owner) {
    this(connection, owner, NOT_BEGUN);
  }

  /**
   * @param notBegun after which a command that nobody has taken is taken back
   */
  InboxQueue(Connection connection, QueueOwner owner, Duration notBegun) {
    this.connection = connection;
    this.owner = owner;
    this.notBegun = notBegun;
  }

  @Override
  public QueueOwner owner() {
    return owner;
  }

  @Override
  public boolean ownerEnded() {
    return ownerEnded;
  }

  @Override
  public List<JobSnapshot> jobs() {
    try {
      CompletableFuture<List<StoredJob>> jobs =
          CompletableFuture.supplyAsync(
              () -> SqliteStore.read(() -> JobRows.all(connection).jobs()), thread);
      return jobs.join().stream().map(InboxQueue::snapshot).toList();
    } catch (RejectedExecutionException e) {
      throw new StoreException("too many commands at once, or closed", e);
    } catch (CompletionException e) {
      if (e.getCause() instanceof StoreException cause) {
        throw cause;
      }
      throw e;
    }
  }

  @Override
  public CompletableFuture<Answer> ask(QueueCommand command) {
    CompletableFuture<Answer> answer = new CompletableFuture<>();
    try {
      thread.execute(() -> answer.complete(answered(command)));
    } catch (RejectedExecutionException _) {
      answer.complete(new Answer.Unable("too many commands at once, or closed"));
    }
    return answer;
  }

  @Override
  public void close() {
    thread.shutdownNow();
    try {
      if (!thread.awaitTermination(NOT_BEGUN.toMillis(), TimeUnit.MILLISECONDS)) {
        return; // the connection is in its hands; it goes with the process
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return;
    }
    SqliteStore.close(connection);
  }

  private Answer answered(QueueCommand command) {
    try {
      Optional<Long> id = Inbox.leave(connection, command, Instant.now());
      if (id.isEmpty()) {
        return new Answer.Unable(
            owner.role() + " (process " + owner.pid() + ") does not take any more commands");
      }
      return collected(id.get());
    } catch (SQLException e) {
      return new Answer.Unable("the command could not be left: " + SqliteStore.words(e));
    } catch (IllegalArgumentException e) { // of another version of the program
      return new Answer.Unable("its answer is not understood: " + e.getMessage());
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return new Answer.Unable("interrupted");
    }
  }

  private Answer collected(long id) throws SQLException, InterruptedException {
    long begun = System.nanoTime();
    boolean withdrawable = true;
    while (System.nanoTime() - begun < NOT_DONE.toNanos()) {
      Optional<Answer> answer = Inbox.collect(connection, id);
      if (answer.isPresent()) {
        return answer.get();
      }
      boolean gone = gone();
      if (withdrawable && (gone || System.nanoTime() - begun > notBegun.toNanos())) {
        if (Inbox.withdraw(connection, id)) {
          ownerEnded = gone;
          return new Answer.Unable(
              owner.role()
                  + " (process "
                  + owner.pid()
                  + (gone ? ") has ended" : ") does not answer"));
        }
        withdrawable = false;
      }
      Thread.sleep(LOOKING);
    }
    return new Answer.Unable(
        owner.role()
            + " (process "
            + owner.pid()
            + ") has begun it and does not say that it is done");
  }

  /** Short commands have the queue no longer than it takes to find out who they are. */
  private boolean gone() {
    return owner.pid() <= 0
        || ProcessHandle.of(owner.pid()).filter(ProcessHandle::isAlive).isEmpty();
  }

  private static JobSnapshot snapshot(StoredJob job) {
    return new JobSnapshot(
        job.id(),
        0,
        job.request(),
        job.source(),
        job.precision(),
        job.submittedAt(),
        job.state(),
        null,
        job.history(),
        null);
  }
}
