package app.headroom.ui.memory;

import app.headroom.job.JobId;
import app.headroom.job.JobState;
import app.headroom.job.SegmentChoice;
import app.headroom.job.SegmentLength;
import app.headroom.memory.Decision;
import app.headroom.memory.MemoryPolicy;
import app.headroom.memory.MemorySample;
import app.headroom.memory.ProgramMemory;
import app.headroom.memory.Tier;
import app.headroom.queue.Happening;
import app.headroom.queue.JobProgress;
import app.headroom.queue.JobSnapshot;
import app.headroom.queue.QueueEvent;
import app.headroom.ui.common.Figures;
import app.headroom.ui.common.Messages;
import app.headroom.ui.memory.MemoryHistory.Bucket;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.jspecify.annotations.Nullable;

/**
 * What the dashboard shows: the newest sample in words and shares, the last ten minutes, the tier.
 * Belongs to the FX thread; needs no toolkit.
 */
public final class MemoryModel {

  private final Messages messages;
  private final Figures figures;
  private final CauseWords causes;
  private final MemoryHistory history;
  private final ReadOnlyObjectWrapper<@Nullable MemoryFace> face =
      new ReadOnlyObjectWrapper<>(this, "face", null);
  private MemoryPolicy policy = MemoryPolicy.DEFAULT;
  private Tier tier = Tier.NORMAL;
  private List<JobSnapshot> running = List.of();
  private long parked;
  private String reason = "";
  private @Nullable MemorySample sample;

  /**
   * @param history outlives a change of the language
   */
  public MemoryModel(Messages messages, MemoryHistory history) {
    this.messages = messages;
    this.history = history;
    this.figures = messages.figures();
    this.causes = new CauseWords(messages);
  }

  /** Null before the first sample. */
  public ReadOnlyObjectProperty<@Nullable MemoryFace> face() {
    return face.getReadOnlyProperty();
  }

  public MemoryHistory history() {
    return history;
  }

  public MemoryPolicy policy() {
    return policy;
  }

  public @Nullable MemorySample sample() {
    return sample;
  }

  /**
   * What the queue looks like, and what was decided about memory or happened to songs since.
   *
   * @param happened {@link QueueEvent.MemoryDecided} and {@link QueueEvent.JobHappened}
   */
  public void apply(
      List<JobSnapshot> jobs, MemoryPolicy newPolicy, Tier newTier, List<QueueEvent> happened) {
    policy = newPolicy;
    tier = newTier;
    running = jobs.stream().filter(job -> job.state() instanceof JobState.Running).toList();
    parked = jobs.stream().filter(job -> job.state() instanceof JobState.Parked).count();
    for (QueueEvent event : happened) {
      if (event instanceof QueueEvent.MemoryDecided(Instant at, Decision decision)) {
        take(at, decision, jobs);
      } else if (event instanceof QueueEvent.JobHappened(Instant at, JobId job, Happening what)) {
        history.mark(causes.mark(at, what, title(job, jobs)));
      }
    }
    show();
  }

  public void sampled(MemorySample newest) {
    sample = newest;
    history.add(newest.at(), bucket(newest));
    show();
  }

  /** What the bucket of that age held, in words. */
  public String describe(Bucket bucket, int age) {
    if (bucket.empty()) {
      return messages.text("history.nothing");
    }
    return messages.text(
        "history.moment",
        figures.clock(history.time(age)),
        figures.percent(bucket.used()),
        figures.percent(bucket.us()),
        figures.percent(bucket.others()));
  }

  private void take(Instant at, Decision decision, List<JobSnapshot> jobs) {
    if (decision instanceof Decision.SetSegment set) {
      reason = causes.segmentChange(at, set);
    }
    causes.mark(at, decision, id -> title(id, jobs)).ifPresent(history::mark);
  }

  private String title(JobId id, List<JobSnapshot> jobs) {
    return jobs.stream()
        .filter(job -> job.id().equals(id))
        .findFirst()
        .map(MemoryModel::title)
        .orElse(messages.text("mark.a-song"));
  }

  private static String title(JobSnapshot job) {
    String title = job.source() == null ? null : job.source().tags().title();
    return title == null ? String.valueOf(job.request().source().getFileName()) : title;
  }

