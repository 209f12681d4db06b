package app.headroom.player;

import app.headroom.audio.Spool;
import app.headroom.audio.StemReader;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The stems that lie in a spool, be it that of a song which is still being separated: playable as
 * far as it was told by {@link #ready} that frames are final. The file is opened with the first
 * read, since it need not be there before.
 */
public final class SpoolStems implements StemSource {

  private final Spool spool;
  private final int stems;
  private final long totalFrames;
  private volatile long readyFrames;
  private @Nullable StemReader reader;

  public SpoolStems(Spool spool, int stems, long totalFrames) {
    this.spool = spool;
    this.stems = stems;
    this.totalFrames = totalFrames;
  }

  /** From now on so many frames are final and on the disk. From any thread. */
  public void ready(long frames) {
    readyFrames = Math.min(frames, totalFrames);
  }

  @Override
  public int stems() {
    return stems;
  }

  @Override
  public long totalFrames() {
    return totalFrames;
  }

  @Override
  public long readyFrames() {
    return readyFrames;
  }

  @Override
  public void read(long start, int count, float[] into) throws IOException {
    StemReader open = reader;
    if (open == null) {
      open = StemReader.open(spool, stems);
      reader = open;
    }
    open.read(start, count, into);
  }

  @Override
  public void close() throws IOException {
    if (reader != null) {
      reader.close();
    }
  }
}
