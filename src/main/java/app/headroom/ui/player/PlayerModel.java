package app.headroom.ui.player;

import app.headroom.job.JobFailure;
import app.headroom.job.JobId;
import app.headroom.job.JobState;
import app.headroom.job.OutputFormat;
import app.headroom.player.Channel;
import app.headroom.player.Loop;
import app.headroom.player.Mix;
import app.headroom.player.Playback;
import app.headroom.player.Playback.Standing;
import app.headroom.player.Player;
import app.headroom.player.Practice;
import app.headroom.player.Rendering;
import app.headroom.player.SoundDevice;
import app.headroom.player.StemSource;
import app.headroom.player.Waveform;
import app.headroom.player.Workshop;
import app.headroom.player.Workshop.News;
import app.headroom.player.Workshop.Opened;
import app.headroom.player.Workshop.Work;
import app.headroom.queue.JobSnapshot;
import app.headroom.ui.common.FxBridge;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.LongProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyLongProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleLongProperty;
import javafx.beans.property.SimpleObjectProperty;
import org.jspecify.annotations.Nullable;

/**
 * What the player shows and does, in no language. Belongs to the FX thread and never waits: the
 * workshop is asked on a thread of its own. Needs no toolkit.
 */
public final class PlayerModel implements AutoCloseable {

  private static final double RATE_HZ = StemSource.SAMPLE_RATE_HZ;

  /** The device's buffer, and a piece. */
  private static final long DEVICE_NANOS = 130_000_000;

  private final Workshop workshop;
  private final FxBridge bridge;
  private final Player player;
  private final ExecutorService background =
      Executors.newSingleThreadExecutor(Thread.ofVirtual().name("player files").factory());

  private final ObjectProperty<@Nullable OpenSong> song = new SimpleObjectProperty<>();
  private final ObjectProperty<Mix> mix = new SimpleObjectProperty<>(Mix.neutral(0));
  private final ObjectProperty<Practice> practice =
      new SimpleObjectProperty<>(Practice.AS_RECORDED);
  private final ObjectProperty<@Nullable Loop> loop = new SimpleObjectProperty<>();
  private final ObjectProperty<@Nullable Long> loopStart = new SimpleObjectProperty<>();
  private final ObjectProperty<Waveform> waveform = new SimpleObjectProperty<>(Waveform.empty(0));
  private final ObjectProperty<Playback> playback = new SimpleObjectProperty<>(Playback.STOPPED);
  private final ObjectProperty<PlayerTask> task = new SimpleObjectProperty<>(new PlayerTask.None());
  private final LongProperty position = new SimpleLongProperty();
  private final BooleanProperty folded = new SimpleBooleanProperty();

  private @Nullable Rendering rendering;
  private @Nullable Opened opened;
  private Unpacked unpacked = Unpacked.NOT_NEEDED;
  private Work export = Work.NONE;
  private @Nullable Runnable whenUnpacked;

  private boolean sought;
  private long soughtNanos;

  /** The song's spool still sounds until its finished stems are decoded. */
  private boolean overlapping;

  /** How far a finished song's stems are decoded. */
  private enum Unpacked {
    NOT_NEEDED,
    NOT_BEGUN,
    BEGUN,
    DONE
  }

  public PlayerModel(Workshop workshop, SoundDevice device, FxBridge bridge) {
    this.workshop = workshop;
    this.bridge = bridge;
    this.player = new Player(device, bridge.newest(this::stands));
  }

  // ---- what is shown

  ReadOnlyObjectProperty<@Nullable OpenSong> song() {
    return song;
  }

  ReadOnlyObjectProperty<Mix> mix() {
    return mix;
  }

  ReadOnlyObjectProperty<Practice> practice() {
    return practice;
  }

  ReadOnlyObjectProperty<@Nullable Loop> loop() {
    return loop;
  }

  /** The first end of a loop whose second is not set yet. */
  ReadOnlyObjectProperty<@Nullable Long> loopStart() {
    return loopStart;
  }

  ReadOnlyObjectProperty<Waveform> waveform() {
    return waveform;
  }

  ReadOnlyObjectProperty<Playback> playback() {
    return playback;
  }

  ReadOnlyObjectProperty<PlayerTask> task() {
    return task;
  }

  /** The frame that is heard. */
  ReadOnlyLongProperty position() {
    return position;
  }

  BooleanProperty folded() {
    return folded;
  }

