package app.headroom.demucs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import app.headroom.job.Overlap;
import app.headroom.job.SegmentLength;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Pieces for whole commands. */
class CuttingTest {

  private static final int RATE = SegmentLength.SAMPLE_RATE_HZ;

  /** Gives back what it gets; remembers how much that was. */
  private static final class Mirror implements StemNetwork {
    final List<Integer> frames = new ArrayList<>();

    @Override
    public int stems() {
      return 1;
    }

    @Override
    public void separate(FloatBuffer mix, int count, FloatBuffer stems) {
      frames.add(count);
      for (int i = 0; i < 2 * count; i++) {
        stems.put(i, mix.get(i));
      }
    }

    @Override
    public void trim() {}

    @Override
    public void close() {}
  }

  @Test
  void piecesOverlapByNoMoreThanSegmentsWould() {
    Cutting pieces = new Cutting.Pieces(Overlap.AUTO);
    int segment = SegmentLength.ofSeconds(7.8).frames();
    assertThat(pieces.stride(segment)).isEqualTo(segment - segment / 4);
    assertThat(pieces.stride(8 * segment)).isEqualTo(8 * segment - segment / 4);
  }

  @Test
  void theLastPieceIsNoLongerThanItMustBe() {
    Cutting pieces = new Cutting.Pieces(Overlap.AUTO);
    int piece = SegmentLength.ofSeconds(31.2).frames();
    int segment = SegmentLength.ofSeconds(7.8).frames();
    assertThat(pieces.window(0, piece, piece)).isEqualTo(new Cutting.Window(0, piece));
    assertThat(pieces.window(9_000_000, 100, piece))
        .isEqualTo(new Cutting.Window(segment - 100, segment));
    assertThat(pieces.window(0, 10, piece)).isEqualTo(new Cutting.Window(0, RATE));
    assertThat(pieces.window(9_000_000, 20 * RATE, piece))
        .isEqualTo(new Cutting.Window(0, 20 * RATE));
  }

  /** Of any song, in pieces that change their length on the way. */
  @Test
  void joinedPiecesAreTheSong() throws IOException {
    long seed = 20;
    Random random = new Random(seed);
    for (int song = 0; song < 6; song++) {
      int frames = song == 0 ? 1 : random.nextInt(60 * RATE);
      Mirror mirror = new Mirror();
      long[] got = {0};
      SampleSource source =
          new SampleSource() {
            @Override
            public long frames() {
              return frames;
            }

            @Override
            public void read(long start, int count, float[] into) {
              for (int i = 0; i < count; i++) {
                into[2 * i] = sample(start + i);
                into[2 * i + 1] = -sample(start + i);
              }
            }
          };
      String told = "song " + song + " of " + frames + " frames, seed " + seed;
      StemSink sink =
          (interleaved, count) -> {
            for (int i = 0; i < count; i++, got[0]++) {
              float wanted = sample(got[0]);
              assertThat(interleaved[2 * i]).as(told).isCloseTo(wanted, within(1e-5f));
              assertThat(interleaved[2 * i + 1]).as(told).isCloseTo(-wanted, within(1e-5f));
            }
          };
      try (TrackSeparation separation =
          new TrackSeparation(
              source,
              sink,
              MixLevel.AS_IT_IS,
              new Cutting.Pieces(Overlap.AUTO),
              OverlapState.atStart(1))) {
        while (!separation.finished()) {
          separation
              .step(mirror, SegmentLength.ofSeconds(random.nextBoolean() ? 7.8 : 31.2))
              .finish();
        }
      }
      assertThat(got[0]).as(told).isEqualTo(frames);
      assertThat(mirror.frames).allSatisfy(count -> assertThat(count).isBetween(RATE, 32 * RATE));
    }
  }

  private static float sample(long frame) {
    return (frame * 7919 % 1000) / 1000f;
  }
}
