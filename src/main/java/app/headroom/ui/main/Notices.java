package app.headroom.ui.main;

import app.headroom.queue.QueueEvent;
import app.headroom.ui.common.FailureWords;
import app.headroom.ui.common.Messages;
import app.headroom.ui.queue.Notice;
import app.headroom.ui.queue.QueueController;
import app.headroom.ui.queue.SongIntake;
import app.headroom.ui.queue.SongSearch.Refused;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Puts what the user should know into notices above the list. */
final class Notices {

  private static final int MOST_LINES = 4;

  private final Messages messages;
  private final QueueController queue;
  private final FailureWords words;

  Notices(Messages messages, QueueController queue) {
    this.messages = messages;
    this.queue = queue;
    this.words = new FailureWords(messages);
  }

  /** While what was dropped is looked at. */
  void progress(SongIntake.Progress progress) {
    queue.showLooking(
        progress.all() <= 1
            ? ""
            : messages.text("intake.progress", progress.done(), progress.all()));
  }

  /** What was refused, and why; nothing if everything was taken. */
  void report(SongIntake.Report report) {
    int refused = report.refused().size() + report.moreRefused();
    if (refused == 0 && report.added() > 0) {
      return;
    }
    List<String> lines = new ArrayList<>();
    for (Refused file : report.refused()) {
      if (lines.size() == MOST_LINES && refused > MOST_LINES + 1) {
        lines.add(messages.text("intake.more", refused - MOST_LINES));
        break;
      }
      lines.add(
          file.file().getFileName()
              + ": "
              + file.why()
              + (file.remedy().isEmpty() ? "" : ". " + file.remedy()));
    }
    if (report.skipped() > 0 && report.added() == 0) {
      lines.add(messages.text("intake.skipped", report.skipped()));
    }
    queue.tell(
        Notice.Kind.WARN,
        refused == 0
            ? messages.text("intake.nothing")
            : messages.text("intake.refused", report.added(), refused),
        lines);
  }

  /** What of the settings file could not be taken as it is, and what is done about it. */
  void settings(Path file, List<String> problems) {
    List<String> lines = new ArrayList<>();
    String prefix = file + ":";
    for (String problem : problems.subList(0, Math.min(MOST_LINES, problems.size()))) {
      String line = problem.startsWith(prefix) ? problem.substring(prefix.length()) : problem;
      int colon = line.indexOf(": ");
      lines.add(
          line.matches("[0-9]{1,9}: (?s:.+)")
              ? messages.text(
                  "settings-file.line",
                  line.substring(0, colon),
                  messages.said(line.substring(colon + 2)))
              : messages.said(line));
    }
    if (problems.size() > MOST_LINES) {
      lines.add(messages.text("intake.more", problems.size() - MOST_LINES));
    }
    lines.add(messages.text("settings-file.kept", file.getFileName()));
    queue.tell(Notice.Kind.WARN, messages.text("settings-file.wrong", file), lines);
  }

  /** What the notice says, in one line, if there is one. */
  Optional<String> tell(QueueEvent note) {
    if (note instanceof QueueEvent.BatchDone done) {
      return done(done);
    }
    if (note instanceof QueueEvent.AttentionNeeded needed) {
      String what = words.said(needed.what());
      queue.tell(Notice.Kind.WARN, what, List.of(words.said(needed.remedy())));
      return Optional.of(what);
    }
    return Optional.empty();
  }

  private Optional<String> done(QueueEvent.BatchDone done) {
    if (done.finished() + done.failed() == 0) {
      return Optional.empty();
    }
    String wall = messages.figures().time(done.wall());
    String title =
        done.failed() == 0
            ? messages.text("batch.done", done.finished(), wall)
            : messages.text("batch.done.failed", done.finished(), done.failed(), wall);
    queue.tell(done.failed() == 0 ? Notice.Kind.GOOD : Notice.Kind.WARN, title, List.of());
    return Optional.of(title);
  }
}
