package app.headroom.ui.queue;

import static org.assertj.core.api.Assertions.assertThat;

import app.headroom.job.HandOff;
import app.headroom.job.JobFailure;
import app.headroom.queue.HandOffs;
import app.headroom.queue.JobSnapshot;
import app.headroom.queue.QueueCommand;
import app.headroom.ui.scripted.ScriptedQueue;
import app.headroom.ui.scripted.Song;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class RowActionsTest {

  private static final Path FOLDER = Path.of("/music/separated").toAbsolutePath();
  private static final SongRow HARBOUR = finished("Harbour Lights", "bass", "vocals");
  private static final SongRow MOONS = finished("Paper Moons", "drums");
  private static final SongRow WAITING = row(new Song("Third", null, 60).waiting());

  private final ScriptedQueue queue = new ScriptedQueue();
  private final Recorded outside = new Recorded();
  private final RowActions actions = new RowActions(queue, outside, Runnable::run);

  @Test
  void aFinishedSongOffersItsFiles() {
    assertThat(RowAction.suiting(HARBOUR.job().state()))
        .containsExactly(
            RowAction.PLAY,
            RowAction.SHOW_IN_FOLDER,
            RowAction.COPY_STEMS,
            RowAction.EXPORT,
            RowAction.COPY_DETAILS,
            RowAction.REMOVE);
    assertThat(RowAction.suiting(HARBOUR.job().state()).stream().map(RowAction::keys))
        .doesNotHaveDuplicates();
  }

  @Test
  void noOtherSongOffersFiles() {
    Song song = new Song("Third", null, 60);
    List<JobSnapshot> unfinished =
        List.of(
            song.waiting(),
            song.running(0.5, 1.9, 3.9, Song.MB),
            song.paused(0.5),
            song.parked(0.5, "memory"),
            song.failed(new JobFailure.UnreadableAudio("no sound", "Add another."), 0),
            song.cancelled());
    for (JobSnapshot job : unfinished) {
      assertThat(RowAction.suiting(job.state()))
          .as(job.state().toString())
          .doesNotContain(RowAction.SHOW_IN_FOLDER, RowAction.COPY_STEMS, RowAction.EXPORT);
    }
  }

  @Test
  void theStemsOfAllFinishedSongsAreCopied() {
    act(RowAction.COPY_STEMS, HARBOUR, WAITING, MOONS);
    assertThat(outside.copied)
        .containsExactly(
            List.of(
                FOLDER.resolve("Harbour Lights").resolve("bass.flac"),
                FOLDER.resolve("Harbour Lights").resolve("vocals.flac"),
                FOLDER.resolve("Paper Moons").resolve("drums.flac")));
  }

  @Test
  void theStemsOfTheFirstFinishedSongAreShown() {
    act(RowAction.SHOW_IN_FOLDER, WAITING, HARBOUR, MOONS);
    assertThat(outside.shown)
        .containsExactly(
            List.of(
                FOLDER.resolve("Harbour Lights").resolve("bass.flac"),
                FOLDER.resolve("Harbour Lights").resolve("vocals.flac")));
  }

  @Test
  void theClipboardKeepsWhatItHasWhereNoSongIsFinished() {
    act(RowAction.COPY_STEMS, WAITING);
    act(RowAction.SHOW_IN_FOLDER, WAITING);
    assertThat(outside.copied).isEmpty();
    assertThat(outside.shown).isEmpty();
  }

  @Test
  void filesForOtherProgramsAreMadeOfEachFinishedSongAndToldOnItsRow() {
    Set<HandOff> wanted = Set.of(HandOff.REAPER);
    SongRow harbour = finished("Harbour Lights", "bass", "vocals");
    SongRow moons = finished("Paper Moons", "drums");
    queue.set(List.of(harbour.job(), moons.job()));
    actions.export(wanted, List.of(harbour, WAITING, moons));
    actions.export(wanted, List.of(harbour));
    assertThat(outside.orders).as("once at a time").hasSize(2);
    HandOffs.Order order = outside.orders.getFirst();
    assertThat(order.stems()).containsOnlyKeys("bass", "vocals");
    assertThat(order.overwrite()).isFalse();
    assertThat(harbour.handOff()).isEqualTo(new HandOffState.Making(wanted, 0));

    outside.listeners.getFirst().accept(new HandOffs.News.Progress(0.5));
    assertThat(harbour.handOff()).isEqualTo(new HandOffState.Making(wanted, 0.5));
    Map<HandOff, Path> files = Map.of(HandOff.REAPER, FOLDER.resolve("a.rpp"));
    outside.listeners.getFirst().accept(new HandOffs.News.Made(files, ""));
    assertThat(harbour.handOff()).isNull();
    assertThat(queue.asked()).contains(new QueueCommand.AddHandOffs(harbour.id(), files));

    JobFailure inTheWay = new JobFailure.OutputExists(FOLDER.resolve("b.rpp"));
    outside.listeners.getLast().accept(new HandOffs.News.Failed(inTheWay));
    assertThat(moons.handOff()).isEqualTo(new HandOffState.Failed(wanted, inTheWay));
    actions.export(wanted, List.of(moons));
    assertThat(outside.orders).as("it can be tried again").hasSize(3);
  }

  private void act(RowAction action, SongRow... rows) {
    actions.act(action, List.of(rows), _ -> {}, () -> {});
  }

  private static SongRow finished(String title, String... stems) {
    return row(new Song(title, null, 60).finished(FOLDER, 480 * Song.MB, List.of(stems)));
  }

  private static SongRow row(JobSnapshot job) {
    return new SongRow(job);
  }

  private static final class Recorded implements RowActions.Outside {
    private final List<List<Path>> shown = new ArrayList<>();
    private final List<List<Path>> copied = new ArrayList<>();
    private final List<HandOffs.Order> orders = new ArrayList<>();
    private final List<Consumer<HandOffs.News>> listeners = new ArrayList<>();

    @Override
    public void make(HandOffs.Order files, Consumer<HandOffs.News> listener) {
      orders.add(files);
      listeners.add(listener);
    }

    @Override
    public void showInFolder(List<Path> files) {
      shown.add(files);
    }

    @Override
    public void play(SongRow song) {}

    @Override
    public void copy(String text) {}

    @Override
    public void copy(List<Path> files) {
      copied.add(files);
    }
  }
}
