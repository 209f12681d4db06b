package app.headroom.demucs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.headroom.job.Overlap;
import app.headroom.job.SegmentLength;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.channels.Channels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Against a plain transcription of the original, which holds everything in memory. */
class TrackSeparationTest {

  private static final int STEMS = 3;
  private static final Overlap QUARTER = new Overlap.Share(0.25);
  private static final SegmentLength SHORT = SegmentLength.SHORTEST;
  private static final MixLevel LEVEL = new MixLevel(0.01, 0.3);

  @ParameterizedTest
  @CsvSource({
    "1, 0.25",
    "2, 0.25",
    "3, 0.25",
    "100, 0.25",
    "42996, 0.25",
    "42997, 0.25",
    "42998, 0.25",
    "57329, 0.25",
    "57330, 0.25",
    "57331, 0.25",
    "85994, 0.25",
    "128991, 0.25",
    "128992, 0.25",
    "300001, 0.25",
    "300000, 0",
    "57330, 0",
    "57331, 0",
    "200000, 0.1",
    "200000, 0.5",
    "100000, 0.9",
  })
  void isWhatDemucsDoes(int frames, double share) throws IOException {
    float[] song = song(frames);
    Overlap overlap = new Overlap.Share(share);
    List<SegmentLength> lengths = List.of(SHORT);
    assertSame(separate(song, overlap, lengths), reference(song, overlap, lengths));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
  void changesTheLengthOfSegmentsWithoutASeam(int seed) throws IOException {
    var random = new Random(seed);
    float[] song = song(400_000 + random.nextInt(300_000));
    List<SegmentLength> lengths = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      lengths.add(new SegmentLength(57_330 + random.nextInt(200_000)));
    }
    Overlap overlap = new Overlap.Share(random.nextDouble() * 0.6);
    assertSame(separate(song, overlap, lengths), reference(song, overlap, lengths));
  }

  /** Under pressure and when it ends: each rung with the share that is its own. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4})
  void changesTheRungUnderAutoWithoutASeam(int seed) throws IOException {
    var random = new Random(seed);
    float[] song = song(2_000_000 + random.nextInt(300_000));
    List<SegmentLength> lengths = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      lengths.add(SegmentLength.LADDER.get(random.nextInt(SegmentLength.LADDER.size())));
    }
    assertSame(separate(song, Overlap.AUTO, lengths), reference(song, Overlap.AUTO, lengths));

    var mix = new Output(1, song);
    run(new Identity(), song, Overlap.AUTO, lengths, mix, OverlapState.atStart(1));
    assertSame(mix.frames(), song);
  }

  /** A stem that is the mix comes back as the mix, wherever segments begin, end and change. */
  @Test
  void leavesNoTraceOfTheSegments() throws IOException {
    float[] song = song(500_000);
    List<SegmentLength> lengths =
        List.of(SegmentLength.ofSeconds(3.9), SHORT, SegmentLength.ofSeconds(2.6), SHORT);
    var output = new Output(1, song);
    run(new Identity(), song, QUARTER, lengths, output, OverlapState.atStart(1));
    float[] stem = output.frames();
    assertThat(stem).hasSize(song.length);
    for (int i = 0; i < song.length; i++) {
      assertThat(stem[i]).isCloseTo(song[i], org.assertj.core.data.Offset.offset(1e-6f));
    }
  }

  @Test
  void hasNothingToDoForASongWithoutFrames() throws IOException {
    float[] song = new float[0];
    var output = new Output(STEMS, song);
    try (var separation =
        new TrackSeparation(
            source(song),
            output,
            LEVEL,
            new Cutting.Segments(QUARTER),
            OverlapState.atStart(STEMS))) {
      assertThat(separation.finished()).isTrue();
      assertThatThrownBy(() -> separation.step(new Distinct(), SHORT))
          .isInstanceOf(IllegalStateException.class);
    }
    assertThat(output.frames()).isEmpty();
  }

  @Test
  void goesOnFromASavedPlaceAsIfNothingHadHappened() throws IOException {
    float[] song = song(333_333);
    List<SegmentLength> lengths =
        List.of(SegmentLength.ofSeconds(2.6), SHORT, SegmentLength.ofSeconds(1.95));
    float[] uninterrupted = separate(song, QUARTER, lengths);

    var output = new Output(STEMS, song);
    OverlapState state = OverlapState.atStart(STEMS);
    int step = 0;
    boolean finished = false;
    while (!finished) {
      try (var separation =
          new TrackSeparation(source(song), output, LEVEL, new Cutting.Segments(QUARTER), state)) {
        SegmentLength length = lengths.get(Math.min(step++, lengths.size() - 1));
        OverlapState reached = separation.step(new Distinct(), length).finish();
        assertThat(reached.nextFrame()).isEqualTo(output.count());
        finished = separation.finished();
      }
      state = OverlapState.restore(channel(saved(state)), STEMS);
    }
    assertThat(output.frames()).isEqualTo(uninterrupted);
  }

