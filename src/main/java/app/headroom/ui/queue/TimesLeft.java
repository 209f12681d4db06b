package app.headroom.ui.queue;

import app.headroom.job.JobId;
import app.headroom.job.JobState;
import app.headroom.queue.JobProgress;
import app.headroom.queue.JobSnapshot;
import app.headroom.queue.Outlook;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How long the whole queue takes yet: what running songs measure, and the forecasts of those that
 * are still to come. Forecasts are asked for where they may take their time, and kept; the sum may
 * be asked for on the FX thread.
 */
final class TimesLeft {

  private final Function<JobSnapshot, Outlook> outlooks;
  private final Map<JobId, Duration> forecasts = new ConcurrentHashMap<>();

  TimesLeft(Function<JobSnapshot, Outlook> outlooks) {
    this.outlooks = outlooks;
  }

  /** Asks for the song's forecast anew, if it goes on by itself. */
  void look(JobSnapshot job) {
    Duration time = null;
    if (goesOn(job.state())) {
      Outlook outlook = outlooks.apply(job);
      time = outlook.refusal() == null ? outlook.forecast().time() : null;
    }
    if (time == null) {
      forecasts.remove(job.id());
    } else {
      forecasts.put(job.id(), time);
    }
  }

  void forget(JobId job) {
    forecasts.remove(job);
  }

  private static boolean goesOn(JobState state) {
    return switch (state) {
      case JobState.Waiting _, JobState.Running _, JobState.Parked _ -> true;
      case JobState.Paused _, JobState.Finished _, JobState.Failed _, JobState.Cancelled _ -> false;
    };
  }

  /**
   * Until all songs are done that go on by themselves: each is given to the place that is free
   * first. A forecast is that of a song alone; the threads of songs side by side are shared, so
   * that each then takes as many times as long, but for those that have threads of their own.
   *
   * @param jobs in their order
   * @param jobsAtOnce places there are
   * @return null while nothing of it is known
   */
  @Nullable Duration of(Collection<JobSnapshot> jobs, int jobsAtOnce) {
    long going = jobs.stream().filter(job -> goesOn(job.state())).count();
    int places = Math.clamp(going, 1, jobsAtOnce);
    PriorityQueue<Duration> ends = new PriorityQueue<>();
    for (JobSnapshot job : jobs) {
      JobProgress progress = job.progress();
      if (job.state() instanceof JobState.Running) {
        Duration measured = progress == null ? null : progress.timeLeft();
        Duration left = measured == null ? alone(job, places) : measured;
        ends.add(left == null ? Duration.ZERO : left);
      }
    }
    while (ends.size() < places) {
      ends.add(Duration.ZERO);
    }
    for (JobSnapshot job : jobs) {
      Duration takes = job.state() instanceof JobState.Running ? null : alone(job, places);
      if (takes != null) {
        ends.add(ends.remove().plus(takes));
      }
    }
    return ends.stream().max(Duration::compareTo).filter(Duration::isPositive).orElse(null);
  }

  private @Nullable Duration alone(JobSnapshot job, int places) {
    Duration alone = forecasts.get(job.id());
    return alone == null || job.request().threads() > 0 ? alone : alone.multipliedBy(places);
  }
}