  private Bucket bucket(MemorySample newest) {
    double total = newest.totalBytes();
    double used = newest.usedPercent() / 100;
    double us = Math.min(used, newest.own().rssBytes() / total);
    double budgets = Double.NaN;
    double kills = Double.NaN;
    if (!running.isEmpty()) {
      long budgetBytes = 0;
      for (JobSnapshot job : running) {
        JobProgress progress = job.progress();
        budgetBytes += progress == null ? policy.limits().budgetBytes() : progress.budgetBytes();
      }
      budgets = used - us + budgetBytes / total;
      kills = used - us + running.size() * policy.limits().killBytes() / total;
    }
    // a line above all the memory there is would say nothing
    return new Bucket(
        used - us, us, budgets > 1 ? Double.NaN : budgets, kills > 1 ? Double.NaN : kills);
  }

  private void show() {
    MemorySample newest = sample;
    if (newest == null) {
      return;
    }
    double used = newest.usedPercent() / 100;
    long total = newest.totalBytes();
    long usedBytes = Math.round(used * total);
    long usBytes = Math.min(usedBytes, newest.own().rssBytes());
    double us = usBytes / (double) total;
    Figures.Pair amount = figures.memoryPair(usedBytes, total);
    String tierWord = causes.tier(tier);
    double high = policy.tiers().highUsedPercent() / 100;
    double critical = policy.tiers().criticalUsedPercent() / 100;
    String percent = figures.percentNumber(used) + "%";
    face.set(
        new MemoryFace(
            tier,
            tierWord.toUpperCase(Locale.ROOT),
            messages.text("tier.explained." + tier.name().toLowerCase(Locale.ROOT)),
            used - us,
            us,
            high,
            critical,
            percent,
            messages.text("memory.in-use", amount.part(), amount.total()),
            messages.text("memory.us", figures.gigabytes(usBytes)),
            messages.text("memory.others", figures.gigabytes(usedBytes - usBytes)),
            messages.text("memory.free", figures.gigabytes(total - usedBytes)),
            rate(),
            segment(),
            explanation(),
            biggest(newest.biggest()),
            messages.text(
                "memory.spoken",
                percent,
                figures.memory(usBytes),
                figures.memory(usedBytes - usBytes),
                figures.memory(total - usedBytes),
                tierWord),
            history.version()));
  }

  private String rate() {
    double perSecond = 1000.0 / policy.sampling().interval().toMillis();
    return perSecond >= 1
        ? messages.text("memory.rate", figures.number(perSecond))
        : messages.text("memory.rate.slow", figures.seconds(1 / perSecond));
  }

  private String segment() {
    String lengths =
        running.stream()
            .map(JobSnapshot::progress)
            .filter(java.util.Objects::nonNull)
            .map(progress -> figures.seconds(progress.segment().seconds()))
            .distinct()
            .collect(Collectors.joining(messages.text("segment.and")));
    return lengths.isEmpty() ? "" : messages.text("segment.now", lengths);
  }

  private String explanation() {
    if (!running.isEmpty()) {
      return reason();
    }
    return messages.text(
        tier == Tier.CRITICAL
            ? "segment.critical"
            : parked > 0 ? "segment.parked" : "segment.idle");
  }

  private String reason() {
    if (!reason.isEmpty()) {
      return reason;
    }
    List<String> why = running.stream().map(this::reasonKey).distinct().toList();
    return why.size() == 1 ? messages.text(why.getFirst()) : "";
  }

  private String reasonKey(JobSnapshot job) {
    JobProgress progress = job.progress();
    SegmentLength segment = progress == null ? null : progress.segment();
    return switch (job.request().segment()) {
      case SegmentChoice.Fixed(SegmentLength length) when length.equals(segment) ->
          "segment.chosen";
      case SegmentChoice.Auto _
          when policy.segments().startOf(job.request().engine().id()).equals(segment) ->
          "segment.default";
      case SegmentChoice _ -> "segment.fits";
    };
  }

  /** Named only while memory is short. */
  private String biggest(List<ProgramMemory> programs) {
    if (programs.isEmpty() || tier == Tier.NORMAL) {
      return "";
    }
    return messages.text(
        "memory.biggest",
        programs.stream()
            .limit(3)
            .map(program -> program.name() + " " + figures.memory(program.bytes()))
            .collect(Collectors.joining(", ")));
  }
}
