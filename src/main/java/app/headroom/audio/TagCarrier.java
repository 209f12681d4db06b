package app.headroom.audio;

import app.headroom.job.Music;
import app.headroom.job.OutputFormat;
import app.headroom.job.TrackTags;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jaudiotagger.audio.AudioFile;
import org.jaudiotagger.audio.AudioFileIO;
import org.jaudiotagger.audio.exceptions.CannotReadException;
import org.jaudiotagger.audio.exceptions.CannotWriteException;
import org.jaudiotagger.audio.exceptions.InvalidAudioFrameException;
import org.jaudiotagger.audio.exceptions.ReadOnlyFileException;
import org.jaudiotagger.audio.wav.WavOptions;
import org.jaudiotagger.audio.wav.WavSaveOptions;
import org.jaudiotagger.tag.FieldKey;
import org.jaudiotagger.tag.Tag;
import org.jaudiotagger.tag.TagException;
import org.jaudiotagger.tag.TagOptionSingleton;
import org.jaudiotagger.tag.flac.FlacTag;
import org.jaudiotagger.tag.images.Artwork;
import org.jaudiotagger.tag.images.StandardArtwork;
import org.jaudiotagger.tag.reference.PictureTypes;
import org.jspecify.annotations.Nullable;

/**
 * Gives a stem the tags and the cover of its song, and its own name in the title: {@code Title
 * (Vocals)}. Written by jaudiotagger into the finished file; into Opus and RF64, which it does not
 * know, by ffmpeg while the file is made.
 */
final class TagCarrier {

  /** Held, since a logger that nobody holds forgets its level. */
  private static final Logger LOGGER = Logger.getLogger("org.jaudiotagger");

  static {
    LOGGER.setLevel(Level.OFF);
    TagOptionSingleton.getInstance().setWavOptions(WavOptions.READ_ID3_ONLY_AND_SYNC);
    TagOptionSingleton.getInstance().setWavSaveOptions(WavSaveOptions.SAVE_BOTH_AND_SYNC);
  }

  private TagCarrier() {}

  /**
   * @param stem {@code vocals}, {@code no_vocals}
   */
  static String titleOf(String title, String stem) {
    String name =
        switch (stem) {
          case "no_vocals" -> "Instrumental";
          default -> {
            StringBuilder words = new StringBuilder();
            for (String word : stem.split("_", -1)) {
              words.append(words.isEmpty() ? "" : " ");
              words.append(Character.toUpperCase(word.charAt(0))).append(word.substring(1));
            }
            yield words.toString();
          }
        };
    return title + " (" + name + ")";
  }

  /**
   * Writes into the finished file. One file at a time: jaudiotagger promises nothing to threads.
   */
  static synchronized void write(
      Path file,
      OutputFormat format,
      TrackTags tags,
      Music music,
      @Nullable CoverArt cover,
      String title)
      throws IOException {
    try {
      AudioFile audio = AudioFileIO.readAs(file.toFile(), format.extension());
      Tag tag = audio.getTagOrCreateDefault();
      set(tag, FieldKey.TITLE, title);
      set(tag, FieldKey.ARTIST, tags.artist());
      set(tag, FieldKey.ALBUM, tags.album());
      set(tag, FieldKey.ALBUM_ARTIST, tags.albumArtist());
      set(tag, FieldKey.TRACK, tags.track());
      set(tag, FieldKey.YEAR, tags.year());
      set(tag, FieldKey.GENRE, tags.genre());
      set(tag, FieldKey.BPM, tempo(music));
      set(tag, FieldKey.KEY, music.key());
      if (cover != null) {
        set(tag, cover);
      }
      audio.setTag(tag);
      audio.commit();
    } catch (CannotReadException
        | CannotWriteException
        | InvalidAudioFrameException
        | ReadOnlyFileException
        | TagException
        | RuntimeException e) {
      throw new IOException("tags cannot be written: " + e.getMessage(), e);
    }
  }

  /** In whole beats: ID3 and MP4 have no others. */
  private static @Nullable String tempo(Music music) {
    Double tempo = music.tempoBpm();
    return tempo == null ? null : String.valueOf(Math.round(tempo));
  }

  private static void set(Tag tag, FieldKey key, @Nullable String value) throws TagException {
    if (value != null) {
      try {
        tag.setField(key, value);
      } catch (TagException | RuntimeException e) {
        if (key == FieldKey.TITLE) {
          throw e;
        }
        // A track number that is no number has no place in some formats; the rest has.
      }
    }
  }

  private static void set(Tag tag, CoverArt cover) throws TagException {
    if (tag instanceof FlacTag flac) {
      // Not through an Artwork: that would decode the picture just to ask its size.
      flac.setField(
          flac.createArtworkField(
              cover.data(), PictureTypes.DEFAULT_ID, cover.mimeType(), "", 0, 0, 0, 0));
    } else {
      Artwork artwork = new StandardArtwork();
      artwork.setBinaryData(cover.data());
      artwork.setMimeType(cover.mimeType());
      artwork.setPictureType(PictureTypes.DEFAULT_ID);
      artwork.setDescription("");
      tag.setField(artwork);
    }
  }

  /** The same for what ffmpeg tags: Opus, and RF64, which has no place for a cover. */
  static Map<String, String> metadata(
      TrackTags tags, Music music, @Nullable CoverArt cover, String title) {
    Map<String, String> metadata = new LinkedHashMap<>();
    put(metadata, "title", title);
    put(metadata, "artist", tags.artist());
    put(metadata, "album", tags.album());
    put(metadata, "album_artist", tags.albumArtist());
    put(metadata, "track", tags.track());
    put(metadata, "date", tags.year());
    put(metadata, "genre", tags.genre());
    put(metadata, "BPM", tempo(music));
    put(metadata, "INITIALKEY", music.key());
    if (cover != null) {
      put(metadata, "METADATA_BLOCK_PICTURE", pictureBlock(cover));
    }
    return metadata;
  }

  private static void put(Map<String, String> metadata, String key, @Nullable String value) {
    if (value != null) {
      metadata.put(key, value);
    }
  }

  /** The picture block of FLAC's format description, in Base64 as Vorbis comments have it. */
  private static String pictureBlock(CoverArt cover) {
    byte[] mimeType = cover.mimeType().getBytes(StandardCharsets.US_ASCII);
    byte[] data = cover.data();
    ByteBuffer block = ByteBuffer.allocate(8 * Integer.BYTES + mimeType.length + data.length);
    block.putInt(PictureTypes.DEFAULT_ID).putInt(mimeType.length).put(mimeType);
    // No description; width, height, depth and colours are not stated.
    block.putInt(0).putInt(0).putInt(0).putInt(0).putInt(0);
    block.putInt(data.length).put(data);
    return Base64.getEncoder().encodeToString(block.array());
  }
}
