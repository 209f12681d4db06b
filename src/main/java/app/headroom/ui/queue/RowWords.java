package app.headroom.ui.queue;

import app.headroom.job.EngineChoice;
import app.headroom.job.HandOff;
import app.headroom.job.JobFailure;
import app.headroom.job.JobHistory;
import app.headroom.job.JobState;
import app.headroom.job.MixMatch;
import app.headroom.job.Receipt;
import app.headroom.job.SourceInfo;
import app.headroom.queue.JobProgress;
import app.headroom.queue.JobSnapshot;
import app.headroom.queue.Outlook;
import app.headroom.ui.common.FailureWords;
import app.headroom.ui.common.Figures;
import app.headroom.ui.common.FormatWords;
import app.headroom.ui.common.Messages;
import app.headroom.ui.queue.RowFace.Tone;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Puts a job into the words of its row. Needs no toolkit. */
final class RowWords {

  private static final String DOT = " · ";

  private final Messages messages;
  private final Figures figures;
  private final FailureWords failures;

  RowWords(Messages messages) {
    this.messages = messages;
    this.figures = messages.figures();
    this.failures = new FailureWords(messages);
  }

  /**
   * @param waitingAhead how many songs that wait stand before this one
   * @param warningBytes the memory of a job from which its row is amber
   */
  RowFace describe(
      JobSnapshot job, @Nullable Outlook outlook, int waitingAhead, long warningBytes) {
    State state =
        switch (job.state()) {
          case JobState.Waiting _ -> waiting(job, outlook, waitingAhead);
          case JobState.Running _ -> warned(running(job, job.progress()), job, warningBytes);
          case JobState.Paused _ -> paused(job);
          case JobState.Parked parked -> parked(job, parked);
          case JobState.Finished finished -> finished(job, finished.receipt());
          case JobState.Failed failed -> failed(job, failed.failure());
          case JobState.Cancelled _ ->
              State.of(Tone.QUIET, text("state.cancelled"), text("state.cancelled.detail"));
        };
    String title = title(job);
    String subtitle = subtitle(job);
    boolean retryable =
        job.state() instanceof JobState.Failed failed && failed.failure().retryable();
    return new RowFace(
        title,
        subtitle,
        state.tone,
        state.name,
        state.detail,
        state.more,
        state.progress,
        state.side,
        state.line,
        state.overWarning,
        RowAction.first(job.state(), retryable),
        title
            + ", "
            + subtitle
            + ". "
            + state.name
            + ". "
            + state.detail
            + ". "
            + state.more
            + ". "
            + state.side);
  }

  /** A finished song's face while files for other programs are made of it, or could not be. */
  RowFace exported(RowFace face, HandOffState handOff) {
    return switch (handOff) {
      case HandOffState.Making(Set<HandOff> wanted, double share) ->
          face.with(text("row.export.making", names(wanted)), share);
      case HandOffState.MadeInPart(String note) -> face.with(failures.said(note), Double.NaN);
      case HandOffState.Failed(Set<HandOff> wanted, JobFailure failure) ->
          face.with(
              text(
                  "row.export.failed",
                  names(wanted),
                  failures.what(failure),
                  failures.remedy(failure)),
              Double.NaN);
    };
  }

  private String names(Set<HandOff> handOffs) {
    return handOffs.stream()
        .map(handOff -> text("row.export." + handOff.id()))
        .collect(Collectors.joining(", "));
  }

  /** What of a row is about its state. */
  private record State(
      Tone tone,
      String name,
      String detail,
      String more,
      double progress,
      String side,
      boolean line,
      boolean overWarning) {

    static State of(Tone tone, String name, String detail) {
      return new State(tone, name, detail, "", Double.NaN, "", false, false);
    }

    State progress(double share) {
      return new State(tone, name, detail, more, share, side, line, overWarning);
    }

    State more(String words) {
      return new State(tone, name, detail, words, progress, side, line, overWarning);
    }

    State side(String words, boolean withLine) {
      return new State(tone, name, detail, more, progress, words, withLine, overWarning);
    }

    State amber() {
      return new State(tone, name, detail, more, progress, side, line, true);
    }
  }

  static String title(JobSnapshot job) {
    SourceInfo source = job.source();
    String title = source == null ? null : source.tags().title();
    return title == null || title.isBlank() ? fileName(job.request().source()) : title.strip();
  }

