package app.headroom.player;

/** Where sound goes. Used by the player's thread. */
public interface SoundDevice {

  /**
   * @param bufferFrames at most so many are held back between what is written and what is heard
   * @throws NoSoundException if there is none, or none that is free
   */
  SoundLine open(int rateHz, int bufferFrames) throws NoSoundException;

  /** An opened way to a device, in stereo. */
  interface SoundLine extends AutoCloseable {

    /**
     * Hands over frames; waits while the buffer is full.
     *
     * @throws NoSoundException if the device has gone
     */
    void write(float[] stereo, int frames) throws NoSoundException;

    /** How many of the frames that were written are not heard yet. */
    int bufferedFrames();

    /** Waits until all is heard. */
    void drain();

    @Override
    void close();
  }

  /** There is nothing to hear with. */
  final class NoSoundException extends Exception {
    private static final long serialVersionUID = 1;

    private final transient Reason reason;

    /** Why not. */
    public enum Reason {
      NONE_FOUND,
      IN_USE,
      GONE
    }

    public NoSoundException(Reason reason, Throwable cause) {
      super(reason.name(), cause);
      this.reason = reason;
    }

    public Reason reason() {
      return reason;
    }
  }
}
