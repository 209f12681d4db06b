package app.headroom.ui.player;

import app.headroom.job.JobId;
import app.headroom.job.JobState;
import app.headroom.player.Mix;
import app.headroom.player.SoundDevice;
import app.headroom.player.Waveform;
import app.headroom.player.Workshop;
import app.headroom.queue.JobSnapshot;
import app.headroom.ui.common.FxBridge;
import java.util.List;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import org.jspecify.annotations.Nullable;

/**
 * What the player shows and does, in no language: which song is open follows the queue; how it is
 * played is the {@linkplain #deck deck's}. Belongs to the FX thread and never waits: the workshop
 * is asked on a thread of its own. Needs no toolkit.
 */
public final class PlayerModel implements AutoCloseable {

  private final Workshop workshop;
  private final Background background;
  private final Deck deck;
  private final StemLoader stems;
  private final MixExport export;

  private final ObjectProperty<@Nullable OpenSong> song = new SimpleObjectProperty<>();
  private final ObjectProperty<PlayerTask> task = new SimpleObjectProperty<>(new PlayerTask.None());
  private final BooleanProperty folded = new SimpleBooleanProperty();

  public PlayerModel(Workshop workshop, SoundDevice device, FxBridge bridge) {
    this.workshop = workshop;
    this.background = new Background(bridge);
    this.deck = new Deck(device, bridge);
    this.stems = new StemLoader(workshop, bridge, background, deck, song, task);
    this.export = new MixExport(workshop, background, stems, deck, song, task);
  }

  ReadOnlyObjectProperty<@Nullable OpenSong> song() {
    return song;
  }

  ReadOnlyObjectProperty<Waveform> waveform() {
    return stems.waveform();
  }

  ReadOnlyObjectProperty<PlayerTask> task() {
    return task;
  }

  BooleanProperty folded() {
    return folded;
  }

  Deck deck() {
    return deck;
  }

  MixExport export() {
    return export;
  }

  /** Follows the queue: the open song's progress, and the first song that can be listened to. */
  public void apply(List<JobSnapshot> jobs) {
    OpenSong now = song.get();
    if (now == null) {
      first(jobs);
      return;
    }
    JobSnapshot job = find(jobs, now.id());
    OpenSong next = job == null ? null : OpenSong.of(job, workshop::layout);
    if (next == null) {
      letGo();
      first(jobs);
    } else if (job != null && job.revision() != now.job().revision()) {
      follow(now, next);
    }
  }

  private static @Nullable JobSnapshot find(List<JobSnapshot> jobs, JobId id) {
    for (JobSnapshot job : jobs) {
      if (job.id().equals(id)) {
        return job;
      }
    }
    return null;
  }

  /** One that is running, else the first that is finished. */
  private void first(List<JobSnapshot> jobs) {
    OpenSong found = null;
    for (JobSnapshot job : jobs) {
      boolean running = job.state() instanceof JobState.Running;
      if (running || (found == null && job.state() instanceof JobState.Finished)) {
        OpenSong candidate = OpenSong.of(job, workshop::layout);
        if (candidate != null) {
          found = candidate;
          if (running) {
            break;
          }
        }
      }
    }
    if (found != null) {
      open(found, Mix.neutral(found.stems().size()), 0, false);
    }
  }

  private void follow(OpenSong before, OpenSong next) {
    boolean other = before.finished() != next.finished();
    boolean again = !next.finished() && next.separatedFrames() < before.separatedFrames();
    if (other || again || before.frames() != next.frames()) {
      boolean same = before.stems().equals(next.stems());
      Mix kept = same ? deck.mix().get() : Mix.neutral(next.stems().size());
      open(next, kept, Math.min(deck.position().get(), next.frames()), true);
    } else {
      song.set(next);
      if (!next.finished() && next.separatedFrames() != before.separatedFrames()) {
        stems.grown(next.separatedFrames());
      }
    }
  }

  /** Opens the job's song and plays it; nothing happens where there is nothing to hear yet. */
  public void play(JobSnapshot job) {
    OpenSong wanted = OpenSong.of(job, workshop::layout);
    if (wanted == null) {
      return;
    }
    OpenSong now = song.get();
    if (now == null || !now.id().equals(wanted.id())) {
      open(wanted, Mix.neutral(wanted.stems().size()), 0, false);
    }
    folded.set(false);
    stems.play();
  }

  private void open(OpenSong next, Mix firstMix, long frame, boolean goOn) {
    OpenSong before = song.get();
    boolean other = before == null || !before.id().equals(next.id());
    if (other) {
      deck.forget();
      stems.forget(next.stems().size());
      export.stop();
    }
    deck.cue(next.frames(), firstMix, frame);
    song.set(next);
    stems.open(next, other, goOn);
  }

  private void letGo() {
    stems.letGo();
    export.stop();
    deck.forget();
    deck.cue(0, Mix.neutral(0), 0);
    song.set(null);
  }

  void toggle() {
    if (deck.sounding()) {
      deck.pause();
    } else {
      stems.play();
    }
  }

  /** Takes the message away. */
  void dismiss() {
    if (!(task.get() instanceof PlayerTask.Exporting)) {
      task.set(new PlayerTask.None());
    }
  }

  @Override
  public void close() {
    export.stop();
    background.close();
    deck.close();
  }
}
