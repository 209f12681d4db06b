package app.headroom.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.headroom.store.QueueLock.Attempt;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Between real processes. */
@Timeout(60)
class QueueLockTest {

  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void name() {
    file = folder.resolve("headroom.lock");
  }

  @Test
  void oneProcessHasItAndTheOtherIsToldWho() throws Exception {
    Process other = StoreProcess.start("lock", file.toString(), "the other");
    try (var out = other.inputReader()) {
      assertThat(out.readLine()).isEqualTo("acquired");
      assertThat(tryAcquire())
          .isInstanceOfSatisfying(
              Attempt.HeldBy.class,
              held -> {
                assertThat(held.owner().pid()).isEqualTo(other.pid());
                assertThat(held.owner().role()).isEqualTo("the other");
                assertThat(held.owner().since()).isEqualTo(StoredJobs.NOW);
              });
      other.getOutputStream().close();
      assertThat(other.waitFor(30, TimeUnit.SECONDS)).isTrue();
    }
    try (QueueLock lock = acquired(tryAcquire())) {
      Process third = StoreProcess.start("lock", file.toString(), "the third");
      try (var out = third.inputReader()) {
        assertThat(out.readLine())
            .isEqualTo("held by " + ProcessHandle.current().pid() + " this one");
      }
      assertThat(lock).isNotNull();
    }
  }

  @Test
  void whatFailedOnceCanBeTriedAgain() throws Exception {
    file = folder.resolve("missing").resolve("headroom.lock");
    assertThatThrownBy(this::tryAcquire).isInstanceOf(IOException.class);
    Files.createDirectory(file.getParent());
    acquired(tryAcquire()).close();
  }

  @Test
  void whereNothingCanBeWrittenNoOneThatEndedIsNamed() throws Exception {
    Path owner = folder.resolve("headroom.lock.owner");
    Files.write(owner, List.of("1", StoredJobs.NOW.toString(), "one that was killed"));
    Files.createDirectories(folder.resolve("headroom.lock.owner.new").resolve("in the way"));
    try (QueueLock lock = acquired(tryAcquire())) {
      assertThat(lock).isNotNull();
      assertThat(owner).doesNotExist();
      assertThat(tryAcquire())
          .isInstanceOfSatisfying(
              Attempt.HeldBy.class,
              held -> assertThat(held.owner().role()).isEqualTo("another process of Headroom"));
    }
  }

  @Test
  void whoIsKilledHasItNoMore() throws Exception {
    Process other = StoreProcess.start("lock", file.toString(), "the other");
    try (var out = other.inputReader()) {
      assertThat(out.readLine()).isEqualTo("acquired");
      other.destroyForcibly();
      assertThat(other.waitFor(30, TimeUnit.SECONDS)).isTrue();
    }
    // what it wrote of itself is still there, and means nothing
    assertThat(Files.readString(folder.resolve("headroom.lock.owner"))).contains("the other");
    acquired(tryAcquire()).close();
  }

  @Test
  void theSameProcessDoesNotGetItTwiceNorLoseItByTrying() throws Exception {
    try (QueueLock lock = acquired(tryAcquire())) {
      assertThat(tryAcquire()).isInstanceOf(Attempt.HeldBy.class);
      Process other = StoreProcess.start("lock", file.toString(), "the other");
      try (var out = other.inputReader()) {
        assertThat(out.readLine()).startsWith("held by ");
      }
      assertThat(lock).isNotNull();
    }
  }

  private Attempt tryAcquire() throws Exception {
    return QueueLock.tryAcquire(file, "this one", StoredJobs.NOW);
  }

  private static QueueLock acquired(Attempt attempt) {
    assertThat(attempt).isInstanceOf(Attempt.Acquired.class);
    return ((Attempt.Acquired) attempt).lock();
  }
}
