package app.headroom.ui.player;

import app.headroom.job.JobFailure;
import app.headroom.job.OutputFormat;
import app.headroom.player.Mix;
import app.headroom.player.Practice;
import app.headroom.player.Workshop;
import app.headroom.player.Workshop.News;
import app.headroom.player.Workshop.Work;
import java.nio.file.Path;
import java.util.function.Consumer;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import org.jspecify.annotations.Nullable;

/**
 * Writes the open song's mix as it is heard, one at a time. Belongs to the FX thread and never
 * waits.
 */
final class MixExport {

  private final Workshop workshop;
  private final Background background;
  private final StemLoader stems;
  private final Deck deck;
  private final ReadOnlyObjectProperty<@Nullable OpenSong> song;
  private final ObjectProperty<PlayerTask> task;
  private Work work = Work.NONE;

  /** Counts them; what is said of an earlier one is of no interest any more. */
  private int current;

  /**
   * @param song the open one
   * @param task told how it goes
   */
  MixExport(
      Workshop workshop,
      Background background,
      StemLoader stems,
      Deck deck,
      ReadOnlyObjectProperty<@Nullable OpenSong> song,
      ObjectProperty<PlayerTask> task) {
    this.workshop = workshop;
    this.background = background;
    this.stems = stems;
    this.deck = deck;
    this.song = song;
    this.task = task;
  }

  /** Whether there is something to export; says so if there will be. */
  boolean possible() {
    OpenSong now = song.get();
    if (now != null && !now.finished()) {
      task.set(new PlayerTask.NotYet());
    }
    return now != null && now.finished();
  }

  /**
   * Writes the mix as it is heard now.
   *
   * @param title the whole title for its tags
   * @param overwrite whether the user has agreed to replace what is there
   */
  void begin(Path target, OutputFormat format, String title, boolean overwrite) {
    OpenSong now = song.get();
    if (now == null || !now.finished() || task.get() instanceof PlayerTask.Exporting) {
      return;
    }
    task.set(new PlayerTask.Exporting(target, 0));
    int mine = ++current;
    Mix heard = deck.mix().get();
    Practice played = deck.practice().get();
    Consumer<News> news = stems.newsOf(now, went -> goes(mine, target, went));
    stems.whenUnpacked(
        from -> {
          Workshop.Export order =
              new Workshop.Export(
                  from.spool(),
                  now.frames(),
                  heard,
                  played,
                  format,
                  target,
                  now.tags(),
                  title,
                  overwrite);
          background.ask(
              () -> workshop.export(order, news),
              begun -> {
                if (current == mine) {
                  work = begun;
                } else {
                  begun.stop(); // cancelled while it was being started
                }
              },
              e -> goes(mine, target, new News.Failed(StemLoader.crashed(e))));
        });
  }

  private void goes(int mine, Path target, News news) {
    if (current != mine) {
      return;
    }
    switch (news) {
      case News.Progress(double share) -> task.set(new PlayerTask.Exporting(target, share));
      case News.Done(double gain) -> task.set(new PlayerTask.Exported(target, gain));
      case News.Failed(JobFailure failure) -> task.set(new PlayerTask.ExportFailed(failure));
      case News.Stopped _ -> task.set(new PlayerTask.None());
    }
  }

  void cancel() {
    if (task.get() instanceof PlayerTask.Exporting) {
      stems.noLongerAsked();
      stop();
    }
  }

  /** Stops what is being written, and what it said is no longer said. */
  void stop() {
    current++;
    work.stop();
    work = Work.NONE;
    task.set(new PlayerTask.None());
  }
}
