package app.headroom.ui.queue;

import app.headroom.job.JobId;
import app.headroom.memory.Decision;
import app.headroom.memory.Tier;
import app.headroom.queue.JobSnapshot;
import app.headroom.queue.Outlook;
import app.headroom.queue.QueueEvent;
import app.headroom.queue.QueueSettings;
import app.headroom.ui.common.FxBridge;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Gathers the queue's events and hands them to the FX thread as one picture, however many there
 * were: {@link #accept} on the queue's thread, {@code receiver} on the FX thread. The newest
 * snapshot of every job is in the picture, so no end of a job is ever left out; of decisions and
 * notes the newest {@value #MOST} since the last picture are.
 */
public final class QueueFeed implements Consumer<QueueEvent> {

  private static final int MOST = 200;

  private final Map<JobId, JobSnapshot> jobs = new LinkedHashMap<>();
  private final Deque<QueueEvent> happened = new ArrayDeque<>();
  private final Deque<QueueEvent> notes = new ArrayDeque<>();
  private final TimesLeft times;
  private final Consumer<QueueFeed> signal;
  private QueueSettings settings;
  private Tier tier = Tier.NORMAL;
  private boolean forecastsChanged;

  /**
   * @param outlooks what is left of a song; asked on the queue's thread
   */
  public QueueFeed(
      FxBridge bridge,
      QueueSettings settings,
      Function<JobSnapshot, Outlook> outlooks,
      Consumer<Picture> receiver) {
    this.times = new TimesLeft(outlooks);
    this.settings = settings;
    this.signal = bridge.newest(feed -> receiver.accept(feed.take()));
  }

  /**
   * The queue as it is now, and what happened since the last picture.
   *
   * @param jobs in their order
   * @param tier the machine's
   * @param left until every song is done that goes on by itself; null while it is not known
   * @param forecastsChanged whether forecasts may differ from before
   * @param happened {@link QueueEvent.MemoryDecided} and {@link QueueEvent.JobHappened}, oldest
   *     first
   * @param notes {@link QueueEvent.BatchDone} and {@link QueueEvent.AttentionNeeded}, oldest first
   */
  public record Picture(
      List<JobSnapshot> jobs,
      QueueSettings settings,
      Tier tier,
      @Nullable Duration left,
      boolean forecastsChanged,
      List<QueueEvent> happened,
      List<QueueEvent> notes) {}

  @Override
  public void accept(QueueEvent event) {
    gather(event);
    forecast(event);
    signal.accept(this);
  }

  /** Not under the lock: the FX thread does not wait for 2,000 forecasts. */
  private void forecast(QueueEvent event) {
    switch (event) {
      case QueueEvent.JobAdded added -> times.look(added.job());
      case QueueEvent.JobChanged changed -> times.look(changed.job());
      case QueueEvent.JobEnded ended -> times.look(ended.job());
      case QueueEvent.JobRemoved removed -> times.forget(removed.job());
      case QueueEvent.Opened _, QueueEvent.SettingsChanged _, QueueEvent.ForecastsChanged _ ->
          jobs().forEach(times::look);
      case QueueEvent.JobProgressed _,
          QueueEvent.OrderChanged _,
          QueueEvent.MemoryDecided _,
          QueueEvent.JobHappened _,
          QueueEvent.BatchDone _,
          QueueEvent.AttentionNeeded _ -> {}
    }
  }

  private synchronized List<JobSnapshot> jobs() {
    return List.copyOf(jobs.values());
  }

  private synchronized void gather(QueueEvent event) {
    switch (event) {
      case QueueEvent.Opened opened -> {
        jobs.clear();
        opened.queue().jobs().forEach(job -> jobs.put(job.id(), job));
        settings = opened.queue().settings();
        tier = opened.queue().tier();
        forecastsChanged = true;
      }
      case QueueEvent.JobAdded added -> jobs.put(added.job().id(), added.job());
      case QueueEvent.JobChanged changed -> jobs.replace(changed.job().id(), changed.job());
      case QueueEvent.JobProgressed progressed ->
          jobs.replace(progressed.job().id(), progressed.job());
      case QueueEvent.JobEnded ended -> jobs.replace(ended.job().id(), ended.job());
      case QueueEvent.JobRemoved removed -> jobs.remove(removed.job());
      case QueueEvent.OrderChanged changed -> reorder(changed.order());
      case QueueEvent.MemoryDecided decided -> {
        if (decided.decision() instanceof Decision.TierChanged changed) {
          tier = changed.to();
        }
        keep(happened, decided);
      }
      case QueueEvent.JobHappened told -> keep(happened, told);
      case QueueEvent.SettingsChanged changed -> {
        settings = changed.settings();
        forecastsChanged = true;
      }
      case QueueEvent.ForecastsChanged _ -> forecastsChanged = true;
      case QueueEvent.BatchDone done -> keep(notes, done);
      case QueueEvent.AttentionNeeded needed -> keep(notes, needed);
    }
  }

  private void reorder(List<JobId> order) {
    Map<JobId, JobSnapshot> before = new LinkedHashMap<>(jobs);
    jobs.clear();
    for (JobId id : order) {
      JobSnapshot job = before.remove(id);
      if (job != null) {
        jobs.put(id, job);
      }
    }
    // none is lost, even if the order does not name it
    jobs.putAll(before);
  }

  private static <T> void keep(Deque<T> deque, T value) {
    if (deque.size() == MOST) {
      deque.removeFirst();
    }
    deque.addLast(value);
  }

  private synchronized Picture take() {
    Picture picture =
        new Picture(
            new ArrayList<>(jobs.values()),
            settings,
            tier,
            times.of(jobs.values(), settings.memory().limits().jobsAtOnce()),
            forecastsChanged,
            List.copyOf(happened),
            List.copyOf(notes));
    forecastsChanged = false;
    happened.clear();
    notes.clear();
    return picture;
  }
}
