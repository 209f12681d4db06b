package app.headroom.queue;

import static org.assertj.core.api.Assertions.assertThat;

import app.headroom.job.ClipMode;
import app.headroom.job.Delivery;
import app.headroom.job.EngineChoice;
import app.headroom.job.JobHistory;
import app.headroom.job.JobId;
import app.headroom.job.JobState;
import app.headroom.job.OutputFormat;
import app.headroom.job.OutputRate;
import app.headroom.job.Overlap;
import app.headroom.job.Precision;
import app.headroom.job.SegmentChoice;
import app.headroom.job.SeparationRequest;
import app.headroom.job.StemSelection;
import app.headroom.memory.Tier;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Subscribers that are slower than what happens. */
@Timeout(60)
class EventHubTest {

  private static final QueueSnapshot NOW =
      new QueueSnapshot(List.of(), QueueSettings.DEFAULT, Tier.NORMAL);

  private final EventHub hub = new EventHub();

  @Test
  void aSlowSubscriberGetsTheNewestProgressAndEveryEnd() throws Exception {
    CountDownLatch blocked = new CountDownLatch(1);
    CountDownLatch reached = new CountDownLatch(1);
    List<QueueEvent> heard = new CopyOnWriteArrayList<>();
    hub.subscribe(
        hub.subscriber(
            event -> {
              reached.countDown();
              waitFor(blocked);
              heard.add(event);
            }),
        () -> NOW);
    reached.await();

    JobId busy = JobId.random();
    Set<JobId> ended = new HashSet<>();
    for (int i = 0; i < 3 * Mailbox.CAPACITY; i++) {
      hub.publish(new QueueEvent.JobProgressed(job(busy, i)));
      hub.publish(new QueueEvent.JobAdded(job(JobId.random(), i)));
      if (i % 10 == 0) {
        JobSnapshot end = job(JobId.random(), i);
        ended.add(end.id());
        hub.publish(new QueueEvent.JobEnded(end));
      }
    }
    hub.publish(new QueueEvent.JobProgressed(job(busy, -1)));
    blocked.countDown();
    hub.close(30_000);

    List<JobId> ends = new ArrayList<>();
    JobSnapshot lastProgress = job(busy, 0);
    int others = 0;
    for (QueueEvent event : heard) {
      switch (event) {
        case QueueEvent.JobEnded(JobSnapshot job) -> ends.add(job.id());
        case QueueEvent.JobProgressed(JobSnapshot job) -> lastProgress = job;
        default -> others++;
      }
    }
    assertThat(ends)
        .as("no end is lost, none told twice")
        .containsExactlyInAnyOrderElementsOf(ended);
    assertThat(lastProgress.revision()).as("the newest").isEqualTo(-1);
    assertThat(others).as("bounded").isLessThanOrEqualTo(Mailbox.CAPACITY + 2);
    assertThat(heard)
        .as("told that something was left out")
        .filteredOn(QueueEvent.Opened.class::isInstance)
        .hasSizeGreaterThan(1);
  }

  @Test
  void ofAJobsProgressOnlyTheNewestWaits() throws Exception {
    Mailbox mailbox = new Mailbox();
    mailbox.reopenWith(() -> NOW);
    JobId one = JobId.random();
    JobId other = JobId.random();
    for (int i = 0; i < 100_000; i++) {
      mailbox.put(new QueueEvent.JobProgressed(job(one, i)));
      mailbox.put(new QueueEvent.JobProgressed(job(other, i)));
    }
    mailbox.seal();
    assertThat(mailbox.take()).isInstanceOf(QueueEvent.Opened.class);
    assertThat(List.of(position(mailbox.take()), position(mailbox.take())))
        .containsExactly(99_999L, 99_999L);
    assertThat(mailbox.take()).isNull();
  }

  @Test
  void aSubscriberThatBlocksForEverIsLeftOutAndHoldsUpNobody() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    hub.subscribe(hub.subscriber(_ -> waitFor(never)), () -> NOW);
    List<QueueEvent> heard = new CopyOnWriteArrayList<>();
    hub.subscribe(hub.subscriber(heard::add), () -> NOW);
    for (int i = 0; i <= Mailbox.MOST_ENDS + 10; i++) {
      hub.publish(new QueueEvent.JobEnded(job(JobId.random(), i)));
      while (heard.size() < i - 100) {
        Thread.onSpinWait();
      }
    }
    while (heard.size() < Mailbox.MOST_ENDS + 10) {
      Thread.onSpinWait();
    }
    assertThat(heard).filteredOn(QueueEvent.JobEnded.class::isInstance).isNotEmpty();
    never.countDown();
  }

  private static long position(@Nullable QueueEvent event) {
    return event instanceof QueueEvent.JobProgressed(JobSnapshot job) ? job.revision() : -1;
  }

  private static void waitFor(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private static JobSnapshot job(JobId id, int position) {
    return new JobSnapshot(
        id,
        position,
        new SeparationRequest(
            Path.of("/music/song.mp3"),
            Path.of("/music/separated"),
            "htdemucs",
            StemSelection.all(),
            OutputFormat.WAV16,
            new SegmentChoice.Auto(),
            new Overlap.Share(0.25),
            Precision.FP32,
            ClipMode.RESCALE,
            SeparationRequest.DEFAULT_NAME_TEMPLATE,
            OutputRate.HZ_44100,
            0,
            false,
            Delivery.PLAIN,
            EngineChoice.BUILT_IN),
        null,
        Precision.FP32,
        Instant.EPOCH,
        new JobState.Cancelled(),
        null,
        JobHistory.NONE,
        null);
  }
}
