package app.headroom.audio;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Reads the separated stems of a song from its spool, with the song beside them, and gives what
 * goes into each file, from the start to the end. One thread at a time; its owner closes it.
 */
final class MixedStems implements Closeable {

  private final Mixdown mixdown;
  private final FrameStream stems;
  private final @Nullable FrameStream song;
  private final int channels;
  private final float[] all;
  private final float[] stereo;

  private MixedStems(
      Mixdown mixdown, FrameStream stems, @Nullable FrameStream song, int channels, int most) {
    this.mixdown = mixdown;
    this.stems = stems;
    this.song = song;
    this.channels = channels;
    this.all = new float[channels * most];
    this.stereo = new float[song == null ? 0 : 2 * most];
  }

  /**
   * @param withSong whether the song is needed, or to be measured against
   * @param most frames that are asked for at a time
   */
  static MixedStems open(
      StemExport.Order order, Mixdown mixdown, boolean withSong, int rateHz, int most)
      throws IOException {
    int stems = order.modelStems().size();
    FrameStream separated = SpoolStream.ofStems(order.spool(), stems, rateHz);
    try {
      FrameStream song = withSong ? song(order.song(), order.spool(), rateHz) : null;
      return new MixedStems(mixdown, separated, song, 2 * stems, most);
    } catch (IOException e) {
      separated.close();
      throw e;
    }
  }

  /** The mix: the song itself, or at the spool's rate, or where it is gone, what was kept of it. */
  static FrameStream song(Path song, Spool spool, int rateHz) throws IOException {
    if (rateHz != Spool.SAMPLE_RATE_HZ) {
      try {
        return SongStream.open(song, rateHz);
      } catch (AudioException e) {
        // It was there when it was decoded; what was kept of it will do.
      }
    }
    return SpoolStream.ofSource(spool, rateHz);
  }

  /**
   * The next frames.
   *
   * @param into for each file its interleaved stereo
   */
  void read(float[][] into, int count) throws IOException {
    stems.read(all, count);
    if (song != null) {
      song.read(stereo, count);
    }
    mixdown.add(all, channels, song == null ? null : stereo, count, into);
  }

  @Override
  public void close() throws IOException {
    try (stems) {
      if (song != null) {
        song.close();
      }
    }
  }
}
