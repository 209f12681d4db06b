package app.headroom.audio;

import app.headroom.job.Bytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Objects;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.jspecify.annotations.Nullable;

/**
 * A song's embedded picture on its way from the source to the stems: kept in the spool, so that it
 * is there when the source has gone meanwhile.
 *
 * @param data the picture file as it is
 */
@SuppressWarnings("ArrayRecordComponent")
record CoverArt(byte[] data, String mimeType) {

  /**
   * A bigger picture is left out: tagging keeps several copies of it in a Java heap that is small
   * by intent.
   */
  static final long MAX_BYTES = Math.min(16 << 20, Runtime.getRuntime().maxMemory() / 16);

  /**
   * Copies the picture, if there is one, to a file of its own; what cannot be kept becomes a note.
   */
  static void keep(MediaInput input, Path file, List<String> notes) {
    try {
      Files.deleteIfExists(file);
      AVStream stream = input.cover();
      if (stream == null) {
        return;
      }
      AVPacket picture = stream.attached_pic();
      if (picture.size() > MAX_BYTES) {
        notes.add("Its cover is left out: it is larger than " + Bytes.text(MAX_BYTES) + ".");
        return;
      }
      ByteBuffer bytes = picture.data().capacity(picture.size()).asByteBuffer();
      try (FileChannel channel =
          FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW)) {
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
        channel.force(true);
      }
    } catch (IOException e) {
      notes.add("Its cover is left out: " + WriteErrors.reason(e) + ".");
    }
  }

  /** The kept picture, or null if there is none, or none that stems can carry. */
  static @Nullable CoverArt of(Spool spool) throws IOException {
    if (!Files.exists(spool.cover()) || Files.size(spool.cover()) > MAX_BYTES) {
      return null;
    }
    byte[] data = Files.readAllBytes(spool.cover());
    String mimeType = mimeType(data);
    return mimeType == null ? null : new CoverArt(data, Objects.requireNonNull(mimeType));
  }

  private static @Nullable String mimeType(byte[] data) {
    if (data.length > 8 && data[0] == (byte) 0xff && data[1] == (byte) 0xd8) {
      return "image/jpeg";
    }
    if (data.length > 8 && data[0] == (byte) 0x89 && data[1] == 'P' && data[2] == 'N') {
      return "image/png";
    }
    return null;
  }
}
