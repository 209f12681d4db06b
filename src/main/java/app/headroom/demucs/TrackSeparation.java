package app.headroom.demucs;

import app.headroom.job.SegmentLength;
import java.io.IOException;
import java.nio.FloatBuffer;

/**
 * Separates a song segment by segment, each overlapping the one before, weighted by a triangle
 * ({@code demucs/apply.py}, {@code apply_model} with {@code split=True}). At no time is more of the
 * song in memory than a segment and the overlap. Segments may differ in length: what is summed up
 * is divided by the sum of the weights, so a change leaves no seam.
 *
 * <p>Used by one thread at a time, the one that owns the network. Closed by who made it.
 */
public final class TrackSeparation implements AutoCloseable {

  /** Frames that go to the sink or come from the source in one piece. */
  private static final int BLOCK_FRAMES = 4096;

  private static final int CHANNELS = 2;

  private final SampleSource source;
  private final StemSink sink;
  private final MixLevel level;
  private final Cutting cutting;
  private final long totalFrames;
  private final OverlapState state;
  private final NativeFloats mixMemory = new NativeFloats();
  private final NativeFloats stemMemory = new NativeFloats();

  /**
   * @param level by which the song is normalised and its stems are brought back
   * @param state where to begin: {@link OverlapState#atStart}, or what was saved; belongs to this
   *     object from now on
   */
  public TrackSeparation(
      SampleSource source, StemSink sink, MixLevel level, Cutting cutting, OverlapState state) {
    this.source = source;
    this.sink = sink;
    this.level = level;
    this.cutting = cutting;
    this.totalFrames = source.frames();
    this.state = state;
    if (state.nextFrame() > totalFrames) {
      throw new IllegalArgumentException(
          "the song has " + totalFrames + " frames, " + state.nextFrame() + " are done");
    }
  }

  /**
   * How far one step came.
   *
   * @param doneFrames frames that the sink has got since the beginning of the song
   * @param finished whether these are all
   */
  public record Step(long doneFrames, boolean finished) {}

  public boolean finished() {
    return state.nextFrame() >= totalFrames;
  }

  /** The place that can be saved after each step. */
  public OverlapState state() {
    return state;
  }

  /**
   * Separates the next segment and hands on the frames that no later segment can change.
   *
   * @throws IllegalStateException if the song is finished
   * @throws SeparationException if the network fails; the same step may be tried with another
   * @throws IOException from source or sink; the state is not usable any more then
   */
  public Step step(StemNetwork network, SegmentLength length) throws IOException {
    if (finished()) {
      throw new IllegalStateException("the song is finished");
    }
    int segment = length.frames();
    long offset = state.nextFrame();
    int chunk = (int) Math.min(segment, totalFrames - offset);
    Cutting.Window window = cutting.window(offset, chunk, segment);
    int frames = window.frames();

    FloatBuffer mix = mixMemory.ofSize((long) CHANNELS * frames);
    FloatBuffer stems = stemMemory.ofSize((long) CHANNELS * network.stems() * frames);
    readNormalised(offset - window.before(), frames, mix);
    network.separate(mix, frames, stems);

    sink.begin();
    state.add(
        new Chunk(stems, frames, window.before(), chunk), cutting.stride(segment), level, sink);
    return new Step(state.nextFrame(), finished());
  }

  /** Gives back the memory that is not needed until the next step. */
  public void trim() {
    mixMemory.close();
    stemMemory.close();
  }

  @Override
  public void close() {
    trim();
  }

  /** The frames from {@code start} on, zeros where there is no song. */
  private void readNormalised(long start, int frames, FloatBuffer mix) throws IOException {
    float[] block = new float[CHANNELS * BLOCK_FRAMES];
    float[] left = new float[BLOCK_FRAMES];
    float[] right = new float[BLOCK_FRAMES];
    for (int done = 0; done < frames; done += BLOCK_FRAMES) {
      int count = Math.min(BLOCK_FRAMES, frames - done);
      int first = Math.clamp(-(start + done), 0, count);
      int last = Math.clamp(totalFrames - (start + done), first, count);
      if (last > first) {
        source.read(start + done + first, last - first, block);
      }
      for (int i = 0; i < count; i++) {
        boolean inside = i >= first && i < last;
        left[i] = inside ? level.normalised(block[CHANNELS * (i - first)]) : 0;
        right[i] = inside ? level.normalised(block[CHANNELS * (i - first) + 1]) : 0;
      }
      mix.put(done, left, 0, count);
      mix.put(frames + done, right, 0, count);
    }
  }
}