  /** As it is where that is another thread's work. */
  @Test
  void aSegmentMayBeFinishedBehindTheNextStep() throws IOException {
    float[] song = song(333_333);
    List<SegmentLength> lengths =
        List.of(SegmentLength.ofSeconds(2.6), SHORT, SegmentLength.ofSeconds(1.95));
    var output = new Output(STEMS, song);
    OverlapState state = OverlapState.atStart(STEMS);
    try (var separation =
        new TrackSeparation(source(song), output, LEVEL, new Cutting.Segments(QUARTER), state)) {
      TrackSeparation.Segment before = separation.step(new Distinct(), lengths.getFirst());
      for (int step = 1; !separation.finished(); step++) {
        TrackSeparation.Segment next =
            separation.step(new Distinct(), lengths.get(Math.min(step, lengths.size() - 1)));
        assertThat(before.finish().nextFrame()).isLessThan(separation.nextFrame());
        before = next;
      }
      assertThat(before.finish().nextFrame()).isEqualTo(separation.nextFrame());
    }
    assertThat(output.frames()).isEqualTo(separate(song, QUARTER, lengths));
  }

  @Test
  void refusesASavedPlaceThatIsDamaged() throws IOException {
    float[] song = song(200_000);
    OverlapState state = OverlapState.atStart(STEMS);
    try (var separation =
        new TrackSeparation(
            source(song), new Output(STEMS, song), LEVEL, new Cutting.Segments(QUARTER), state)) {
      separation.step(new Distinct(), SHORT).finish();
    }
    byte[] whole = saved(state);
    assertThat(OverlapState.restore(channel(whole), STEMS).nextFrame()).isEqualTo(42_997);
    for (int at : new int[] {0, 4, 8, 12, 13, 20, 23, 24, 5000, whole.length - 1}) {
      byte[] damaged = whole.clone();
      damaged[at] ^= 0x40;
      assertThatThrownBy(() -> OverlapState.restore(channel(damaged), STEMS))
          .as("byte %d", at)
          .isInstanceOf(IOException.class);
    }
    for (int length : new int[] {0, 3, 24, whole.length - 1}) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> OverlapState.restore(channel(cut), STEMS))
          .as("%d bytes", length)
          .isInstanceOf(IOException.class);
    }
    assertThatThrownBy(() -> OverlapState.restore(channel(whole), STEMS + 1))
        .isInstanceOf(IOException.class);
  }

  @Test
  void refusesAPlaceBehindTheEndOfTheSong() throws IOException {
    float[] song = song(100_000);
    var output = new Output(STEMS, song);
    OverlapState state = OverlapState.atStart(STEMS);
    try (var separation =
        new TrackSeparation(source(song), output, LEVEL, new Cutting.Segments(QUARTER), state)) {
      separation.step(new Distinct(), SHORT).finish();
    }
    SampleSource shorter = source(song(1000));
    assertThatThrownBy(
            () -> new TrackSeparation(shorter, output, LEVEL, new Cutting.Segments(QUARTER), state))
        .isInstanceOf(IllegalArgumentException.class);
  }

  // ---- the original, transcribed

  /** {@code apply_model} of {@code demucs/apply.py}; {@code TensorChunk}; lengths may change. */
  private static float[] reference(float[] song, Overlap overlap, List<SegmentLength> lengths) {
    int total = song.length / 2;
    int channels = 2 * STEMS;
    double[] sums = new double[total * channels];
    double[] weights = new double[total];
    int step = 0;
    for (int offset = 0; offset < total; step++) {
      int segment = lengths.get(Math.min(step, lengths.size() - 1)).frames();
      int length = Math.min(total - offset, segment);
      int delta = segment - length;
      int start = offset - delta / 2;
      FloatBuffer mix = FloatBuffer.allocate(2 * segment);
      for (int channel = 0; channel < 2; channel++) {
        for (int i = Math.max(0, start); i < Math.min(total, start + segment); i++) {
          mix.put(channel * segment + i - start, LEVEL.normalised(song[2 * i + channel]));
        }
      }
      FloatBuffer out = FloatBuffer.allocate(channels * segment);
      new Distinct().separate(mix, segment, out);
      for (int i = 0; i < length; i++) {
        double weight = i < segment / 2 ? i + 1 : segment - segment / 2 - (i - segment / 2);
        weight /= segment - segment / 2;
        weights[offset + i] += weight;
        for (int c = 0; c < channels; c++) {
          sums[(offset + i) * channels + c] += weight * out.get(c * segment + delta / 2 + i);
        }
      }
      offset += (int) ((1 - overlap.share(segment)) * segment);
    }
    float[] result = new float[total * channels];
    for (int i = 0; i < result.length; i++) {
      result[i] = LEVEL.denormalised((float) (sums[i] / weights[i / channels]));
    }
    return result;
  }

  // ---- running

  private static float[] separate(float[] song, Overlap overlap, List<SegmentLength> lengths)
      throws IOException {
    var output = new Output(STEMS, song);
    run(new Distinct(), song, overlap, lengths, output, OverlapState.atStart(STEMS));
    return output.frames();
  }

  private static void run(
      StemNetwork network,
      float[] song,
      Overlap overlap,
      List<SegmentLength> lengths,
      Output output,
      OverlapState state)
      throws IOException {
    try (var separation =
        new TrackSeparation(source(song), output, LEVEL, new Cutting.Segments(overlap), state)) {
      for (int step = 0; !separation.finished(); step++) {
        separation.step(network, lengths.get(Math.min(step, lengths.size() - 1))).finish();
      }
    }
  }

  private static void assertSame(float[] actual, float[] expected) {
    assertThat(actual).hasSameSizeAs(expected);
    for (int i = 0; i < actual.length; i++) {
      if (Math.abs(actual[i] - expected[i]) > 1e-5) {
        assertThat(actual[i]).as("value %d of %d", i, actual.length).isEqualTo(expected[i]);
      }
    }
  }

  private static byte[] saved(OverlapState state) throws IOException {
    var bytes = new ByteArrayOutputStream();
    state.save(Channels.newChannel(bytes));
    return bytes.toByteArray();
  }

  private static java.nio.channels.ReadableByteChannel channel(byte[] bytes) {
    return Channels.newChannel(new ByteArrayInputStream(bytes));
  }

  private static float[] song(int frames) {
    var random = new Random(frames);
    float[] song = new float[2 * frames];
    for (int i = 0; i < song.length; i++) {
      song[i] = random.nextFloat() - 0.5f;
    }
    return song;
  }

  private static SampleSource source(float[] song) {
    return new SampleSource() {
      @Override
      public long frames() {
        return song.length / 2;
      }

      @Override
      public void read(long startFrame, int frames, float[] interleaved) {
        System.arraycopy(song, (int) (2 * startFrame), interleaved, 0, 2 * frames);
      }
    };
  }

  private static final class Output implements StemSink {

    private final int channels;
    private final FloatBuffer frames;

    Output(int stems, float[] song) {
      channels = 2 * stems;
      frames = FloatBuffer.allocate(stems * song.length);
    }

    @Override
    public void append(float[] interleaved, int count) {
      frames.put(interleaved, 0, count * channels);
    }

    float[] frames() {
      return Arrays.copyOf(frames.array(), frames.position());
    }

    int count() {
      return frames.position() / channels;
    }
  }

  /** Gives the mix. */
  private static final class Identity implements StemNetwork {

    @Override
    public int stems() {
      return 1;
    }

    @Override
    public void separate(FloatBuffer mix, int frames, FloatBuffer stems) {
      stems.put(0, mix, 0, 2 * frames);
    }

    @Override
    public void trim() {}

    @Override
    public void close() {}
  }

  /** Every stem and channel is another, and depends on the place in the segment and around it. */
  private static final class Distinct implements StemNetwork {

    @Override
    public int stems() {
      return STEMS;
    }

    @Override
    public void separate(FloatBuffer mix, int frames, FloatBuffer stems) {
      for (int c = 0; c < 2 * STEMS; c++) {
        for (int i = 0; i < frames; i++) {
          float here = mix.get(c % 2 * frames + i);
          float ahead = i + 100 < frames ? mix.get(c % 2 * frames + i + 100) : 0;
          stems.put(c * frames + i, here * (c + 1) + ahead * 0.5f + (float) i / frames);
        }
      }
    }

    @Override
    public void trim() {}

    @Override
    public void close() {}
  }
}
