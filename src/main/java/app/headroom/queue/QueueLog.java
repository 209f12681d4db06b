package app.headroom.queue;

import app.headroom.job.Bytes;
import app.headroom.job.JobId;
import app.headroom.job.JobState;
import app.headroom.memory.Decision;
import app.headroom.memory.Tier;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes what happens in the queue to the log, a line each; progress alone is not told. Of a song
 * that waits, only another reason is, not each other figure in it. Used by one thread.
 */
final class QueueLog implements Consumer<QueueEvent> {

  private static final Logger LOG = LoggerFactory.getLogger("app.headroom.queue");

  private static final Pattern FIGURE = Pattern.compile("[0-9]+([.][0-9]+)?");

  /** The last reason of each song that waits, without its figures. */
  private final Map<JobId, String> reasons = new HashMap<>();

  @Override
  public void accept(QueueEvent event) {
    switch (event) {
      case QueueEvent.Opened(QueueSnapshot queue) -> LOG.info("{} songs", queue.jobs().size());
      case QueueEvent.JobAdded(JobSnapshot job) ->
          LOG.info("{} added: {}", job.id(), oneLine(job.request().source().toString()));
      case QueueEvent.JobChanged(JobSnapshot job) -> changed(job);
      case QueueEvent.JobProgressed _ -> {}
      case QueueEvent.JobEnded(JobSnapshot job) -> ended(job);
      case QueueEvent.JobRemoved(var job) -> {
        reasons.remove(job);
        LOG.info("{} removed", job);
      }
      case QueueEvent.OrderChanged _ -> LOG.debug("order changed");
      case QueueEvent.MemoryDecided(var _, Decision decision) -> decided(decision);
      case QueueEvent.JobHappened(var _, JobId job, Happening what) -> {
        if (what instanceof Happening.Crashed) {
          LOG.warn("{}: {}", job, what.text());
        } else {
          LOG.info("{}: {}", job, what.text());
        }
      }
      case QueueEvent.SettingsChanged(QueueSettings settings) ->
          LOG.info(
              "budget {}, hard limit {}, {} at once",
              Bytes.text(settings.memory().limits().budgetBytes()),
              Bytes.text(settings.memory().limits().killBytes()),
              settings.memory().limits().jobsAtOnce());
      case QueueEvent.ForecastsChanged _ -> LOG.debug("the cost model has learned");
      case QueueEvent.BatchDone done ->
          LOG.info(
              "all done in {} s: {} finished, {} failed, {} cancelled, {} paused",
              done.wall().toSeconds(),
              done.finished(),
              done.failed(),
              done.cancelled(),
              done.paused());
      case QueueEvent.AttentionNeeded needed -> LOG.warn("{}. {}", needed.what(), needed.remedy());
    }
  }

  private void changed(JobSnapshot job) {
    String waitingFor = job.waitingFor();
    if (!(job.state() instanceof JobState.Waiting)) {
      reasons.remove(job.id());
    }
    switch (job.state()) {
      case JobState.Waiting _ when waitingFor != null -> {
        String reason = FIGURE.matcher(waitingFor).replaceAll("#");
        if (!reason.equals(reasons.put(job.id(), reason))) {
          LOG.info("{} waits: {}", name(job), waitingFor);
        }
      }
      case JobState.Running _ when job.progress() != null ->
          LOG.info(
              "{} {}, {} segments: {}",
              name(job),
              job.progress().activity(),
              Words.seconds(job.progress().segment()),
              job.progress().segmentReason());
      case JobState.Parked(String cause) -> LOG.warn("{} parked: {}", name(job), cause);
      case JobState.Paused _ -> LOG.info("{} paused", name(job));
      case JobState.Waiting _,
          JobState.Running _,
          JobState.Finished _,
          JobState.Failed _,
          JobState.Cancelled _ ->
          LOG.debug("{} {}", name(job), job.state());
    }
  }

  private void ended(JobSnapshot job) {
    reasons.remove(job.id());
    switch (job.state()) {
      case JobState.Finished(var receipt) ->
          LOG.info(
              "{} finished: {} s of sound in {} s, at most {}, {} kills, {} resumes, {} pauses",
              name(job),
              Math.round(receipt.audioSeconds()),
              receipt.wall().toSeconds(),
              Bytes.text(receipt.peakBytes()),
              receipt.kills(),
              receipt.resumes(),
              receipt.pauses());
      case JobState.Failed(var failure) ->
          LOG.warn("{} failed ({}): {}", name(job), failure.code(), failure.what());
      case JobState.Cancelled _ -> LOG.info("{} cancelled", name(job));
      case JobState.Waiting _, JobState.Running _, JobState.Paused _, JobState.Parked _ ->
          LOG.error("{} is told to have ended but is {}", name(job), job.state());
    }
  }

  private static void decided(Decision decision) {
    switch (decision) {
      case Decision.TierChanged tier when tier.to() == Tier.NORMAL -> LOG.info(tier.text());
      case Decision.TierChanged tier -> LOG.warn(tier.text());
      case Decision.OfJob ofJob -> LOG.info("{}: {}", ofJob.job(), ofJob.text());
      case Decision.CleanUp cleanUp -> LOG.info(cleanUp.text());
    }
  }

  private static String name(JobSnapshot job) {
    return job.id() + " " + oneLine(String.valueOf(job.request().source().getFileName()));
  }

  /** A line break in a file's name does not make a second line of the log. */
  private static String oneLine(String text) {
    return text.replaceAll("\\p{Cntrl}", "?");
  }
}
