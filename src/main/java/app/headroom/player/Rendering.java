package app.headroom.player;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What is heard: the mix of a song's stems at a place, with tempo and pitch, as stereo at 44.1 kHz.
 * Rendered by one thread, steered from any; what was asked for counts from the next piece on, and
 * comes in over a few milliseconds so that nothing clicks. Nothing here knows of sound devices.
 */
public final class Rendering {

  private static final int FADE_FRAMES = MixReader.FADE_FRAMES;

  /** What is wanted; immutable. */
  private record Wish(
      List<Gain> gains, Practice practice, @Nullable Loop loop, @Nullable Long seek) {}

  private final StemSource source;
  private Wish wish; // guarded by this
  private final MixReader reader;
  private final float[] tail = new float[2 * FADE_FRAMES];
  private List<Gain> gains;
  private Practice practice = Practice.AS_RECORDED;
  private @Nullable Loop loop;
  private @Nullable StereoStretch stretch;
  private @Nullable StereoResampler resampler;
  private int fadeAt = FADE_FRAMES;
  private boolean silenced;
  private double position;

  /**
   * @param source is not closed by this
   */
  public Rendering(StemSource source, Mix first) {
    this(source, first.gains());
  }

  private Rendering(StemSource source, List<Gain> gains) {
    this.source = source;
    this.gains = gains;
    this.wish = new Wish(gains, practice, null, null);
    this.reader = new MixReader(source, gains);
  }

  /** From the song's start to its end, for a file. */
  public static Rendering of(StemSource source, List<Gain> gains, Practice practice) {
    Rendering rendering = new Rendering(source, gains);
    if (!practice.asRecorded()) {
      rendering.practice(practice);
      rendering.begin(0, practice);
    }
    return rendering;
  }

  // ---- from any thread

  public synchronized void mix(Mix next) {
    wish = new Wish(next.gains(), wish.practice, wish.loop, wish.seek);
  }

  public synchronized void practice(Practice next) {
    wish = new Wish(wish.gains, next, wish.loop, wish.seek);
  }

  /**
   * @param next null for none
   */
  public synchronized void loop(@Nullable Loop next) {
    wish = new Wish(wish.gains, wish.practice, next, wish.seek);
  }

  /** Goes on from that frame of the song. */
  public synchronized void seek(long frame) {
    long to = Math.clamp(frame, 0, source.totalFrames());
    wish = new Wish(wish.gains, wish.practice, wish.loop, to);
  }

  // ---- by the thread that renders

  /** The frame of the song that comes next. */
  public long position() {
    return Math.round(position);
  }

  /** Whether the song is over. */
  public boolean atEnd() {
    return position >= source.totalFrames();
  }

  /**
   * Makes the next piece.
   *
   * @param stereo filled from 0
   * @return how many frames: fewer than wanted where the song ends, or is not separated yet
   */
  public int render(float[] stereo, int wanted) throws IOException {
    obey();
    int left = (int) Math.min(wanted, Math.ceil((source.totalFrames() - position) / tempo()));
    int got = left <= 0 ? 0 : chain(stereo, left);
    fadeIn(stereo, got);
    advance(got);
    if (got < left) {
      fadeOut(stereo, got);
    }
    return got;
  }

  private double tempo() {
    return practice.tempo();
  }

  private synchronized Wish takeWish() {
    Wish taken = wish;
    wish = new Wish(taken.gains, taken.practice, taken.loop, null);
    return taken;
  }

  private void obey() throws IOException {
    Wish now = takeWish();
    if (!now.gains.equals(gains)) {
      gains = now.gains;
      reader.gains(gains);
    }
    if (!Objects.equals(now.loop, loop)) {
      loop = now.loop;
      reader.loop(loop);
    }
    if (now.seek != null || !now.practice.equals(practice)) {
      restart(now.seek != null ? now.seek : position(), now.practice);
    }
  }

  /** Begins at another place or in another way, under what is still in the air. */
  private void restart(long frame, Practice next) throws IOException {
    int lasting = silenced ? 0 : chain(tail, FADE_FRAMES);
    Arrays.fill(tail, 2 * lasting, tail.length, 0);
    fadeAt = 0;
    begin(frame, next);
  }

  private void begin(long frame, Practice next) {
    practice = next;
    position = frame;
    if (next.asRecorded()) {
      stretch = null;
      resampler = null;
      reader.seek(frame);
    } else {
      StereoStretch stretched = new StereoStretch(reader, next.tempo() / next.pitch(), frame);
      stretch = stretched;
      resampler = next.semitones() == 0 ? null : new StereoResampler(stretched::read, next.pitch());
    }
  }

  private int chain(float[] stereo, int wanted) throws IOException {
    if (resampler != null) {
      return resampler.read(stereo, 0, wanted);
    }
    return stretch != null ? stretch.read(stereo, 0, wanted) : reader.read(stereo, 0, wanted);
  }

  private void fadeIn(float[] stereo, int count) {
    for (int i = 0; i < count && fadeAt < FADE_FRAMES; i++, fadeAt++) {
      float in = fadeAt / (float) FADE_FRAMES;
      for (int side = 0; side < 2; side++) {
        stereo[2 * i + side] = stereo[2 * i + side] * in + tail[2 * fadeAt + side] * (1 - in);
      }
    }
    silenced &= count == 0;
  }

  /** The separation is not as far yet: the sound ends softly, and begins softly when it goes on. */
  private void fadeOut(float[] stereo, int count) {
    int fade = Math.min(count, FADE_FRAMES);
    for (int i = 0; i < fade; i++) {
      float gain = (fade - 1 - i) / (float) FADE_FRAMES;
      stereo[2 * (count - fade + i)] *= gain;
      stereo[2 * (count - fade + i) + 1] *= gain;
    }
    Arrays.fill(tail, 0);
    fadeAt = 0;
    silenced = true;
  }

  private void advance(int frames) {
    Loop around = loop;
    double before = position;
    position += frames * tempo();
    if (around != null && before < around.end()) {
      while (position >= around.end()) {
        position -= around.end() - around.start();
      }
    }
  }

  /** The next piece begins softly, as after silence. */
  void silence() {
    Arrays.fill(tail, 0);
    fadeAt = 0;
    silenced = true;
  }
}
