package app.headroom.audio;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jaudiotagger.audio.AudioFileIO;
import org.jaudiotagger.audio.exceptions.CannotReadException;
import org.jaudiotagger.audio.exceptions.InvalidAudioFrameException;
import org.jaudiotagger.audio.exceptions.ReadOnlyFileException;
import org.jaudiotagger.tag.Tag;
import org.jaudiotagger.tag.TagException;
import org.jaudiotagger.tag.images.Artwork;

/** The picture in a song's own tags, read in Java alone: nothing is decoded. */
public final class SongCover {

  /** Held, since a logger that nobody holds forgets its level. */
  private static final Logger LOGGER = Logger.getLogger("org.jaudiotagger");

  static {
    LOGGER.setLevel(Level.OFF);
  }

  private SongCover() {}

  /**
   * The picture file as it is, at most {@link CoverArt#MAX_BYTES} of it; empty where there is none.
   *
   * @throws IOException if the song cannot be read, or not by jaudiotagger
   */
  public static Optional<byte[]> of(Path song) throws IOException {
    try {
      Tag tag = AudioFileIO.read(song.toFile()).getTag();
      Artwork artwork = tag == null ? null : tag.getFirstArtwork();
      byte[] data = artwork == null ? null : artwork.getBinaryData();
      return data == null || data.length > CoverArt.MAX_BYTES
          ? Optional.empty()
          : Optional.of(data);
    } catch (CannotReadException
        | TagException
        | ReadOnlyFileException
        | InvalidAudioFrameException
        | RuntimeException e) {
      throw new IOException(e);
    }
  }
}
