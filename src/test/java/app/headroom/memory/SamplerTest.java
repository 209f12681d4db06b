package app.headroom.memory;

import static app.headroom.memory.Samples.GB;
import static app.headroom.memory.Samples.MB;
import static org.assertj.core.api.Assertions.assertThat;

import app.headroom.job.JobId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SamplerTest {

  private static final MemoryPolicy POLICY = MemoryPolicy.DEFAULT;

  private final JobId job = JobId.random();
  private final Samples samples = Samples.ofMachine(4 * GB).used(30);
  private final FakeProbe probe = new FakeProbe();
  private final Sampler sampler = new Sampler(probe, POLICY);
  private final List<MemorySample> told = new ArrayList<>();

  private final class FakeProbe implements MemoryProbe {
    private volatile boolean failing;
    private volatile @Nullable Error error;
    private volatile Map<JobId, Long> roots = Map.of();
    private final AtomicInteger searches = new AtomicInteger();

    @Override
    public MemorySample sample(Map<JobId, Long> newRoots) {
      roots = Map.copyOf(newRoots);
      Error thrown = error;
      if (thrown != null) {
        throw thrown;
      }
      if (failing) {
        throw new UncheckedIOException(new IOException("no memory to look at"));
      }
      return samples.next();
    }

    @Override
    public List<ProgramMemory> biggestPrograms(int most, Collection<Long> ours) {
      searches.incrementAndGet();
      return List.of(new ProgramMemory("chrome", GB));
    }
  }

  @Test
  void itGoesOnByItselfUntilItIsClosed() throws Exception {
    BlockingQueue<MemorySample> queue = new LinkedBlockingQueue<>();
    try (Sampler own =
            new Sampler(
                probe,
                new MemoryPolicy(
                    POLICY.tiers(),
                    POLICY.segments(),
                    POLICY.limits(),
                    POLICY.pauses(),
                    new MemoryPolicy.Sampling(Duration.ofMillis(20), Duration.ofSeconds(5), 5),
                    POLICY.costs()));
        Sampler.Registration registration = own.listen(queue::add)) {
      assertThat(registration).isNotNull();
      own.start();
      assertThat(own.latest()).isPresent();
      for (int i = 0; i < 5; i++) {
        assertThat(queue.poll(30, TimeUnit.SECONDS)).isNotNull();
      }
    }
  }

  @Test
  void aListenerThatThrowsStopsNeitherTheOthersNorTheSampler() {
    sampler.listen(
        _ -> {
          throw new IllegalStateException("on purpose");
        });
    Sampler.Registration registration = sampler.listen(told::add);
    sampler.tick();
    sampler.tick();
    assertThat(told).hasSize(2);
    registration.close();
    registration.close();
    sampler.tick();
    assertThat(told).hasSize(2);
  }

  @Test
  void aProbeThatFailsIsAskedAgain() {
    sampler.listen(told::add);
    probe.failing = true;
    sampler.tick();
    assertThat(told).isEmpty();
    assertThat(sampler.latest()).isEmpty();
    probe.failing = false;
    sampler.tick();
    assertThat(told).hasSize(1);
  }

  @Test
  void noErrorEndsTheWatch() throws Exception {
    probe.error = new OutOfMemoryError("on purpose");
    sampler.tick();
    sampler.listen(
        _ -> {
          throw new OutOfMemoryError("on purpose");
        });
    BlockingQueue<Decision.Kill> kills = new LinkedBlockingQueue<>();
    sampler.watch(job, 42, GB, kills::add);
    probe.error = null;
    sampler.tick();
    samples.job(job, 2 * GB);
    sampler.tick();
    assertThat(kills.poll(30, TimeUnit.SECONDS)).isNotNull();
  }

  @Test
  void aKillThatDidNotWorkIsTriedAgain() throws Exception {
    BlockingQueue<Decision.Kill> kills = new LinkedBlockingQueue<>();
    sampler.watch(job, 42, GB, kills::add);
    samples.job(job, 2 * GB);
    for (int i = 0; i < 8; i++) { // of 250 ms
      sampler.tick();
    }
    assertThat(kills.poll(30, TimeUnit.SECONDS)).isNotNull();
    assertThat(kills).isEmpty();
    sampler.tick();
    assertThat(kills.poll(30, TimeUnit.SECONDS)).isNotNull();
  }

  @Test
  void theKillComesWithTheFirstSampleAboveTheLimitOnceAndBeforeAnythingElse() throws Exception {
    BlockingQueue<Decision.Kill> kills = new LinkedBlockingQueue<>();
    sampler.listen(
        _ -> {
          throw new IllegalStateException("on purpose");
        });
    Sampler.Registration watch = sampler.watch(job, 42, GB, kills::add);
    samples.job(job, GB);
    sampler.tick();
    assertThat(probe.roots).containsExactly(Map.entry(job, 42L));
    assertThat(kills).isEmpty();
    samples.job(job, GB + 1);
    sampler.tick();
    sampler.tick();
    Decision.Kill kill = kills.poll(30, TimeUnit.SECONDS);
    assertThat(kill).isEqualTo(new Decision.Kill(job, new Cause.OwnFootprint(GB + 1, GB)));
    watch.close();
    sampler.tick();
    assertThat(probe.roots).isEmpty();
    assertThat(kills).isEmpty();
  }

  @Test
  void aKillThatTakesItsTimeDoesNotHoldUpTheOthers() throws Exception {
    CountDownLatch blocked = new CountDownLatch(1);
    CountDownLatch killed = new CountDownLatch(1);
    JobId other = JobId.random();
    sampler.watch(
        job,
        1,
        GB,
        _ -> {
          try {
            blocked.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    sampler.watch(other, 2, GB, _ -> killed.countDown());
    samples.job(job, 2 * GB).job(other, 100 * MB);
    sampler.tick();
    samples.job(other, 2 * GB);
    sampler.tick();
    assertThat(killed.await(30, TimeUnit.SECONDS)).isTrue();
    blocked.countDown();
  }

  @Test
  void anotherLimitCountsFromTheNextSample() throws Exception {
    BlockingQueue<Decision.Kill> kills = new LinkedBlockingQueue<>();
    sampler.watch(job, 42, 2 * GB, kills::add);
    samples.job(job, GB);
    sampler.tick();
    sampler.setKillBytes(job, GB / 2);
    sampler.setKillBytes(JobId.random(), 1);
    sampler.tick();
    assertThat(kills.poll(30, TimeUnit.SECONDS)).isNotNull();
  }

  @Test
  void otherProgramsAreLookedForOnlyUnderPressureAndNotOften() {
    sampler.listen(told::add);
    sampler.tick();
    assertThat(probe.searches.get()).isZero();
    samples.used(66);
    for (int i = 0; i < 20; i++) {
      sampler.tick();
    }
    assertThat(probe.searches.get()).isEqualTo(1);
    assertThat(told.getLast().biggest()).hasSize(1);
    sampler.tick();
    assertThat(probe.searches.get()).as("after 5 s").isEqualTo(2);
    samples.used(30);
    sampler.tick();
    assertThat(told.getLast().biggest()).isEmpty();
    samples.stall(11, 0);
    sampler.tick();
    assertThat(probe.searches.get()).isEqualTo(3);
  }
}
