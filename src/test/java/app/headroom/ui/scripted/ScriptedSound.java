package app.headroom.ui.scripted;

import app.headroom.player.SoundDevice;
import java.util.Arrays;
import java.util.concurrent.Semaphore;

/**
 * A sound device that plays as fast as it is let, and keeps what it has played. Without a device
 * until it is plugged in.
 */
public final class ScriptedSound implements SoundDevice {

  private final Semaphore room = new Semaphore(0);
  private volatile boolean plugged;
  private float[] played = new float[0];
  private int opened;

  public void plugIn() {
    plugged = true;
  }

  public void unplug() {
    plugged = false;
  }

  /** Lets it play so many frames more. */
  public void run(int frames) {
    room.release(frames);
  }

  /** Interleaved stereo. */
  public synchronized float[] played() {
    return played.clone();
  }

  /** How often a line was opened. */
  public synchronized int opened() {
    return opened;
  }

  @Override
  public synchronized SoundLine open(int rateHz, int bufferFrames) throws NoSoundException {
    if (!plugged) {
      throw new NoSoundException(
          NoSoundException.Reason.NONE_FOUND, new IllegalStateException("nothing is plugged in"));
    }
    opened++;
    return new Line();
  }

  private final class Line implements SoundLine {
    @Override
    public void write(float[] stereo, int frames) throws NoSoundException {
      // so that a player that is closed meanwhile does not wait for ever
      while (!tryTake(frames)) {
        if (!plugged) {
          throw new NoSoundException(
              NoSoundException.Reason.GONE, new IllegalStateException("unplugged"));
        }
      }
      synchronized (ScriptedSound.this) {
        int before = played.length;
        played = Arrays.copyOf(played, before + 2 * frames);
        System.arraycopy(stereo, 0, played, before, 2 * frames);
      }
    }

    private boolean tryTake(int frames) {
      try {
        return room.tryAcquire(frames, 20, java.util.concurrent.TimeUnit.MILLISECONDS);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public int bufferedFrames() {
      return 0;
    }

    @Override
    public void drain() {}

    @Override
    public void close() {}
  }
}
