package app.headroom.audio;

import java.nio.file.Path;

/**
 * Decodes a song to its spool: 44.1 kHz stereo float32, sample for sample as {@code ffmpeg -i SONG
 * -f f32le -ar 44100 -ac 2} does, with the level statistics in the same pass.
 */
@SuppressWarnings("DoNotCallSuggester")
public final class Decoder {

  private Decoder() {}

  /**
   * Writes {@link Spool#source} from its start, and {@link Spool#cover} if there is one. Both are
   * forced to disk.
   *
   * @param watch told in frames at 44.1 kHz; the total is what the header promises
   * @throws AudioException if nothing can be decoded, or the disk is full
   */
  public static DecodedSource decode(Path source, Spool spool, Watch watch) throws AudioException {
    throw new UnsupportedOperationException();
  }
}
