package app.headroom.audio;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;

/**
 * Decodes the finished stems of a song side by side into a spool, in the form that it had when they
 * were separated: so they are read anywhere at once, whatever their format. One thread. What is
 * held in memory is a packet of each.
 */
public final class StemUnpacking {

  private static final int CHUNK_FRAMES = 2048;

  private StemUnpacking() {}

  /**
   * Writes {@link Spool#stems}, {@link Spool#waveform} and {@link Spool#cover}; where one stem is
   * shorter than the others it ends in silence.
   *
   * @param expectedFrames as the receipt says
   * @param watch told in frames that can be read, and those that are expected
   * @return how many frames there are
   * @throws AudioException if one of them cannot be decoded, or the disk is full
   */
  public static long unpack(List<Path> files, long expectedFrames, Spool spool, Watch watch)
      throws AudioException {
    try (StemFrames stems = StemFrames.open(files, Spool.SAMPLE_RATE_HZ)) {
      Files.createDirectories(spool.folder());
      DiskSpace.require(
          spool.folder(),
          Spool.bytesFor(expectedFrames / (double) Spool.SAMPLE_RATE_HZ, files.size()));
      keepCover(files.getFirst(), spool);
      return write(stems, files.size(), expectedFrames, spool, watch);
    } catch (FfmpegException e) {
      throw Unreadable.notConverted(e);
    } catch (IOException e) {
      throw e.getCause() instanceof AudioException unreadable
          ? unreadable
          : WriteErrors.failure(spool.folder(), 0, e);
    }
  }

  private static void keepCover(Path file, Spool spool) throws AudioException {
    try (MediaInput input = MediaInput.open(file)) {
      CoverArt.keep(input, spool.cover(), new ArrayList<>());
    }
  }

  private static long write(
      StemFrames stems, int count, long expectedFrames, Spool spool, Watch watch)
      throws IOException {
    float[] frames = new float[CHUNK_FRAMES * 2 * count];
    try (StemWriter writer = StemWriter.create(spool, count)) {
      while (true) {
        int part = stems.read(frames, CHUNK_FRAMES);
        if (part == 0) {
          return writer.frames();
        }
        writer.append(frames, part);
        if (!watch.goOn(writer.frames(), Math.max(expectedFrames, writer.frames()))) {
          throw new CancellationException("unpacking was stopped");
        }
      }
    }
  }
}
