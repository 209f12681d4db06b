package app.headroom.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SideBySideTest {

  @Test
  void oneThreadDoesOneAfterTheOther() throws Exception {
    List<Integer> done = new ArrayList<>();
    Set<Thread> threads = new HashSet<>();
    List<SideBySide.Work> works = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      int index = i;
      works.add(
          () -> {
            done.add(index);
            threads.add(Thread.currentThread());
          });
    }
    try (SideBySide alone = new SideBySide(1)) {
      alone.run(works);
    }
    assertThat(done).containsExactly(0, 1, 2, 3, 4);
    assertThat(threads).containsExactly(Thread.currentThread());
  }

  @Test
  void severalThreadsWorkAtTheSameTimeRoundAfterRound() throws Exception {
    CyclicBarrier together = new CyclicBarrier(3);
    Set<Thread> threads = Collections.synchronizedSet(new HashSet<>());
    SideBySide.Work meeting =
        () -> {
          threads.add(Thread.currentThread());
          meet(together);
        };
    try (SideBySide side = new SideBySide(3)) {
      for (int round = 0; round < 50; round++) {
        side.run(List.of(meeting, meeting, meeting));
      }
    }
    assertThat(threads).hasSize(3).contains(Thread.currentThread());
  }

  @Test
  void aFailureIsToldWhenNothingRunsAnyMore() {
    for (int threads = 1; threads <= 3; threads++) {
      AtomicInteger running = new AtomicInteger();
      AtomicInteger begun = new AtomicInteger();
      IOException full = new IOException("the disk is full");
      List<SideBySide.Work> works = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        int index = i;
        works.add(
            () -> {
              running.incrementAndGet();
              begun.incrementAndGet();
              try {
                if (index == 1) {
                  throw full;
                }
                Thread.onSpinWait();
              } finally {
                running.decrementAndGet();
              }
            });
      }
      try (SideBySide side = new SideBySide(threads)) {
        assertThatThrownBy(() -> side.run(works)).isSameAs(full);
        assertThat(running).hasValue(0);
        assertThat(begun.get()).as("what nobody had begun is not").isBetween(2, 100);
      }
      assertThat(threads > 1 || begun.get() == 2).isTrue();
    }
  }

  @Test
  void whoLooksOnBetweenCanEndIt() throws Exception {
    AtomicInteger begun = new AtomicInteger();
    List<SideBySide.Work> works = Collections.nCopies(100, begun::incrementAndGet);
    try (SideBySide side = new SideBySide(1)) {
      assertThatThrownBy(
              () ->
                  side.run(
                      works,
                      () -> {
                        throw new CancellationException("enough");
                      }))
          .isInstanceOf(CancellationException.class);
      assertThat(begun).hasValue(1);
      side.run(works);
      assertThat(begun).as("the next round is another").hasValue(101);
    }
  }

  private static void meet(CyclicBarrier together) throws IOException {
    try {
      together.await(60, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    } catch (BrokenBarrierException | TimeoutException e) {
      throw new IOException(e);
    }
  }
}
