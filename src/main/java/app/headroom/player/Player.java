package app.headroom.player;

import app.headroom.player.Playback.Standing;
import app.headroom.player.SoundDevice.NoSoundException;
import app.headroom.player.SoundDevice.SoundLine;
import java.io.IOException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Plays one song at a time on a thread of its own. All methods return at once and may be called
 * from any thread. What it holds is bounded whatever the song's length: one piece of every stem and
 * the device's buffer of about a tenth of a second.
 */
public final class Player implements AutoCloseable {

  private static final int PIECE_FRAMES = 1024;
  private static final int BUFFER_FRAMES = 4096;

  /** How often it looks whether more of the song is separated. */
  private static final long LOOK_NANOS = 50_000_000;

  private final SoundDevice device;
  private final Consumer<Playback> listener;
  private final Thread thread;
  private final float[] piece = new float[2 * PIECE_FRAMES];
  private final Heard heard = new Heard();

  // guarded by this
  private @Nullable Song opened;
  private boolean wanted;
  private boolean closed;
  private Playback playback = Playback.STOPPED;

  // of the player's thread
  private @Nullable Song current;
  private @Nullable SoundLine line;

  /** A song that is open, as the player's thread takes it over. */
  private static final class Song {
    final StemSource source;
    final Rendering rendering;

    Song(StemSource source, Rendering rendering) {
      this.source = source;
      this.rendering = rendering;
    }
  }

  /**
   * @param listener told of every change of standing, on the player's thread; positions are asked
   *     for with {@link #playback}
   */
  public Player(SoundDevice device, Consumer<Playback> listener) {
    this.device = device;
    this.listener = listener;
    this.thread = Thread.ofPlatform().daemon().name("player").unstarted(this::run);
    thread.start();
  }

  /**
   * Takes another song, standing still at {@code frame}, or goes on there if it was playing and
   * {@code goOn}. The player closes the source when it takes the next one, or is closed.
   *
   * @return steers what is heard of it
   */
  public synchronized Rendering open(StemSource source, Mix mix, long frame, boolean goOn) {
    Rendering rendering = new Rendering(source, mix);
    rendering.seek(frame);
    Song replaced = opened;
    opened = new Song(source, rendering);
    if (replaced != null && replaced != current) {
      close(replaced); // the thread has never seen it
    }
    wanted &= goOn;
    playback = new Playback(playback.standing(), frame, null, null);
    notifyAll();
    return rendering;
  }

  /** Takes the song out and closes its source. */
  public synchronized void eject() {
    Song replaced = opened;
    opened = null;
    if (replaced != null && replaced != current) {
      close(replaced);
    }
    wanted = false;
    notifyAll();
  }

  public synchronized void play() {
    wanted = opened != null;
    notifyAll();
  }

  public synchronized void pause() {
    wanted = false;
    notifyAll();
  }

  /** Also while it stands still. */
  public synchronized void seek(long frame) {
    if (opened != null) {
      opened.rendering.seek(frame);
      if (playback.standing() == Standing.STOPPED) {
        playback = new Playback(Standing.STOPPED, frame, playback.noSound(), playback.unreadable());
      }
    }
  }

