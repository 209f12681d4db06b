package app.headroom.player;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import app.headroom.player.Signals.Source;
import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RenderingTest {

  private static final long SEED = 4711;
  private static final float NEAR = 1e-6f;

  @Test
  void theNeutralMixIsTheSumOfAllStemsWhateverThePieces() throws IOException {
    Source source = new Source(4, 10_000, Signals.noise(SEED));
    Random random = new Random(SEED);
    Rendering rendering = new Rendering(source, Mix.neutral(4));
    float[] stereo = new float[2 * 3000];
    long at = 0;
    while (!rendering.atEnd()) {
      int got = rendering.render(stereo, 1 + random.nextInt(3000));
      for (int i = 0; i < 2 * got; i++) {
        assertThat(stereo[i]).isCloseTo(sum(4, at + i / 2, i % 2), within(NEAR));
      }
      at += got;
    }
    assertThat(at).isEqualTo(10_000);
  }

  @Test
  void aMutedStemIsMissingAndASoloedOneAlone() throws IOException {
    Source source = new Source(3, 5000, Signals.noise(SEED));
    Mix mix = Mix.neutral(3).with(1, channel -> channel.withMute(true));
    float[] minus = Signals.render(new Rendering(source, mix), 1024);
    Mix solo = Mix.neutral(3).with(2, channel -> channel.withSolo(true));
    float[] alone = Signals.render(new Rendering(source, solo), 1024);
    for (int i = 0; i < minus.length; i++) {
      float muted = (float) Signals.noise(SEED).at(1, i % 2, i / 2);
      assertThat(minus[i]).isCloseTo(sum(3, i / 2, i % 2) - muted, within(NEAR));
      assertThat(alone[i]).isCloseTo((float) Signals.noise(SEED).at(2, i % 2, i / 2), within(NEAR));
    }
  }

  @Test
  void muteWinsOverSoloAndTwoSolosSoundTogether() {
    Mix mix =
        Mix.neutral(3)
            .with(0, channel -> channel.withSolo(true).withMute(true))
            .with(1, channel -> channel.withSolo(true));
    assertThat(mix.heard(0)).isFalse();
    assertThat(mix.heard(1)).isTrue();
    assertThat(mix.heard(2)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0, 1, 1",
    "0, 1, 0, 1",
    "0, -1, 1, 0",
    "6, 0, 1.9953, 1.9953",
    "-6, 0.5, 0.3544, 0.5012",
    "-60, 0, 0, 0"
  })
  void levelAndPan(double db, double pan, double left, double right) {
    Gain gain = new Channel(db, pan, false, false).gain();
    assertThat(gain.left()).isCloseTo((float) left, within(1e-4f));
    assertThat(gain.right()).isCloseTo((float) right, within(1e-4f));
  }

  @Test
  void aMuteComesInOverTenMillisecondsInAStraightLine() throws IOException {
    Source source = new Source(1, 20_000, (stem, side, frame) -> 0.5);
    Rendering rendering = new Rendering(source, Mix.neutral(1));
    Signals.render(rendering, 1000, 3000);
    rendering.mix(Mix.neutral(1).with(0, channel -> channel.withMute(true)));
    float[] after = Signals.render(rendering, 100, 1000);
    assertThat(after[0]).isCloseTo(0.5f, within(0.002f));
    assertThat(Signals.largestStep(after, 0)).isLessThan(0.5 / 441 + 1e-4);
    assertThat(after[2 * 441]).isZero();
    assertThat(after[2 * 999]).isZero();
  }

  @Test
  void changingGainsInTheMiddleOfARampDoesNotClick() throws IOException {
    Source source = new Source(1, 40_000, (stem, side, frame) -> 0.5);
    Rendering rendering = new Rendering(source, Mix.neutral(1));
    Random random = new Random(SEED);
    float last = 0.5f;
    for (int i = 0; i < 200; i++) {
      double db = -30 + 36 * random.nextDouble();
      rendering.mix(Mix.neutral(1).with(0, channel -> channel.withLevel(db)));
      float[] stereo = Signals.render(rendering, 64, 1 + random.nextInt(120));
      assertThat(Math.abs(stereo[0] - last)).as("seed %d", SEED).isLessThan(1.1f / 441);
      assertThat(Signals.largestStep(stereo, 0)).as("seed %d", SEED).isLessThan(1.1 / 441);
      last = stereo[stereo.length - 2];
    }
  }

  @Test
  void seekIsExactToTheSampleAndFadesOver() throws IOException {
    Source source = new Source(2, 100_000, Signals.noise(SEED));
    Rendering rendering = new Rendering(source, Mix.neutral(2));
    Signals.render(rendering, 512, 5000);
    rendering.seek(77_777);
    float[] after = Signals.render(rendering, 512, 2000);
    int fade = MixReader.FADE_FRAMES;
    for (int i = 0; i < after.length; i++) {
      int frame = i / 2;
      double in = Math.min(1, frame / (double) fade);
      double expected =
          sum(2, 77_777 + frame, i % 2) * in
              + (in < 1 ? sum(2, 5000 + frame, i % 2) * (1 - in) : 0);
      assertThat((double) after[i]).isCloseTo(expected, within(1e-5));
    }
    assertThat(rendering.position()).isEqualTo(79_777);
  }

  @Test
  void aLoopIsExactToTheSample() throws IOException {
    Source source = new Source(2, 200_000, Signals.noise(SEED));
    Rendering rendering = new Rendering(source, Mix.neutral(2));
    Loop loop = new Loop(10_007, 20_011);
    rendering.loop(loop);
    rendering.seek(19_000);
    int length = (int) (loop.end() - loop.start());
    float[] heard = Signals.render(rendering, 777, 3 * length);
    int fade = MixReader.FADE_FRAMES;
    for (int frame = fade; frame < 3 * length; frame++) {
      long beyond = 19_000 + frame - loop.end();
      long at = beyond < 0 ? 19_000 + frame : loop.start() + beyond % length;
      boolean fading = beyond >= 0 && at - loop.start() < fade;
      double in = fading ? (at - loop.start()) / (double) fade : 1;
      double expected =
          sum(2, at, 0) * in + (fading ? sum(2, loop.end() + at - loop.start(), 0) * (1 - in) : 0);
      assertThat((double) heard[2 * frame]).as("frame " + frame).isCloseTo(expected, within(1e-5));
    }
    assertThat(rendering.position()).isBetween(loop.start(), loop.end());
  }

  @Test
  void aSongThatIsStillSeparatedPlaysUpToWhereItIsAndGoesOnWithoutAStep() throws IOException {
    Source source = new Source(1, 30_000, (stem, side, frame) -> 0.5);
    source.ready = 10_000;
    Rendering rendering = new Rendering(source, Mix.neutral(1));
    float[] first = Signals.render(rendering, 1024);
    assertThat(first).hasSize(2 * 10_000);
    assertThat(first[first.length - 2]).as("ends softly").isLessThan(0.01f);
    assertThat(rendering.atEnd()).isFalse();
    assertThat(rendering.position()).isEqualTo(10_000);
    source.ready = 30_000;
    float[] second = Signals.render(rendering, 1024);
    assertThat(second).hasSize(2 * 20_000);
    assertThat(second[0]).as("begins softly").isLessThan(0.01f);
    assertThat(Signals.largestStep(second, 0)).isLessThan(0.5 / MixReader.FADE_FRAMES + 1e-4);
    assertThat(rendering.atEnd()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "0.5, 0",
    "0.75, 0",
    "0.85, -2",
    "1.0, 6",
    "1.0, -6",
    "1.25, 3",
    "1.5, 0",
    "1.5, 6",
    "0.5, -6"
  })
  void tempoKeepsThePitchAndPitchTheTempo(double tempo, int semitones) throws IOException {
    int seconds = 6;
    double hz = 440;
    Source source =
        new Source(
            1, (long) seconds * Signals.RATE, (stem, side, frame) -> 0.5 * Signals.sine(hz, frame));
    Practice practice = new Practice(tempo, semitones);
    Rendering rendering = Rendering.of(source, Mix.neutral(1).gains(), practice);
    float[] heard = Signals.render(rendering, 1024);
    assertThat(heard.length / 2)
        .as("length")
        .isCloseTo((int) practice.framesOf(source.totalFrames()), within(2));
    double expected = hz * practice.pitch();
    int margin = Signals.RATE / 2;
    double found = Signals.frequency(heard, 0, margin, heard.length / 2 - margin);
    assertThat(1200 * Math.log(found / expected) / Math.log(2)).as("cents").isBetween(-4.0, 4.0);
  }

  /** A click at a place of the song comes out at that place by the tempo, within a few blocks. */
  @ParameterizedTest
  @ValueSource(doubles = {0.5, 0.8, 1.3, 1.5})
  void theTempoDoesNotDrift(double tempo) throws IOException {
    long frames = 60L * Signals.RATE;
    long last = frames - Signals.RATE;
    Source source =
        new Source(
            1,
            frames,
            (stem, side, frame) ->
                frame > last ? 0.5 * Signals.sine(300, frame) : 0.01 * Signals.sine(200, frame));
    Rendering rendering = Rendering.of(source, Mix.neutral(1).gains(), new Practice(tempo, 0));
    float[] heard = Signals.render(rendering, 4096);
    int loud = 0;
    while (Math.abs(heard[2 * loud]) < 0.1) {
      loud++;
    }
    assertThat(loud * tempo / Signals.RATE).isCloseTo(last / (double) Signals.RATE, within(0.06));
  }

  /**
   * Two sides with a phase between them keep it: their sum, and what is left of one when the other
   * is taken out, stay as they were.
   */
  @ParameterizedTest
  @CsvSource({"0.5, 0", "0.8, 0", "1.4, 0", "1.0, 4", "0.7, -5", "1.2, 3"})
  void theSidesStayTogether(double tempo, int semitones) throws IOException {
    double phase = Math.PI / 3;
    Random random = new Random(SEED);
    double[] hz = random.doubles(12, 80, 3000).toArray();
    Source source =
        new Source(
            1,
            5L * Signals.RATE,
            (stem, side, frame) -> {
              double sum = 0;
              for (double each : hz) {
                sum += Math.sin(2 * Math.PI * each * frame / Signals.RATE + side * phase);
              }
              return 0.05 * sum;
            });
    Practice practice = new Practice(tempo, semitones);
    float[] heard = Signals.render(Rendering.of(source, Mix.neutral(1).gains(), practice), 1024);
    double left = 0;
    double right = 0;
    double cross = 0;
    for (int i = Signals.RATE; i < heard.length - Signals.RATE; i += 2) {
      left += (double) heard[i] * heard[i];
      right += (double) heard[i + 1] * heard[i + 1];
      cross += (double) heard[i] * heard[i + 1];
    }
    assertThat(cross / Math.sqrt(left * right)).isCloseTo(Math.cos(phase), within(0.04));
  }

  @Test
  void equalSidesStayEqualToTheBit() throws IOException {
    Source source =
        new Source(
            1, 4L * Signals.RATE, (stem, side, frame) -> Signals.noise(SEED).at(0, 0, frame));
    float[] heard =
        Signals.render(Rendering.of(source, Mix.neutral(1).gains(), new Practice(0.85, -2)), 1024);
    for (int i = 0; i < heard.length; i += 2) {
      assertThat(heard[i]).isEqualTo(heard[i + 1]);
    }
  }

  @Test
  void tempoChangesWhilePlayingWithoutAClick() throws IOException {
    Source source =
        new Source(1, 20L * Signals.RATE, (stem, side, frame) -> 0.5 * Signals.sine(220, frame));
    Rendering rendering = new Rendering(source, Mix.neutral(1));
    Random random = new Random(SEED);
    double tone = 2 * Math.PI * 220 / Signals.RATE * 0.5 * Math.sqrt(2);
    float last = 0;
    for (int i = 0; i < 20; i++) {
      rendering.practice(
          i % 4 == 3
              ? Practice.AS_RECORDED
              : new Practice(0.5 + random.nextDouble(), random.nextInt(13) - 6));
      float[] stereo = Signals.render(rendering, 512, 6000);
      double most = 1.5 * tone + 1.0 / MixReader.FADE_FRAMES;
      assertThat((double) Math.abs(stereo[0] - last)).as("seed %d", SEED).isLessThan(most);
      assertThat(Signals.largestStep(stereo, 0)).as("seed %d", SEED).isLessThan(most);
      last = stereo[stereo.length - 2];
    }
  }

  private static float sum(int stems, long frame, int side) {
    float sum = 0;
    for (int stem = 0; stem < stems; stem++) {
      sum += (float) Signals.noise(SEED).at(stem, side, frame);
    }
    return sum;
  }
}
