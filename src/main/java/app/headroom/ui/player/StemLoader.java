package app.headroom.ui.player;

import app.headroom.job.JobFailure;
import app.headroom.player.Waveform;
import app.headroom.player.Workshop;
import app.headroom.player.Workshop.News;
import app.headroom.player.Workshop.Opened;
import app.headroom.ui.common.FxBridge;
import java.io.IOException;
import java.util.function.Consumer;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import org.jspecify.annotations.Nullable;

/**
 * Brings the open song's stems to where they can be heard, and reads their waveform: a song that is
 * being separated is heard from its spool, a finished one once its files are decoded. Belongs to
 * the FX thread and never waits.
 */
final class StemLoader {

  private final Workshop workshop;
  private final FxBridge bridge;
  private final Background background;
  private final Deck deck;
  private final ReadOnlyObjectProperty<@Nullable OpenSong> song;
  private final ObjectProperty<PlayerTask> task;
  private final ObjectProperty<Waveform> waveform = new SimpleObjectProperty<>(Waveform.empty(0));

  private @Nullable Opened opened;
  private Unpacked unpacked = Unpacked.NOT_NEEDED;
  private @Nullable Consumer<Opened> whenUnpacked;

  /** The song's spool still sounds until its finished stems are decoded. */
  private boolean overlapping;

  /** How far a finished song's stems are decoded. */
  private enum Unpacked {
    NOT_NEEDED,
    NOT_BEGUN,
    BEGUN,
    DONE
  }

  /**
   * @param song the open one
   * @param task told how the decoding goes
   */
  StemLoader(
      Workshop workshop,
      FxBridge bridge,
      Background background,
      Deck deck,
      ReadOnlyObjectProperty<@Nullable OpenSong> song,
      ObjectProperty<PlayerTask> task) {
    this.workshop = workshop;
    this.bridge = bridge;
    this.background = background;
    this.deck = deck;
    this.song = song;
    this.task = task;
  }

  ReadOnlyObjectProperty<Waveform> waveform() {
    return waveform;
  }

  /** Of a song with so many stems nothing is known yet. */
  void forget(int stems) {
    waveform.set(Waveform.empty(stems));
  }

  /**
   * Opens the song that the deck is cued to.
   *
   * @param other not the song that was open before
   */
  void open(OpenSong next, boolean other, boolean goOn) {
    Opened old = opened;
    whenUnpacked = null;
    if (next.finished()) {
      openFinished(next, other, goOn && deck.sounding());
    } else {
      openSeparating(next, goOn);
    }
    if (old != null) {
      old.work().stop();
    }
  }

  private void openFinished(OpenSong next, boolean other, boolean playing) {
    unpacked = Unpacked.NOT_BEGUN;
    opened = null;
    overlapping = playing;
    if (playing) {
      unpack();
      return;
    }
    deck.eject();
    background.ask(
        () -> workshop.waveform(next.id()),
        kept -> {
          if (isOpen(next)) {
            kept.filter(found -> found.stems() == next.stems().size())
                .ifPresentOrElse(
                    waveform::set,
                    () -> {
                      if (other || waveform.get().known() < 1) {
                        unpack(); // which makes it
                      }
                    });
          }
        });
  }

  private void openSeparating(OpenSong next, boolean goOn) {
    unpacked = Unpacked.NOT_NEEDED;
    Opened separating = workshop.separating(next.id(), next.stems().size(), next.frames());
    separating.stems().ready(next.separatedFrames());
    load(separating, goOn);
    readWaveform(separating);
  }

  private void load(Opened next, boolean goOn) {
    opened = next;
    overlapping = false;
    deck.load(next.stems(), goOn);
  }

  /** More of the song is separated. */
  void grown(long separatedFrames) {
    Opened open = opened;
    if (open != null) {
      open.stems().ready(separatedFrames);
      readWaveform(open);
    }
  }

  void letGo() {
    deck.eject();
    Opened old = opened;
    if (old != null) {
      old.work().stop();
    }
    opened = null;
    whenUnpacked = null;
  }

