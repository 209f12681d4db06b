package app.headroom.app;

import app.headroom.job.JobState;
import app.headroom.queue.JobSnapshot;
import app.headroom.queue.QueueEvent;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes what happens in the queue to the log, progress apart. */
final class EventLog implements Consumer<QueueEvent> {

  private static final Logger LOG = LoggerFactory.getLogger("app.headroom.events");

  @Override
  public void accept(QueueEvent event) {
    switch (event) {
      case QueueEvent.Opened opened ->
          LOG.info("the queue is open, jobs: {}", opened.queue().jobs().size());
      case QueueEvent.JobAdded added ->
          LOG.info("{} added: {}", id(added.job()), source(added.job()));
      case QueueEvent.JobChanged changed ->
          LOG.info("{} {}", id(changed.job()), state(changed.job()));
      case QueueEvent.JobEnded ended -> LOG.info("{} {}", id(ended.job()), state(ended.job()));
      case QueueEvent.JobRemoved removed -> LOG.info("{} removed", removed.job());
      case QueueEvent.MemoryDecided decided -> LOG.info("memory: {}", decided.decision().text());
      case QueueEvent.AttentionNeeded attention ->
          LOG.warn("{}. {}", attention.what(), attention.remedy());
      case QueueEvent.BatchDone done ->
          LOG.info(
              "batch done: {} finished, {} failed, {} cancelled, {} paused, {}",
              done.finished(),
              done.failed(),
              done.cancelled(),
              done.paused(),
              done.wall());
      case QueueEvent.JobProgressed _,
          QueueEvent.OrderChanged _,
          QueueEvent.SettingsChanged _,
          QueueEvent.ForecastsChanged _ -> {}
    }
  }

  private static String id(JobSnapshot job) {
    return job.id().value();
  }

  private static String source(JobSnapshot job) {
    return job.request().source().toString();
  }

  private static String state(JobSnapshot job) {
    return switch (job.state()) {
      case JobState.Waiting _ -> job.waitingFor() == null ? "waits" : "waits: " + job.waitingFor();
      case JobState.Running _ -> "runs";
      case JobState.Paused _ -> "is paused";
      case JobState.Parked parked -> "is parked: " + parked.cause();
      case JobState.Finished finished ->
          "is finished, peak "
              + finished.receipt().peakBytes()
              + " B, "
              + finished.receipt().wall()
              + ", segments by frames "
              + finished.receipt().segmentsByFrames()
              + ", notes "
              + finished.receipt().notes();
      case JobState.Failed failed ->
          "has failed: " + failed.failure().code() + ", " + failed.failure().what();
      case JobState.Cancelled _ -> "is cancelled";
    };
  }
}