  private String subtitle(JobSnapshot job) {
    SourceInfo source = job.source();
    String artist = source == null ? null : source.tags().artist();
    Double seconds = job.audioSeconds();
    String length = seconds == null ? "–" : figures.time(seconds);
    String first =
        artist != null && !artist.isBlank()
            ? artist.strip()
            : source == null ? text("row.unknown") : source.formatName();
    return first + DOT + length + music(job);
  }

  /** Tempo and key of a finished song. */
  private String music(JobSnapshot job) {
    if (!(job.state() instanceof JobState.Finished(Receipt receipt))) {
      return "";
    }
    Double tempo = receipt.extras().music().tempoBpm();
    String key = receipt.extras().music().key();
    return (tempo == null ? "" : DOT + text("row.tempo", figures.number(tempo)))
        + (key == null ? "" : DOT + key.replace('#', '♯').replace('b', '♭'));
  }

  private State waiting(JobSnapshot job, @Nullable Outlook outlook, int ahead) {
    List<String> details = new ArrayList<>();
    if (outlook != null) {
      details.add(text("row.needs", figures.gigabytes(outlook.forecast().memoryBytes())));
      Duration time = outlook.forecast().time();
      if (time != null) {
        details.add(text("row.about", figures.time(time)));
      }
    }
    double kept = job.history().work().share();
    if (kept > 0) {
      details.add(text("row.kept", figures.percentNumber(kept)));
    }
    String place = ahead == 0 ? text("row.next") : text("row.place", ahead + 1);
    String reason = job.waitingFor();
    State state =
        State.of(Tone.QUIET, text("state.waiting"), String.join(DOT, details))
            .more(reason == null ? "" : failures.said(reason))
            .side(place, false);
    return kept > 0 ? state.progress(kept) : state;
  }

  private State running(JobSnapshot job, @Nullable JobProgress progress) {
    if (progress == null) {
      return State.of(Tone.ACTIVE, text("state.starting"), "").progress(0);
    }
    return switch (progress.activity()) {
      case STARTING ->
          State.of(Tone.ACTIVE, text("state.starting"), "").progress(job.history().work().share());
      case WORKING -> working(job, progress);
      case HELD, UNLOADED ->
          State.of(
                  Tone.HALTED,
                  text("state.held"),
                  text("state.held.detail", figures.percentNumber(progress.share())))
              .progress(progress.share())
              .side(memory(progress), true);
      case PAUSING, PARKING, CLOSING ->
          State.of(Tone.HALTED, text("state.stopping"), text("state.stopping.detail"))
              .progress(progress.share())
              .side(memory(progress), true);
      case CANCELLING ->
          State.of(Tone.QUIET, text("state.cancelling"), "")
              .progress(progress.share())
              .side(memory(progress), true);
    };
  }

  /** In words too: colour alone tells nobody anything. */
  private State warned(State state, JobSnapshot job, long warningBytes) {
    JobProgress progress = job.progress();
    if (progress == null || progress.rssBytes() < warningBytes) {
      return state;
    }
    String warning = text("row.over-warning", figures.memory(warningBytes));
    return state.more(state.more.isEmpty() ? warning : state.more + DOT + warning).amber();
  }

  private State working(JobSnapshot job, JobProgress progress) {
    String phase = progress.phase().isEmpty() ? "starting" : progress.phase();
    List<String> details = new ArrayList<>();
    Double speed = progress.speed();
    Duration left = progress.timeLeft();
    if (progress.share() > 0 || speed != null) {
      details.add(figures.percent(progress.share()));
    }
    if (speed != null && phase.equals("separating")) {
      details.add(figures.speed(speed));
    }
    if (left != null) {
      details.add(text("row.left", figures.time(left)));
    }
    String more =
        phase.equals("separating") ? since(job.history(), progress) : before(job.history());
    return State.of(Tone.ACTIVE, text("phase." + phase), String.join(DOT, details))
        .more(more)
        .progress(progress.share())
        .side(memory(progress), true);
  }