  /** Plays the open song, as soon as it can be heard. */
  void play() {
    OpenSong now = song.get();
    if (opened != null || unpacked != Unpacked.NOT_BEGUN || now == null) {
      deck.play();
      return;
    }
    unpack();
    // behind the unpacking in the background's order, and so behind the opening here
    background.ask(
        () -> now,
        asked -> {
          if (isOpen(asked) && opened != null) {
            deck.play();
          }
        });
  }

  /**
   * Gives all of the open song's stems, once they are decoded; only the last who asks gets them.
   */
  void whenUnpacked(Consumer<Opened> then) {
    Opened made = opened;
    if (unpacked == Unpacked.DONE && made != null) {
      then.accept(made);
    } else {
      whenUnpacked = then;
      unpack();
    }
  }

  /** Nobody asks for all of the stems any more. */
  void noLongerAsked() {
    whenUnpacked = null;
  }

  /** Has the open song's stems decoded, if that is needed and not under way. */
  private void unpack() {
    OpenSong now = song.get();
    if (now == null || unpacked != Unpacked.NOT_BEGUN) {
      return;
    }
    unpacked = Unpacked.BEGUN;
    if (!(task.get() instanceof PlayerTask.Exporting)) {
      task.set(new PlayerTask.Reading(0));
    }
    Consumer<News> news = newsOf(now, this::unpackingGoes);
    background.ask(
        () -> workshop.unpack(now.id(), now.files(), now.frames(), news),
        made -> {
          if (!isOpen(now)) {
            made.work().stop();
            return;
          }
          opened = made;
          if (!overlapping) {
            load(made, true);
          }
          proceed();
        },
        e -> failed(crashed(e)));
  }

  static JobFailure crashed(IOException e) {
    return new JobFailure.WorkerCrashed(-1, String.valueOf(e.getMessage()));
  }

  private void unpackingGoes(News news) {
    Opened made = opened;
    switch (news) {
      case News.Progress(double share) -> {
        if (task.get() instanceof PlayerTask.Reading) {
          task.set(new PlayerTask.Reading(share));
        }
      }
      case News.Done _ -> {
        unpacked = Unpacked.DONE;
        if (task.get() instanceof PlayerTask.Reading) {
          task.set(new PlayerTask.None());
        }
        proceed();
      }
      case News.Failed(JobFailure failure) -> failed(failure);
      case News.Stopped _ -> unpacked = Unpacked.NOT_BEGUN;
    }
    if (made != null && waveform.get().known() < 1) {
      readWaveform(made);
    }
  }

  /** What waits for the stems goes on; the news that they are there may come before themselves. */
  private void proceed() {
    Opened made = opened;
    if (made == null || unpacked != Unpacked.DONE) {
      return;
    }
    if (overlapping) {
      deck.tick();
      load(made, true);
    }
    if (waveform.get().known() < 1) {
      readWaveform(made);
    }
    Consumer<Opened> then = whenUnpacked;
    whenUnpacked = null;
    if (then != null) {
      then.accept(made);
    }
  }

  private void failed(JobFailure failure) {
    unpacked = Unpacked.NOT_BEGUN;
    whenUnpacked = null;
    deck.pause();
    task.set(new PlayerTask.ReadingFailed(failure));
  }

  private void readWaveform(Opened from) {
    background.ask(
        () -> from.waveform().read(),
        read -> {
          Opened now = opened;
          if (now != null && now.waveform() == from.waveform()) {
            waveform.set(read);
          }
        });
  }

  /** News come one by one, but only of the song that is open then. */
  Consumer<News> newsOf(OpenSong asked, Consumer<News> receiver) {
    return news ->
        bridge.execute(
            () -> {
              if (isOpen(asked)) {
                receiver.accept(news);
              }
            });
  }

  private boolean isOpen(OpenSong asked) {
    OpenSong now = song.get();
    return now != null && now.id().equals(asked.id()) && now.finished() == asked.finished();
  }
}
