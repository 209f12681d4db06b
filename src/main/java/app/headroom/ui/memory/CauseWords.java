package app.headroom.ui.memory;

import app.headroom.job.JobId;
import app.headroom.job.SegmentLength;
import app.headroom.memory.Cause;
import app.headroom.memory.Decision;
import app.headroom.memory.ProgramMemory;
import app.headroom.memory.Tier;
import app.headroom.queue.Happening;
import app.headroom.ui.common.Figures;
import app.headroom.ui.common.Messages;
import app.headroom.ui.memory.MemoryHistory.Mark;
import app.headroom.ui.memory.MemoryHistory.MarkKind;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Decisions about memory and their causes in the window's language. Needs no toolkit. */
public final class CauseWords {

  private final Messages messages;
  private final Figures figures;

  public CauseWords(Messages messages) {
    this.messages = messages;
    this.figures = messages.figures();
  }

  /** {@code the machine stood at 78 % (Chrome 4.1 GB)}. */
  public String cause(Cause cause) {
    return switch (cause) {
      case Cause.Used used ->
          messages.text(
              used.ofLimit() ? "cause.limit" : "cause.used",
              Math.round(used.percent()),
              program(used.biggest()));
      case Cause.Stalled stalled ->
          messages.text(
              "cause.stalled", Math.round(stalled.stall().someAvg10()), program(stalled.biggest()));
      case Cause.Signalled signalled ->
          messages.text("cause.signalled", program(signalled.biggest()));
      case Cause.OwnFootprint own ->
          messages.text("cause.own", figures.memory(own.rssBytes()), figures.memory(own.ofBytes()));
      case Cause.OverBudget over ->
          messages.text(
              "cause.budget",
              figures.memory(over.expectedBytes()),
              figures.memory(over.budgetBytes()));
    };
  }

  private String program(@Nullable ProgramMemory biggest) {
    return biggest == null
        ? ""
        : " (" + biggest.name() + " " + figures.memory(biggest.bytes()) + ")";
  }

  public String tier(Tier tier) {
    return messages.text("tier." + tier.name().toLowerCase(Locale.ROOT));
  }

  /** The mark in the history, if the decision deserves one. */
  public Optional<Mark> mark(Instant at, Decision decision, Function<JobId, String> songs) {
    return switch (decision) {
      case Decision.TierChanged changed -> Optional.of(tierMark(at, changed));
      case Decision.SetSegment set ->
          Optional.of(
              new Mark(
                  at,
                  shorter(set) ? MarkKind.HALVED : MarkKind.LONGER,
                  text(at, "mark." + (shorter(set) ? "shorter" : "longer"), set, songs)));
      case Decision.Hold hold ->
          Optional.of(new Mark(at, MarkKind.PAUSED, text(at, "mark.hold", hold, songs)));
      case Decision.Unload unload ->
          Optional.of(new Mark(at, MarkKind.PAUSED, text(at, "mark.unload", unload, songs)));
      case Decision.Park park ->
          Optional.of(new Mark(at, MarkKind.PARKED, text(at, "mark.park", park, songs)));
      case Decision.Resume resume ->
          Optional.of(new Mark(at, MarkKind.RESUMED, text(at, "mark.resume", resume, songs)));
      case Decision.Unpark unpark ->
          Optional.of(new Mark(at, MarkKind.RESUMED, text(at, "mark.unpark", unpark, songs)));
      case Decision.Kill kill ->
          Optional.of(new Mark(at, MarkKind.KILLED, text(at, "mark.kill", kill, songs)));
      case Decision.Warn _, Decision.CleanUp _, Decision.Report _ -> Optional.empty();
    };
  }

  /** The mark in the history of what happened to a song. */
  Mark mark(Instant at, Happening what, String song) {
    String clock = figures.clock(at);
    return switch (what) {
      case Happening.Crashed crashed ->
          new Mark(
              at,
              MarkKind.KILLED,
              messages.text(
                  switch (crashed.next()) {
                    case GOES_ON -> "mark.crashed";
                    case BEGINS_AGAIN -> "mark.crashed.again";
                    case FAILS -> "mark.crashed.last";
                  },
                  clock,
                  song,
                  messages.said(crashed.what())));
      case Happening.Paused _ ->
          new Mark(at, MarkKind.PAUSED, messages.text("mark.paused", clock, song));
      case Happening.WentOn wentOn ->
          new Mark(
              at,
              MarkKind.RESUMED,
              messages.text(
                  "mark.went-on." + wentOn.after().name().toLowerCase(Locale.ROOT),
                  clock,
                  song,
                  figures.time(wentOn.doneFrames() / (double) SegmentLength.SAMPLE_RATE_HZ)));
    };
  }

  private Mark tierMark(Instant at, Decision.TierChanged changed) {
    MarkKind kind =
        switch (changed.to()) {
          case NORMAL -> MarkKind.NORMAL;
          case HIGH -> MarkKind.HIGH;
          case CRITICAL -> MarkKind.CRITICAL;
        };
    return new Mark(
        at,
        kind,
        messages.text("mark.tier", figures.clock(at), tier(changed.to()), cause(changed.cause())));
  }

  private String text(
      Instant at, String key, Decision.OfJob decision, Function<JobId, String> songs) {
    String length =
        decision instanceof Decision.SetSegment set ? figures.seconds(set.to().seconds()) : "";
    return messages.text(
        key, figures.clock(at), songs.apply(decision.job()), cause(decision.cause()), length);
  }

  /** {@code Halved at 21:04 because the machine stood at 78 % (Chrome 4.1 GB)}. */
  public String segmentChange(Instant at, Decision.SetSegment set) {
    String key =
        !shorter(set)
            ? "segment.longer"
            : set.to().equals(set.from().halved()) ? "segment.halved" : "segment.shorter";
    return messages.text(key, figures.clock(at), cause(set.cause()));
  }

  static boolean shorter(Decision.SetSegment set) {
    SegmentLength from = set.from();
    return set.to().compareTo(from) < 0;
  }
}