  /** As it is now. */
  public synchronized Playback playback() {
    SoundLine open = line;
    if (playback.standing() != Standing.PLAYING || open == null) {
      return playback;
    }
    return new Playback(Standing.PLAYING, heard.position(open.bufferedFrames()), null, null);
  }

  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      notifyAll();
    }
    try {
      thread.join(2000);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  // ---- the player's thread

  private void run() {
    while (true) {
      Song song = next();
      if (song == null) {
        return;
      }
      try {
        play(song);
      } catch (NoSoundException e) {
        stop(song, e.reason(), null);
      } catch (IOException e) {
        stop(song, null, String.valueOf(e.getMessage()));
      }
    }
  }

  /** Waits until there is something to play. */
  private synchronized @Nullable Song next() {
    while (true) {
      if (current != null && (closed || current != opened)) {
        close(current);
        current = null;
      }
      if (closed) {
        return null;
      }
      current = opened;
      if (wanted && current != null) {
        return current;
      }
      try {
        wait();
      } catch (InterruptedException _) {
        closed = true;
      }
    }
  }

  private void play(Song song) throws NoSoundException, IOException {
    if (song.rendering.atEnd()) {
      song.rendering.seek(0);
    }
    song.rendering.silence();
    boolean soft = false;
    SoundLine open = device.open(StemSource.SAMPLE_RATE_HZ, BUFFER_FRAMES);
    try {
      synchronized (this) {
        line = open;
        heard.clear();
      }
      become(Standing.PLAYING, song.rendering.position());
      while (goesOn(song)) {
        long from = song.rendering.position();
        int got = song.rendering.render(piece, PIECE_FRAMES);
        if (got > 0) {
          synchronized (this) {
            heard.add(from, song.rendering.position(), got);
          }
          become(Standing.PLAYING, from);
          open.write(piece, got);
        }
        if (got < PIECE_FRAMES) {
          if (song.rendering.atEnd()) {
            break;
          }
          become(Standing.WAITING, song.rendering.position());
          LockSupport.parkNanos(LOOK_NANOS);
        }
        soft = true;
      }
      if (soft && !song.rendering.atEnd()) {
        fadeOut(song, open);
      }
      open.drain();
    } finally {
      synchronized (this) {
        line = null;
      }
      open.close();
    }
    stop(song, null, null);
  }

  /** So that stopping does not click. */
  private void fadeOut(Song song, SoundLine open) throws NoSoundException, IOException {
    int got = song.rendering.render(piece, MixReader.RAMP_FRAMES);
    for (int i = 0; i < 2 * got; i++) {
      piece[i] *= 1 - i / (2f * got);
    }
    open.write(piece, got);
  }

  private synchronized boolean goesOn(Song song) {
    return wanted && !closed && song == opened;
  }

  private void stop(
      Song song, NoSoundException.@Nullable Reason noSound, @Nullable String unreadable) {
    Playback now;
    synchronized (this) {
      if (song != opened && wanted && !closed) {
        return; // the next one plays on at once
      }
      if (song == opened) {
        long position = song.rendering.atEnd() ? 0 : song.rendering.position();
        playback =
            new Playback(
                Standing.STOPPED,
                noSound == null ? position : playback.positionFrames(),
                noSound,
                unreadable);
        if (song.rendering.atEnd() || noSound != null || unreadable != null) {
          wanted = false;
        }
      } else {
        playback = new Playback(Standing.STOPPED, playback.positionFrames(), null, null);
      }
      now = playback;
    }
    listener.accept(now);
  }

  private void become(Standing standing, long position) {
    Playback now;
    synchronized (this) {
      boolean changed = playback.standing() != standing;
      playback = new Playback(standing, position, null, null);
      if (!changed) {
        return;
      }
      now = playback;
    }
    listener.accept(now);
  }

  private static void close(Song song) {
    try {
      song.source.close();
    } catch (IOException _) {
      // it was only read
    }
  }

  /** Which places of the song lie in the device's buffer; a ring of pieces. */
  private static final class Heard {
    private static final int PIECES = 32;

    private final long[] from = new long[PIECES];
    private final long[] to = new long[PIECES];
    private final int[] frames = new int[PIECES];
    private int last = -1;
    private int count;

    void clear() {
      count = 0;
    }

    void add(long start, long end, int length) {
      last = (last + 1) % PIECES;
      from[last] = start;
      to[last] = end;
      frames[last] = length;
      count = Math.min(count + 1, PIECES);
    }

    /**
     * @param buffered frames behind what is heard now
     */
    long position(int buffered) {
      int back = buffered;
      for (int i = 0; i < count; i++) {
        int at = Math.floorMod(last - i, PIECES);
        if (back <= frames[at] || i == count - 1) {
          double share = Math.clamp(1 - back / (double) frames[at], 0, 1);
          // a piece that jumps back lies at its end already
          return to[at] >= from[at] ? Math.round(from[at] + share * (to[at] - from[at])) : to[at];
        }
        back -= frames[at];
      }
      return count == 0 ? 0 : from[last];
    }
  }
}
