package app.headroom.store;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.headroom.job.HandOff;
import app.headroom.queue.Answer;
import app.headroom.queue.JobStore;
import app.headroom.queue.QueueCommand;
import app.headroom.queue.QueueOwner;
import app.headroom.queue.RemoteQueue;
import app.headroom.queue.StoreException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Commands for the queue of another process. */
@Timeout(60)
class InboxTest {

  private static final QueueCommand COMMAND = new QueueCommand.ClearFinished();
  private static final Answer DONE = new Answer.Done(List.of(), List.of());

  @TempDir private Path folder;
  private Path file;
  private JobStore owner;
  private Connection other;

  @BeforeEach
  void open() throws Exception {
    file = folder.resolve("headroom.db");
    owner = SqliteStore.open(file, Clock.systemUTC()).jobs();
    other = DatabaseFile.openBeside(file);
  }

  @AfterEach
  void close() throws Exception {
    other.close();
    owner.close();
  }

  @Test
  void aCommandIsTakenOnceAndItsAnswerCollectedOnce() throws Exception {
    long id = leave(COMMAND);
    assertThat(Inbox.collect(other, id)).isEmpty();
    assertThat(owner.takeErrands()).containsExactly(new JobStore.Errand(id, COMMAND));
    assertThat(owner.takeErrands()).isEmpty();
    owner.answer(id, DONE);
    assertThat(Inbox.collect(other, id)).contains(DONE);
    assertThat(Inbox.collect(other, id)).contains(new Answer.Unable("the command was lost"));
    assertThat(rows()).isZero();
  }

  @Test
  void whatWasWithdrawnIsNotDone() throws Exception {
    long id = leave(COMMAND);
    assertThat(Inbox.withdraw(other, id)).isTrue();
    assertThat(owner.takeErrands()).isEmpty();
    assertThat(rows()).isZero();
  }

  @Test
  void whatIsTakenCannotBeWithdrawn() throws Exception {
    long id = leave(COMMAND);
    assertThat(owner.takeErrands()).hasSize(1);
    assertThat(Inbox.withdraw(other, id)).isFalse();
    owner.answer(id, DONE);
    assertThat(Inbox.collect(other, id)).contains(DONE);
  }

  @Test
  void nobodyWhoAnswersIsToldSoAndTheCommandIsTakenBack() throws Exception {
    try (RemoteQueue remote =
        new InboxQueue(
            DatabaseFile.openBeside(file),
            new QueueOwner(ProcessHandle.current().pid(), StoredJobs.NOW, "the window"),
            Duration.ofMillis(200))) {
      assertThat(remote.ask(COMMAND).get(40, TimeUnit.SECONDS))
          .isEqualTo(
              new Answer.Unable(
                  "the window (process " + ProcessHandle.current().pid() + ") does not answer"));
      assertThat(remote.ownerEnded()).isFalse();
    }
    assertThat(owner.takeErrands()).isEmpty();
  }

  @Test
  void anAnswerThatNobodyUnderstandsIsOneAllTheSame() throws Exception {
    try (RemoteQueue remote =
        new InboxQueue(
            DatabaseFile.openBeside(file),
            new QueueOwner(ProcessHandle.current().pid(), StoredJobs.NOW, "the window"))) {
      CompletableFuture<Answer> answer = remote.ask(COMMAND);
      try (Statement statement = other.createStatement()) {
        while (statement.executeUpdate(
                "UPDATE inbox SET answer = '{\"answer\":\"of a later time\"}'")
            == 0) {
          LockSupport.parkNanos(1_000_000);
        }
      }
      assertThat(answer.get(40, TimeUnit.SECONDS))
          .isInstanceOfSatisfying(
              Answer.Unable.class,
              unable -> assertThat(unable.reason()).contains("not understood"));
    }
  }

  @Test
  void anOwnerThatHasEndedIsNotWaitedFor() throws Exception {
    Process ended = new ProcessBuilder("true").start();
    ended.waitFor();
    try (RemoteQueue remote =
        new InboxQueue(
            DatabaseFile.openBeside(file),
            new QueueOwner(ended.pid(), StoredJobs.NOW, "headroom queue add"),
            Duration.ofMinutes(10))) {
      assertThat(remote.ask(COMMAND).get(40, TimeUnit.SECONDS)).isInstanceOf(Answer.Unable.class);
      assertThat(remote.ownerEnded()).isTrue();
    }
    assertThat(owner.takeErrands()).as("it may be given to another").isEmpty();
  }

  @Test
  void whoHasClosedItIsToldSo() throws Exception {
    RemoteQueue remote =
        new InboxQueue(
            DatabaseFile.openBeside(file), new QueueOwner(42, StoredJobs.NOW, "the window"));
    remote.close();
    assertThatThrownBy(remote::jobs).isInstanceOf(StoreException.class);
    assertThat(remote.ask(COMMAND).get(40, TimeUnit.SECONDS)).isInstanceOf(Answer.Unable.class);
  }

