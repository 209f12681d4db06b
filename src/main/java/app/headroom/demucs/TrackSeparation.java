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
 * <p>A segment takes two steps: {@link #step} runs the network, {@link Segment#finish} adds what it
 * gave to the overlap and hands on what is final. The second can be another thread's work, beside
 * the network's next run; each is one thread's at a time. Closed by who made it, when both are
 * over.
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

  /** Of the segment that the network is at, and of the one before, which may not be finished. */
  private NativeFloats stemMemory = new NativeFloats();

  private NativeFloats otherStemMemory = new NativeFloats();
  private long nextFrame;

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
    this.nextFrame = state.nextFrame();
    if (nextFrame > totalFrames) {
      throw new IllegalArgumentException(
          "the song has " + totalFrames + " frames, " + nextFrame + " are done");
    }
  }

  /**
   * What the network gave of a segment. Segments are finished each once and in their order, one
   * before the step after the next: there is memory for two.
   */
  public final class Segment {

    private final Chunk chunk;
    private final int stride;
    private final NativeFloats memory;

    private Segment(Chunk chunk, int stride, NativeFloats memory) {
      this.chunk = chunk;
      this.stride = stride;
      this.memory = memory;
    }

    /**
     * Adds it to the overlap, hands on the frames that no later segment can change, and gives its
     * memory back.
     *
     * @return the place behind it, to be saved before the next one is finished
     * @throws IOException from the sink; the place is not usable any more then
     */
    public OverlapState finish() throws IOException {
      state.add(chunk, stride, level, sink);
      memory.close();
      return state;
    }
  }

  /** Where the next segment begins. */
  public long nextFrame() {
    return nextFrame;
  }

  /** Whether the network has been through all of the song. */
  public boolean finished() {
    return nextFrame >= totalFrames;
  }

  /**
   * Runs the network over the next segment.
   *
   * @throws IllegalStateException if it has been through all of them
   * @throws SeparationException if the network fails; the same step may be tried with another
   * @throws IOException from the source; the same step may be tried again
   */
  public Segment step(StemNetwork network, SegmentLength length) throws IOException {
    if (finished()) {
      throw new IllegalStateException("the song is finished");
    }
    int segment = length.frames();
    int stride = cutting.stride(segment);
    int chunk = (int) Math.min(segment, totalFrames - nextFrame);
    Cutting.Window window = cutting.window(nextFrame, chunk, segment);
    int frames = window.frames();

    FloatBuffer mix = mixMemory.ofSize((long) CHANNELS * frames);
    readNormalised(nextFrame - window.before(), frames, mix);
    FloatBuffer stems = stemMemory.ofSize((long) CHANNELS * network.stems() * frames);
    network.separate(mix, frames, stems);
    Chunk given = new Chunk(stems, frames, window.before(), chunk);
    Segment separated = new Segment(given, stride, stemMemory);
    NativeFloats other = otherStemMemory;
    otherStemMemory = stemMemory;
    stemMemory = other;
    nextFrame += Math.min(stride, chunk);
    return separated;
  }

  /** Gives back the memory that is not needed until the next step. All segments are finished. */
  public void trim() {
    mixMemory.close();
    stemMemory.close();
    otherStemMemory.close();
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