  /** Why another worker is at it, while it still gets ready, and what it begins with. */
  private String before(JobHistory history) {
    if (history.tally().attempts() < 2 || history.notes().isEmpty()) {
      return "";
    }
    String why = failures.said(history.notes().getLast());
    double kept = history.work().share();
    return kept > 0 ? why + DOT + text("row.kept", figures.percentNumber(kept)) : why;
  }

  /** What happened before the worker that is at it now, if it is not the first. */
  private String since(JobHistory history, JobProgress progress) {
    if (history.tally().kills() > 0) {
      return text(
          "row.after-kill",
          figures.memory(history.work().peakBytes()),
          figures.seconds(progress.segment().seconds()));
    }
    List<String> notes = history.notes();
    if (history.tally().resumes() == 0 || notes.isEmpty()) {
      return "";
    }
    String resumed = failures.said(notes.getLast());
    return notes.size() == 1 ? resumed : resumed + DOT + messages.said(notes.get(notes.size() - 2));
  }

  private String memory(JobProgress progress) {
    if (progress.rssBytes() <= 0) {
      return "";
    }
    Figures.Pair pair = figures.memoryPair(progress.rssBytes(), progress.budgetBytes());
    return text("row.memory", pair.part(), pair.total());
  }

  private State paused(JobSnapshot job) {
    double kept = job.history().work().share();
    String detail =
        kept > 0
            ? text("state.paused.detail", figures.percentNumber(kept))
            : text("state.paused.untouched");
    return State.of(Tone.HALTED, text("state.paused"), detail)
        .progress(kept > 0 ? kept : Double.NaN)
        .side(peak(job.history()), true);
  }

  private State parked(JobSnapshot job, JobState.Parked parked) {
    double kept = job.history().work().share();
    String resumes = text("state.parked.detail");
    return State.of(Tone.HALTED, text("state.parked"), failures.said(parked.cause()))
        .more(kept > 0 ? text("row.kept", figures.percentNumber(kept)) + DOT + resumes : resumes)
        .progress(kept > 0 ? kept : Double.NaN)
        .side(peak(job.history()), true);
  }

  private State finished(JobSnapshot job, Receipt receipt) {
    List<String> details = new ArrayList<>();
    details.add(text("row.stems", receipt.stems().size()));
    details.add(FormatWords.name(job.request().format()));
    MixMatch match = receipt.extras().match();
    if (match != null) {
      details.add(
          match.db() <= MixMatch.FLOOR_DB
              ? text("row.receipt.exact")
              : text(
                  match.beforeEncoding() ? "row.receipt.separated" : "row.receipt.match",
                  figures.decibels(match.db())));
    }
    Set<HandOff> handOffs = receipt.extras().handOffs().keySet();
    if (!handOffs.isEmpty()) {
      details.add(names(handOffs));
    }
    List<String> notes = new ArrayList<>();
    receipt.remarks().forEach(remark -> notes.add(failures.said(remark)));
    if (job.request().engine() instanceof EngineChoice.Command command) {
      notes.add(text("settings.separation.engine." + command.id()));
    }
    if (receipt.kills() > 0) {
      notes.add(text("row.receipt.kills", receipt.kills()));
    }
    if (receipt.resumes() > 0) {
      notes.add(text("row.receipt.resumes", receipt.resumes()));
    }
    String side =
        text("row.peak", figures.memory(receipt.peakBytes())) + DOT + figures.time(receipt.wall());
    return State.of(Tone.DONE, text("state.finished"), String.join(DOT, details))
        .more(String.join(DOT, notes))
        .side(side, true);
  }

  private State failed(JobSnapshot job, JobFailure failure) {
    double kept = job.history().work().share();
    boolean started = job.history().tally().attempts() > 0 && job.history().work().doneFrames() > 0;
    String remedy = failures.remedy(failure);
    return State.of(
            Tone.TROUBLE,
            text(started ? "state.failed" : "state.not-started"),
            failures.what(failure))
        .more(kept > 0 ? text("row.kept", figures.percentNumber(kept)) + DOT + remedy : remedy);
  }

  private String peak(JobHistory history) {
    long peak = history.work().peakBytes();
    return peak > 0 ? text("row.peak", figures.memory(peak)) : "";
  }

  private static String fileName(Path path) {
    Path name = path.getFileName();
    return name == null ? path.toString() : name.toString();
  }

  private String text(String key, Object... arguments) {
    return messages.text(key, arguments);
  }
}