  @Test
  void allKindsOfCommandsComeThrough() throws Exception {
    List<QueueCommand> commands =
        List.of(
            new QueueCommand.Submit(List.of(StoredJobs.song(1), StoredJobs.song(2))),
            new QueueCommand.Pause(QueueCommand.Selection.all()),
            new QueueCommand.Resume(QueueCommand.Selection.of(StoredJobs.waiting(1).id())),
            new QueueCommand.Cancel(QueueCommand.Selection.all()),
            new QueueCommand.Retry(QueueCommand.Selection.all()),
            new QueueCommand.Remove(QueueCommand.Selection.all()),
            new QueueCommand.ClearFinished(),
            new QueueCommand.Move(List.of(StoredJobs.waiting(1).id()), 3),
            new QueueCommand.AddHandOffs(
                StoredJobs.waiting(1).id(),
                Map.of(HandOff.NISTEM, Path.of("/music/a.stem.mp4").toAbsolutePath())));
    for (QueueCommand command : commands) {
      leave(command);
    }
    assertThat(owner.takeErrands()).extracting(JobStore.Errand::command).isEqualTo(commands);
  }

  @Test
  void whatIsNoCommandIsAnsweredSoAndHoldsUpNoOther() throws Exception {
    long wrong;
    try (PreparedStatement insert =
        other.prepareStatement(
            "INSERT INTO inbox (asked_at, command) VALUES (?, '{\"command\":\"sing\"}')"
                + " RETURNING id")) {
      insert.setString(1, StoredJobs.NOW.toString());
      try (ResultSet row = insert.executeQuery()) {
        wrong = row.getLong(1);
      }
    }
    long right = leave(COMMAND);
    assertThat(owner.takeErrands()).containsExactly(new JobStore.Errand(right, COMMAND));
    assertThat(Inbox.collect(other, wrong))
        .hasValueSatisfying(
            answer ->
                assertThat(answer)
                    .isInstanceOfSatisfying(
                        Answer.Unable.class,
                        unable -> assertThat(unable.reason()).startsWith("not understood")));
  }

  @Test
  void aTakenCommandWhoseOwnerWasKilledIsAnsweredByTheNextOne() throws Exception {
    long id = leave(COMMAND);
    assertThat(owner.takeErrands()).hasSize(1);
    owner.close();
    owner = SqliteStore.open(file, Clock.systemUTC()).jobs();
    assertThat(owner.takeErrands()).as("it is not done twice").isEmpty();
    assertThat(Inbox.collect(other, id))
        .hasValueSatisfying(answer -> assertThat(answer).isInstanceOf(Answer.Unable.class));
  }

  @Test
  void thereIsAnEndToWhatWaits() throws Exception {
    for (int i = 0; i < 100; i++) {
      leave(COMMAND);
    }
    assertThat(Inbox.leave(other, COMMAND, Clock.systemUTC().instant())).isEmpty();
  }

  @Test
  void aRemoteQueueGetsItsAnswer() throws Exception {
    try (RemoteQueue remote =
        SqliteStore.remote(
            file, new QueueOwner(ProcessHandle.current().pid(), StoredJobs.NOW, "the window"))) {
      CompletableFuture<Answer> answer = remote.ask(COMMAND);
      List<JobStore.Errand> errands = owner.takeErrands();
      while (errands.isEmpty()) {
        Thread.onSpinWait();
        errands = owner.takeErrands();
      }
      owner.answer(errands.getFirst().id(), DONE);
      assertThat(answer.get(40, TimeUnit.SECONDS)).isEqualTo(DONE);
    }
  }

  @Test
  void aQueueWhoseOwnerIsStillMakingItIsWaitedFor() throws Exception {
    Path young = file.resolveSibling("young.db");
    AtomicReference<@Nullable RemoteQueue> found = new AtomicReference<>();
    Thread second =
        Thread.ofPlatform()
            .start(
                () ->
                    found.set(
                        SqliteStore.remote(
                            young,
                            new QueueOwner(
                                ProcessHandle.current().pid(), StoredJobs.NOW, "the window"))));
    while (second.getState() != Thread.State.TIMED_WAITING) {
      assertThat(second.isAlive()).as("waits").isTrue();
      Thread.onSpinWait();
    }
    SqliteStore.Opened first = SqliteStore.open(young, Clock.systemUTC());
    try {
      second.join();
      try (RemoteQueue remote = requireNonNull(found.get())) {
        assertThat(remote.jobs()).isEmpty();
      }
    } finally {
      first.jobs().close();
    }
  }

  private long leave(QueueCommand command) throws SQLException {
    Optional<Long> id = Inbox.leave(other, command, Clock.systemUTC().instant());
    return id.orElseThrow();
  }

  private int rows() throws SQLException {
    try (Statement statement = other.createStatement();
        ResultSet row = statement.executeQuery("SELECT count(*) FROM inbox")) {
      return row.getInt(1);
    }
  }
}
