package app.headroom.queue;

import static app.headroom.queue.QueueBench.await;
import static org.assertj.core.api.Assertions.assertThat;

import app.headroom.job.EngineChoice;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class KnownCommandsTest {

  private static final EngineChoice.Command DEMUCS =
      new EngineChoice.Command(EngineChoice.Flavour.PYTHON, null, 1, null, null);

  private final CountDownLatch answers = new CountDownLatch(1);
  private final AtomicInteger looks = new AtomicInteger();
  private final AtomicInteger changes = new AtomicInteger();
  private volatile String file = "first";

  @Test
  void whoeverDrawsDoesNotWaitForADriveThatDoesNotAnswer() {
    KnownCommands commands = commands(Duration.ofHours(1));
    assertThat(commands.lastSeen(DEMUCS)).isEmpty();
    assertThat(commands.lastSeen(DEMUCS)).isEmpty();
    answers.countDown();
    await("the command to be known", () -> commands.lastSeen(DEMUCS).equals("first"));
    await("it to be told", () -> changes.get() == 1);
    assertThat(looks).hasValue(1);
  }

  @Test
  void anotherCommandInItsPlaceIsSeenAndTold() {
    answers.countDown();
    KnownCommands commands = commands(Duration.ZERO);
    await("the command to be known", () -> commands.lastSeen(DEMUCS).equals("first"));
    file = "second";
    await("the other to be known", () -> commands.lastSeen(DEMUCS).equals("second"));
    await("both to be told", () -> changes.get() == 2);
  }

  private KnownCommands commands(Duration fresh) {
    return new KnownCommands(
        _ -> {
          looks.incrementAndGet();
          try {
            answers.await();
          } catch (InterruptedException e) {
            throw new AssertionError(e);
          }
          return file;
        },
        fresh,
        changes::incrementAndGet);
  }
}
