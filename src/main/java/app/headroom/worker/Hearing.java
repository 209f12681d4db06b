package app.headroom.worker;

import app.headroom.audio.Spool;
import app.headroom.audio.StemReader;
import app.headroom.job.Music;
import app.headroom.job.Stem;
import app.headroom.music.MusicListener;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Hears tempo and key of the stems in the spool, while they come or afterwards: it begins at the
 * first frame and goes on where it was. One thread at a time; closed by who made it, before the
 * spool is deleted.
 */
final class Hearing implements Closeable {

  private static final int BLOCK_FRAMES = 4096;

  /** A minute, which takes about a seventh of a second. */
  private static final int MOST_FRAMES = 60 * Spool.SAMPLE_RATE_HZ;

  private final Spool spool;
  private final List<Stem> stems;
  private long heardFrames;

  /** Made when the first frames are there. */
  private @Nullable Ear ear;

  private record Ear(StemReader reader, MusicListener listener) {}

  /**
   * @param stems of each frame, in their order
   */
  Hearing(Spool spool, List<Stem> stems) {
    this.spool = spool;
    this.stems = stems;
  }

  long heardFrames() {
    return heardFrames;
  }

  /**
   * Hears what follows, at most a minute of it.
   *
   * @param frames that are in the spool with all of their stems
   */
  void goOn(long frames) throws IOException {
    long end = Math.min(frames, heardFrames + MOST_FRAMES);
    float[] block = new float[BLOCK_FRAMES * 2 * stems.size()];
    while (heardFrames < end) {
      int count = (int) Math.min(end - heardFrames, BLOCK_FRAMES);
      Ear open = ear();
      open.reader.read(heardFrames, count, block);
      open.listener.add(block, count);
      heardFrames += count;
    }
  }

  private Ear ear() throws IOException {
    Ear open = ear;
    if (open == null) {
      open = new Ear(StemReader.open(spool, stems.size()), new MusicListener(stems));
      ear = open;
    }
    return open;
  }

  /** Of all that was heard so far. */
  Music music() {
    return ear == null ? Music.UNKNOWN : ear.listener.music();
  }

  @Override
  public void close() throws IOException {
    if (ear != null) {
      ear.reader.close();
      ear = null;
    }
  }
}
