package app.headroom.player;

import app.headroom.player.SoundDevice.NoSoundException;
import org.jspecify.annotations.Nullable;

/**
 * Where the player stands; immutable.
 *
 * @param positionFrames what is heard now
 * @param noSound why nothing is heard, or null
 * @param unreadable why the stems cannot be read, or null
 */
public record Playback(
    Standing standing,
    long positionFrames,
    NoSoundException.@Nullable Reason noSound,
    @Nullable String unreadable) {

  public static final Playback STOPPED = new Playback(Standing.STOPPED, 0, null, null);

  /** What it does. */
  public enum Standing {
    STOPPED,
    PLAYING,
    /** Would play, but that part of the song is not separated yet; goes on by itself. */
    WAITING
  }
}
