package app.headroom.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

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
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.nio.file.Path;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class QueueLogTest {

  private final Logger logger = (Logger) LoggerFactory.getLogger("app.headroom.queue");
  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
  private final QueueLog log = new QueueLog();
  private final JobId job = JobId.random();

  @BeforeEach
  void listen() {
    lines.start();
    logger.addAppender(lines);
    logger.setLevel(Level.INFO);
  }

  @AfterEach
  void leave() {
    logger.setLevel(null);
    logger.detachAppender(lines);
  }

  @Test
  void aSongThatWaitsForHoursFillsNoLog() {
    for (int percent = 70; percent < 80; percent++) {
      log.accept(waits("needs 475 MB, 0." + percent + " GB free: memory at " + percent + " %"));
    }
    log.accept(waits("one song at a time"));
    log.accept(new QueueEvent.JobChanged(snapshot(new JobState.Paused(), null)));
    log.accept(waits("one song at a time"));
    assertThat(lines.list)
        .extracting(ILoggingEvent::getFormattedMessage)
        .containsExactly(
            job + " song.mp3 waits: needs 475 MB, 0.70 GB free: memory at 70 %",
            job + " song.mp3 waits: one song at a time",
            job + " song.mp3 paused",
            job + " song.mp3 waits: one song at a time");
  }

  @Test
  void aCrashAndARestartHaveTheirLines() {
    log.accept(
        happened(
            new Happening.Crashed(
                "the separating process ended unexpectedly", Happening.Next.GOES_ON)));
    log.accept(happened(new Happening.WentOn(Happening.After.RESTART, 44_100 * 62)));
    assertThat(lines.list)
        .extracting(ILoggingEvent::getLevel, ILoggingEvent::getFormattedMessage)
        .containsExactly(
            tuple(
                Level.WARN,
                job + ": the separating process ended unexpectedly, goes on from its last segment"),
            tuple(Level.INFO, job + ": goes on at 1:02 after the application was started again"));
  }

  private QueueEvent happened(Happening what) {
    return new QueueEvent.JobHappened(Instant.EPOCH, job, what);
  }

  private QueueEvent waits(String reason) {
    return new QueueEvent.JobChanged(snapshot(new JobState.Waiting(), reason));
  }

  private JobSnapshot snapshot(JobState state, @Nullable String waitingFor) {
    Path folder = Path.of("").toAbsolutePath();
    return new JobSnapshot(
        job,
        1,
        new SeparationRequest(
            folder.resolve("song.mp3"),
            folder,
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
        state,
        waitingFor,
        JobHistory.NONE,
        null);
  }
}
