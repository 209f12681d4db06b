package app.headroom.worker;

import static org.assertj.core.api.Assertions.assertThat;

import app.headroom.job.SegmentLength;
import app.headroom.protocol.Protocol;
import app.headroom.protocol.WorkerCommand;
import app.headroom.protocol.WorkerEvent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class BoundaryTest {

  private final Steering steering = new Steering();
  private final List<Object> done = new CopyOnWriteArrayList<>();
  private final CountDownLatch threeSigns = new CountDownLatch(3);
  private final Boundary boundary =
      new Boundary(
          steering,
          new Events(
              new ByteArrayOutputStream() {
                @Override
                public synchronized void write(byte[] line) throws IOException {
                  WorkerEvent event = Protocol.event(new String(line, StandardCharsets.UTF_8));
                  done.add(event);
                  if (event instanceof WorkerEvent.Alive) {
                    threeSigns.countDown();
                  }
                }
              }),
          new Boundary.Memory() {
            @Override
            public void trim() {
              done.add("trim");
            }

            @Override
            public void unload() {
              done.add("unload");
            }
          },
          () -> 7,
          Duration.ofMillis(10));

  @Test
  void isPassedWhileNothingIsWanted() {
    assertThat(boundary.pass()).isTrue();
    assertThat(done).isEmpty();
  }

  @Test
  void cleansUpOnceForEachTimeItIsAsked() {
    steering.take(new WorkerCommand.CleanUp());
    steering.take(new WorkerCommand.CleanUp());
    assertThat(boundary.pass()).isTrue();
    assertThat(boundary.pass()).isTrue();
    assertThat(done).containsExactly("trim", new WorkerEvent.CleanedUp());
  }

  @Test
  void givesSignsOfLifeWhileItIsHeld() throws Exception {
    steering.take(new WorkerCommand.Hold());
    Thread resuming =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    threeSigns.await(30, TimeUnit.SECONDS);
                    steering.take(new WorkerCommand.Resume());
                  } catch (InterruptedException e) {
                    throw new AssertionError(e);
                  }
                });
    assertThat(boundary.pass()).isTrue();
    resuming.join();
    assertThat(done)
        .startsWith("trim", new WorkerEvent.Held(7), new WorkerEvent.Alive())
        .doesNotContain("unload");
  }

  @Test
  void unloadsAlsoWhenItWasNotHeldBefore() {
    steering.take(new WorkerCommand.Unload());
    Thread.ofVirtual().start(this::stopOnceUnloaded);
    assertThat(boundary.pass()).isFalse();
    assertThat(done)
        .startsWith("trim", new WorkerEvent.Held(7), "unload", new WorkerEvent.Unloaded());
  }

  private void stopOnceUnloaded() {
    while (!done.contains(new WorkerEvent.Unloaded())) {
      Thread.onSpinWait();
    }
    steering.take(new WorkerCommand.Stop());
  }

  @Test
  void stoppingWinsOverHolding() {
    steering.take(new WorkerCommand.Hold());
    steering.take(new WorkerCommand.Stop());
    steering.take(new WorkerCommand.Resume());
    assertThat(boundary.pass()).isFalse();
    assertThat(done).isEmpty();
  }

  @Test
  void theLatestSegmentCountsAndAnImpossibleOneDoesNot() {
    assertThat(steering.segment(SegmentLength.LONGEST)).isEqualTo(SegmentLength.LONGEST);
    assertThat(steering.take(new WorkerCommand.SetSegment(114_660))).isTrue();
    assertThat(steering.take(new WorkerCommand.SetSegment(57_330))).isTrue();
    assertThat(steering.take(new WorkerCommand.SetSegment(57_329))).isFalse();
    assertThat(steering.take(new WorkerCommand.SetSegment(Integer.MAX_VALUE))).isFalse();
    assertThat(steering.segment(SegmentLength.LONGEST)).isEqualTo(SegmentLength.SHORTEST);
  }
}
