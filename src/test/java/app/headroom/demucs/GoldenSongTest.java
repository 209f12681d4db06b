package app.headroom.demucs;

import static org.assertj.core.api.Assertions.assertThat;

import app.headroom.job.Overlap;
import app.headroom.job.Precision;
import app.headroom.job.SegmentLength;
import app.headroom.testing.TestModel;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A whole song through the real network, against the original program. */
@Tag("slow")
class GoldenSongTest {

  private static final int STEMS = 4;

  @ParameterizedTest
  @CsvSource({
    "FP32, 7.8, track-7.8s-overlap0.25, 100",
    "FP32, 2.6, track-2.6s-overlap0.25, 100",
    "INT8, 7.8, track-7.8s-overlap0.25, 35",
    "INT8, 2.6, track-2.6s-overlap0.25, 35",
  })
  void isSeparatedAsByTheOriginalProgram(
      Precision precision, double seconds, String golden, double decibels) throws IOException {
    float[] mix = Golden.read("track-mix.f32");
    FloatBuffer expected = FloatBuffer.wrap(Golden.read(golden + "-stems.f32"));
    int frames = mix.length / 2;
    var meter = new MixLevel.Meter();
    float[] frame = new float[2];
    for (int i = 0; i < frames; i++) {
      read(mix, i, 1, frame);
      meter.add(frame, 1);
    }

    FloatBuffer stems = FloatBuffer.allocate(2 * STEMS * frames);
    int[] done = {0};
    StemSink sink =
        (interleaved, count) -> {
          for (int i = 0; i < count; i++, done[0]++) {
            for (int channel = 0; channel < 2 * STEMS; channel++) {
              stems.put(channel * frames + done[0], interleaved[2 * STEMS * i + channel]);
            }
          }
        };
    SampleSource source =
        new SampleSource() {
          @Override
          public long frames() {
            return frames;
          }

          @Override
          public void read(long startFrame, int count, float[] interleaved) {
            GoldenSongTest.read(mix, (int) startFrame, count, interleaved);
          }
        };
    try (Htdemucs network = Htdemucs.open(TestModel.graph(precision), 2);
        var separation =
            new TrackSeparation(
                source,
                sink,
                meter.level(),
                new Cutting.Segments(new Overlap.Share(0.25)),
                OverlapState.atStart(network.stems()))) {
      while (!separation.finished()) {
        separation.step(network, SegmentLength.ofSeconds(seconds)).finish();
      }
    }

    assertThat(done[0]).isEqualTo(frames);
    double[] ofStems = new double[STEMS];
    Arrays.setAll(
        ofStems,
        stem -> Golden.decibels(stems, expected, 2 * stem * frames, 2 * (stem + 1) * frames));
    for (double ofStem : ofStems) {
      assertThat(ofStem).as(Arrays.toString(ofStems)).isGreaterThan(decibels);
    }
    assertThat(Golden.decibels(stems, expected)).as("all stems").isGreaterThan(decibels);
  }

  private static void read(float[] planar, int start, int count, float[] interleaved) {
    for (int i = 0; i < count; i++) {
      interleaved[2 * i] = planar[start + i];
      interleaved[2 * i + 1] = planar[planar.length / 2 + start + i];
    }
  }
}
