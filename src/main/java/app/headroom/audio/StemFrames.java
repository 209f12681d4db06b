package app.headroom.audio;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The finished stems of a song, decoded side by side as they are read. One thread; its owner closes
 * it. What is held in memory is a packet of each.
 */
public final class StemFrames implements Closeable {

  private final List<SongStream> songs;
  private float[] stereo = new float[0];

  private StemFrames(List<SongStream> songs) {
    this.songs = songs;
  }

  /**
   * @throws AudioException if one of them cannot be decoded
   */
  public static StemFrames open(List<Path> files, int rateHz) throws AudioException, IOException {
    StemFrames frames = new StemFrames(new ArrayList<>());
    try {
      for (Path file : files) {
        frames.songs.add(SongStream.open(file, rateHz));
      }
      return frames;
    } catch (AudioException | IOException | RuntimeException e) {
      frames.close();
      throw e;
    }
  }

  /**
   * @param into of each frame every stem's left and right sample; where one stem is shorter than
   *     the others it ends in silence
   * @return how many frames; 0 at the end
   * @throws IOException caused by an {@link AudioException} if a file turns out to be damaged
   */
  public int read(float[] into, int count) throws IOException {
    int stride = 2 * songs.size();
    if (stereo.length < 2 * count) {
      stereo = new float[2 * count];
    }
    Arrays.fill(into, 0, count * stride, 0);
    int longest = 0;
    for (int stem = 0; stem < songs.size(); stem++) {
      int got = songs.get(stem).readSome(stereo, count);
      for (int i = 0; i < got; i++) {
        into[i * stride + 2 * stem] = stereo[2 * i];
        into[i * stride + 2 * stem + 1] = stereo[2 * i + 1];
      }
      longest = Math.max(longest, got);
    }
    return longest;
  }

  @Override
  public void close() {
    songs.forEach(SongStream::close);
  }
}