  // ---- songs

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
      Mix kept = same ? mix.get() : Mix.neutral(next.stems().size());
      open(next, kept, Math.min(position.get(), next.frames()), true);
    } else {
      song.set(next);
      Opened open = opened;
      if (!next.finished() && open != null) {
        if (next.separatedFrames() != before.separatedFrames()) {
          open.stems().ready(next.separatedFrames());
          readWaveform(open);
        }
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
    resume();
  }

  private void open(OpenSong next, Mix firstMix, long frame, boolean goOn) {
    OpenSong before = song.get();
    Opened old = opened;
    if (before == null || !before.id().equals(next.id())) {
      setLoop(null);
      loopStart.set(null);
      practice.set(Practice.AS_RECORDED);
      waveform.set(Waveform.empty(next.stems().size()));
      export.stop();
      task.set(new PlayerTask.None());
    }
    whenUnpacked = null;
    mix.set(firstMix);
    position.set(frame);
    song.set(next);
    boolean playing = goOn && playback.get().standing() != Standing.STOPPED;
    if (next.finished()) {
      unpacked = Unpacked.NOT_BEGUN;
      opened = null;
      overlapping = playing;
      if (playing) {
        unpack();
      } else {
        player.eject();
        rendering = null;
        inBackground(
            () -> workshop.waveform(next.id()),
            kept -> {
              if (isOpen(next)) {
                kept.filter(found -> found.stems() == next.stems().size())
                    .ifPresentOrElse(
                        waveform::set,
                        () -> {
                          // it is made while the stems are decoded
                          if (before == null || !before.id().equals(next.id())) {
                            unpack();
                          }
                        });
              }
            });
      }
    } else {
      unpacked = Unpacked.NOT_NEEDED;
      Opened separating = workshop.separating(next.id(), next.stems().size(), next.frames());
      separating.stems().ready(next.separatedFrames());
      start(separating, frame, goOn);
      readWaveform(separating);
    }
    if (old != null) {
      old.work().stop();
    }
  }

  private void start(Opened next, long frame, boolean goOn) {
    opened = next;
    overlapping = false;
    Rendering steered = player.open(next.stems(), mix.get(), frame, goOn);
    steered.practice(practice.get());
    steered.loop(loop.get());
    rendering = steered;
  }

  private boolean isOpen(OpenSong asked) {
    OpenSong now = song.get();
    return now != null && now.id().equals(asked.id()) && now.finished() == asked.finished();
  }

  private void letGo() {
    player.eject();
    Opened old = opened;
    if (old != null) {
      old.work().stop();
    }
    opened = null;
    rendering = null;
    whenUnpacked = null;
    export.stop();
    task.set(new PlayerTask.None());
    setLoop(null);
    loopStart.set(null);
    position.set(0);
    song.set(null);
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
    inBackground(
        () -> workshop.unpack(now.id(), now.files(), now.frames(), news),
        made -> {
          if (!isOpen(now)) {
            made.work().stop();
            return;
          }
          opened = made;
          if (!overlapping) {
            start(made, position.get(), true);
          }
          proceed();
        },
        e -> failed(new JobFailure.WorkerCrashed(-1, String.valueOf(e.getMessage()))));
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
      tick();
      start(made, position.get(), true);
    }
    if (waveform.get().known() < 1) {
      readWaveform(made);
    }
    Runnable then = whenUnpacked;
    whenUnpacked = null;
    if (then != null) {
      then.run();
    }
  }

  private void failed(JobFailure failure) {
    unpacked = Unpacked.NOT_BEGUN;
    whenUnpacked = null;
    player.pause();
    task.set(new PlayerTask.ReadingFailed(failure));
  }

  private void readWaveform(Opened from) {
    inBackground(
        () -> from.waveform().read(),
        read -> {
          Opened now = opened;
          if (now != null && now.waveform() == from.waveform()) {
            waveform.set(read);
          }
        });
  }

  // ---- playing

  void toggle() {
    if (playback.get().standing() == Standing.STOPPED) {
      resume();
    } else {
      player.pause();
    }
  }

  private void resume() {
    if (opened == null && unpacked == Unpacked.NOT_BEGUN) {
      playWhenOpened();
    } else {
      player.play();
    }
  }

  private void playWhenOpened() {
    OpenSong now = song.get();
    if (now == null) {
      return;
    }
    unpack();
    // behind the unpacking in the background's order, and so behind the opening here
    inBackground(
        () -> now,
        asked -> {
          if (isOpen(asked) && opened != null) {
            player.play();
          }
        });
  }

  void seek(long frame) {
    OpenSong now = song.get();
    if (now == null) {
      return;
    }
    long to = Math.clamp(frame, 0, now.frames());
    player.seek(to);
    position.set(to);
    soughtNanos = System.nanoTime();
    sought = true;
  }

  /** By seconds, backwards if negative. */
  void nudge(double seconds) {
    seek(position.get() + Math.round(seconds * RATE_HZ));
  }

  /** Asks where the player is; the window does so while it can be seen and plays. */
  void tick() {
    if (sought && System.nanoTime() - soughtNanos < DEVICE_NANOS) {
      return; // what the device still holds is from the old place
    }
    sought = false;
    Playback now = player.playback();
    if (now.standing() != Standing.STOPPED && rendering != null) {
      position.set(now.positionFrames());
    }
  }

  private void stands(Playback now) {
    playback.set(now);
    if (rendering != null) {
      position.set(player.playback().positionFrames());
    }
  }

  // ---- mixing

  void change(int stem, UnaryOperator<Channel> change) {
    mix.set(mix.get().with(stem, change));
    if (rendering != null) {
      rendering.mix(mix.get());
    }
  }

  void practise(Practice next) {
    practice.set(next);
    if (rendering != null) {
      rendering.practice(next);
    }
  }

  /** First sets the beginning, then the end, then none. */
  void toggleLoop() {
    Long start = loopStart.get();
    if (loop.get() != null) {
      setLoop(null);
    } else if (start == null) {
      loopStart.set(position.get());
    } else {
      loop(start, position.get());
    }
  }

  /** Between two places in any order; too close together is no loop. */
  void loop(long one, long other) {
    loopStart.set(null);
    long start = Math.min(one, other);
    long end = Math.max(one, other);
    setLoop(end - start < Loop.LEAST_FRAMES ? null : new Loop(start, end));
    if (loop.get() != null && (position.get() < start || position.get() >= end)) {
      seek(start);
    }
  }

  /** Shows where a loop that is being drawn begins. */
  void loopFrom(long frame) {
    setLoop(null);
    loopStart.set(frame);
  }

  private void setLoop(@Nullable Loop next) {
    loop.set(next);
    if (rendering != null) {
      rendering.loop(next);
    }
  }

  // ---- exporting

  boolean exportable() {
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
  void export(Path target, OutputFormat format, String title, boolean overwrite) {
    OpenSong now = song.get();
    if (now == null || !now.finished() || task.get() instanceof PlayerTask.Exporting) {
      return;
    }
    task.set(new PlayerTask.Exporting(target, 0));
    Mix heard = mix.get();
    Practice played = practice.get();
    Runnable begin =
        () -> {
          Opened from = Objects.requireNonNull(opened, "unpacked");
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
          Consumer<News> news = newsOf(now, (went) -> exportGoes(target, went));
          inBackground(
              () -> workshop.export(order, news),
              work -> export = work,
              e ->
                  task.set(
                      new PlayerTask.ExportFailed(
                          new JobFailure.WorkerCrashed(-1, String.valueOf(e.getMessage())))));
        };
    if (unpacked == Unpacked.DONE) {
      begin.run();
    } else {
      whenUnpacked = begin;
      unpack();
    }
  }

  private void exportGoes(Path target, News news) {
    switch (news) {
      case News.Progress(double share) -> {
        if (task.get() instanceof PlayerTask.Exporting) {
          task.set(new PlayerTask.Exporting(target, share));
        }
      }
      case News.Done(double gain) -> task.set(new PlayerTask.Exported(target, gain));
      case News.Failed(JobFailure failure) -> task.set(new PlayerTask.ExportFailed(failure));
      case News.Stopped _ -> task.set(new PlayerTask.None());
    }
  }

  void cancelExport() {
    if (task.get() instanceof PlayerTask.Exporting) {
      whenUnpacked = null;
      export.stop();
      task.set(new PlayerTask.None());
    }
  }

  /** Takes the message away. */
  void dismiss() {
    if (!(task.get() instanceof PlayerTask.Exporting)) {
      task.set(new PlayerTask.None());
    }
  }

  // ---- threads

  /** News come one by one, but only of the song that is open then. */
  private Consumer<News> newsOf(OpenSong asked, Consumer<News> receiver) {
    return news ->
        bridge.execute(
            () -> {
              if (isOpen(asked)) {
                receiver.accept(news);
              }
            });
  }

  private interface Question<T> {
    T ask() throws IOException;
  }

  private <T> void inBackground(Question<T> question, Consumer<T> receiver) {
    inBackground(question, receiver, e -> {});
  }

  private <T> void inBackground(
      Question<T> question, Consumer<T> receiver, Consumer<IOException> trouble) {
    try {
      background.execute(
          () -> {
            try {
              T answer = question.ask();
              bridge.execute(() -> receiver.accept(answer));
            } catch (IOException e) {
              bridge.execute(() -> trouble.accept(e));
            }
          });
    } catch (RejectedExecutionException _) {
      // the window is being closed
    }
  }

  @Override
  public void close() {
    export.stop();
    background.shutdown();
    player.close();
  }
}
