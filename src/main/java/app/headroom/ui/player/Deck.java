package app.headroom.ui.player;

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
import app.headroom.ui.common.FxBridge;
import java.util.function.UnaryOperator;
import javafx.beans.property.LongProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyLongProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.SimpleLongProperty;
import javafx.beans.property.SimpleObjectProperty;
import org.jspecify.annotations.Nullable;

/**
 * How the open song is played: where it is, how it is mixed, its loop, tempo and pitch. All of that
 * can be set before the song's stems are there to be heard. Belongs to the FX thread.
 */
final class Deck implements AutoCloseable {

  private static final double RATE_HZ = StemSource.SAMPLE_RATE_HZ;

  /** The device's buffer, and a piece. */
  private static final long DEVICE_NANOS = 130_000_000;

  private final Player player;
  private final ObjectProperty<Mix> mix = new SimpleObjectProperty<>(Mix.neutral(0));
  private final ObjectProperty<Practice> practice =
      new SimpleObjectProperty<>(Practice.AS_RECORDED);
  private final ObjectProperty<@Nullable Loop> loop = new SimpleObjectProperty<>();
  private final ObjectProperty<@Nullable Long> loopStart = new SimpleObjectProperty<>();
  private final ObjectProperty<Playback> playback = new SimpleObjectProperty<>(Playback.STOPPED);
  private final LongProperty position = new SimpleLongProperty();

  private @Nullable Rendering rendering;
  private long frames;
  private boolean sought;
  private long soughtNanos;

  Deck(SoundDevice device, FxBridge bridge) {
    player = new Player(device, bridge.newest(this::stands));
  }

  // ---- what is shown

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

  ReadOnlyObjectProperty<Playback> playback() {
    return playback;
  }

  /** The frame that is heard. */
  ReadOnlyLongProperty position() {
    return position;
  }

  boolean sounding() {
    return playback.get().standing() != Standing.STOPPED;
  }

  // ---- songs

  /** Makes ready for a song, whose stems may come later. */
  void cue(long songFrames, Mix firstMix, long frame) {
    frames = songFrames;
    mix.set(firstMix);
    position.set(frame);
  }

  /** Takes the song's stems where it is now; {@code goOn} if it may go on playing there. */
  void load(StemSource stems, boolean goOn) {
    Rendering steered = player.open(stems, mix.get(), position.get(), goOn);
    steered.practice(practice.get());
    steered.loop(loop.get());
    rendering = steered;
  }

  /** The song's stems are no longer to be heard; what is set stays. */
  void eject() {
    player.eject();
    rendering = null;
  }

  /** What was set for one song is not for another. */
  void forget() {
    setLoop(null);
    loopStart.set(null);
    practice.set(Practice.AS_RECORDED);
  }

  // ---- playing

  void play() {
    player.play();
  }

  void pause() {
    player.pause();
  }

  /** Does nothing without a song. */
  void seek(long frame) {
    if (frames <= 0) {
      return;
    }
    long to = Math.clamp(frame, 0, frames);
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

  private void setLoop(@Nullable Loop next) {
    loop.set(next);
    if (rendering != null) {
      rendering.loop(next);
    }
  }

  @Override
  public void close() {
    player.close();
  }
}
