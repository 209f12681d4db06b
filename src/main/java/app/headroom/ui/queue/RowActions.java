package app.headroom.ui.queue;

import app.headroom.job.JobId;
import app.headroom.queue.QueueCommand;
import app.headroom.queue.QueueCommand.Selection;
import app.headroom.queue.QueueDesk;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/** Does to songs what the user asks for. */
public final class RowActions {

  private final QueueDesk desk;
  private final Outside outside;

  /** What lies outside of the list. */
  public interface Outside {
    /** Shows the files of one song where the system shows files. */
    void showInFolder(List<Path> files);

    void play(SongRow song);

    void copy(String text);

    /** As files, for a folder or another program. */
    void copy(List<Path> files);
  }

  public RowActions(QueueDesk desk, Outside outside) {
    this.desk = desk;
    this.outside = outside;
  }

  /** To those of the rows that it suits. */
  void act(RowAction action, List<SongRow> rows, Consumer<SongRow> copyDetails) {
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
