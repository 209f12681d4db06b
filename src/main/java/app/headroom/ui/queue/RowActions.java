package app.headroom.ui.queue;

import app.headroom.job.HandOff;
import app.headroom.job.JobFailure;
import app.headroom.job.JobId;
import app.headroom.queue.HandOffs;
import app.headroom.queue.QueueCommand;
import app.headroom.queue.QueueCommand.Selection;
import app.headroom.queue.QueueDesk;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/** Does to songs what the user asks for. */
public final class RowActions {

  private final QueueDesk desk;
  private final Outside outside;
  private final Executor window;

  /** What lies outside of the list. */
  public interface Outside {
    /** Shows the files of one song where the system shows files. */
    void showInFolder(List<Path> files);

    void play(SongRow song);

    void copy(String text);

    /** As files, for a folder or another program. */
    void copy(List<Path> files);

    /**
     * @param listener called on any thread
     */
    void make(HandOffs.Order files, Consumer<HandOffs.News> listener);
  }

  /**
   * @param window runs on the window's thread
   */
  public RowActions(QueueDesk desk, Outside outside, Executor window) {
    this.desk = desk;
    this.outside = outside;
    this.window = window;
  }

  /** Of those rows that are finished; how it goes is shown on them. */
  void export(Set<HandOff> wanted, List<SongRow> rows) {
    for (SongRow row : rows) {
      if (RowAction.EXPORT.suits(row.job().state())
          && !(row.handOff() instanceof HandOffState.Making)) {
        row.handOff(new HandOffState.Making(wanted, 0));
        outside.make(HandOffs.Order.of(row.job(), wanted, false), news -> told(row, wanted, news));
      }
    }
  }

  private void told(SongRow row, Set<HandOff> wanted, HandOffs.News news) {
    HandOffState state =
        switch (news) {
          case HandOffs.News.Progress(double share) -> new HandOffState.Making(wanted, share);
          case HandOffs.News.Failed(JobFailure why) -> new HandOffState.Failed(wanted, why);
          case HandOffs.News.Made made -> {
            ask(new QueueCommand.AddHandOffs(row.id(), made.files()));
            yield made.note().isEmpty() ? null : new HandOffState.MadeInPart(made.note());
          }
        };
    window.execute(() -> row.handOff(state));
  }

  /**
   * To those of the rows that it suits.
   *
   * @param askForWhat lets the user say what is to be exported
   */
  void act(
      RowAction action, List<SongRow> rows, Consumer<SongRow> copyDetails, Runnable askForWhat) {
    List<SongRow> suited = rows.stream().filter(row -> action.suits(row.job().state())).toList();
    if (suited.isEmpty()) {
      return;
    }
    Selection jobs = new Selection.Some(ids(suited));
    switch (action) {
      case PAUSE -> ask(new QueueCommand.Pause(jobs));
      case RESUME -> ask(new QueueCommand.Resume(jobs));
      case CANCEL -> ask(new QueueCommand.Cancel(jobs));
      case RETRY -> ask(new QueueCommand.Retry(jobs));
      case REMOVE -> ask(new QueueCommand.Remove(jobs));
      case MOVE_TO_TOP -> move(ids(suited), 0);
      case PLAY -> outside.play(suited.getFirst());
      case COPY_DETAILS -> copyDetails.accept(suited.getFirst());
      case COPY_STEMS ->
          outside.copy(suited.stream().flatMap(row -> row.stems().stream()).toList());
      case EXPORT -> askForWhat.run();
      case SHOW_IN_FOLDER -> outside.showInFolder(suited.getFirst().stems());
    }
  }

  void move(List<JobId> jobs, int position) {
    ask(new QueueCommand.Move(jobs, position));
  }

  void clearFinished() {
    ask(new QueueCommand.ClearFinished());
  }

  void copy(String text) {
    outside.copy(text);
  }

  /** What comes of it is seen in the list. */
  private void ask(QueueCommand command) {
    var _ = desk.ask(command);
  }

  private static List<JobId> ids(List<SongRow> rows) {
    return rows.stream().map(SongRow::id).toList();
  }
}
