package app.headroom.music;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import app.headroom.job.Music;
import app.headroom.job.Stem;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Music of known tempo and key, made here. */
class MusicListenerTest {

  private static final List<Stem> STEMS = List.of(Stem.DRUMS, Stem.BASS, Stem.OTHER, Stem.VOCALS);
  private static final int RATE_HZ = 44_100;
  private static final int SECONDS = 24;

  private static final double[] MAJOR_SCALE = {0, 2, 4, 5, 7, 9, 11};
  private static final double[] MINOR_SCALE = {0, 2, 3, 5, 7, 8, 10};

  /** Beats of a bar at which kick, snare and hats are hit. */
  record Groove(
      String name, List<Double> kicks, List<Double> snares, double hatEvery, double firstHat) {}

  private static final Groove ROCK =
      new Groove("rock", List.of(0.0, 2.0, 2.5), List.of(1.0, 3.0), 0.5, 0);

  static Stream<Groove> grooves() {
    return Stream.of(
        ROCK,
        new Groove("house", List.of(0.0, 1.0, 2.0, 3.0), List.of(1.0, 3.0), 1, 0.5),
        new Groove("sixteenths", List.of(0.0, 2.0), List.of(1.0, 3.0), 0.25, 0),
        new Groove("drum and bass", List.of(0.0, 2.5), List.of(1.0, 3.0), 0.5, 0),
        new Groove("ballad", List.of(0.0, 1.5, 2.0), List.of(1.0, 3.0), 0.5, 0),
        new Groove("click", List.of(), List.of(), 1, 0),
        new Groove("kick", List.of(0.0, 1.0, 2.0, 3.0), List.of(), 9, 0));
  }

  @ParameterizedTest
  @MethodSource("grooves")
  void hearsTheTempoFromSeventyToAHundredAndEighty(Groove groove) {
    for (double bpm : new double[] {70, 78, 97.3, 118, 124.5, 144, 160, 174, 180}) {
      float[] stems = new float[SECONDS * RATE_HZ * 8];
      drum(stems, groove, bpm);
      Double heard = music(stems).tempoBpm();
      assertThat(heard).as(groove + " at " + bpm).isNotNull().isCloseTo(bpm, within(0.15));
    }
  }

  @Test
  void withoutDrumsTheTempoIsThatOfTheRest() {
    float[] stems = new float[SECONDS * RATE_HZ * 8];
    chords(stems, 0, false, 0, 0.5);
    assertThat(music(stems).tempoBpm()).isNotNull().isCloseTo(120, within(0.3));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void hearsEveryKey(boolean minor) {
    for (int tonic = 0; tonic < 12; tonic++) {
      float[] stems = new float[7 * RATE_HZ * 8];
      chords(stems, tonic, minor, 0, 0.8);
      String expected =
          minor
              ? List.of("Cm", "C#m", "Dm", "Ebm", "Em", "Fm", "F#m", "Gm", "G#m", "Am", "Bbm", "Bm")
                  .get(tonic)
              : List.of("C", "Db", "D", "Eb", "E", "F", "F#", "G", "Ab", "A", "Bb", "B").get(tonic);
      assertThat(music(stems).key()).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @CsvSource({"-0.3", "0.2", "0.35"})
  void hearsTheKeyOfInstrumentsThatAreOutOfTune(double semitones) {
    float[] stems = new float[7 * RATE_HZ * 8];
    chords(stems, 9, true, semitones, 0.8);
    assertThat(music(stems).key()).isEqualTo("Am");
  }

  @Test
  void drumsDoNotDisturbTheKey() {
    float[] stems = new float[12 * RATE_HZ * 8];
    chords(stems, 4, true, 0, 0.75);
    drum(stems, ROCK, 80);
    assertThat(music(stems))
        .satisfies(
            heard -> {
              assertThat(heard.key()).isEqualTo("Em");
              assertThat(heard.tempoBpm()).isNotNull().isCloseTo(80, within(0.15));
            });
  }

  @Test
  void noiseAndSilenceHaveNeither() {
    assertThat(music(new float[SECONDS * RATE_HZ * 8])).isEqualTo(Music.UNKNOWN);
    float[] noise = new float[SECONDS * RATE_HZ * 8];
    Random random = new Random(11);
    for (int i = 0; i < noise.length; i++) {
      noise[i] = (float) (random.nextGaussian() * 0.1);
    }
    assertThat(music(noise).tempoBpm()).isNull();
    assertThat(music(new float[8])).isEqualTo(Music.UNKNOWN);
  }

  @Test
  void itMakesNoDifferenceInWhichPiecesASongComes() {
    float[] stems = new float[SECONDS * RATE_HZ * 8];
    chords(stems, 7, false, 0.1, 0.6);
    drum(stems, ROCK, 101.7);
    Music atOnce = music(stems);
    assertThat(atOnce.tempoBpm()).isNotNull();
    assertThat(atOnce.key()).isEqualTo("G");
    Random random = new Random(23);
    MusicListener listener = new MusicListener(STEMS);
    for (int at = 0; at < stems.length / 8; ) {
      int count = Math.min(random.nextInt(9000), stems.length / 8 - at);
      listener.add(Arrays.copyOfRange(stems, at * 8, (at + count) * 8), count);
      at += count;
    }
    assertThat(listener.music()).isEqualTo(atOnce);
  }

  private static Music music(float[] stems) {
    MusicListener listener = new MusicListener(STEMS);
    float[] part = new float[4096 * 8];
    int frames = stems.length / 8;
    for (int at = 0; at < frames; at += 4096) {
      int count = Math.min(4096, frames - at);
      System.arraycopy(stems, at * 8, part, 0, count * 8);
      listener.add(part, count);
    }
    return listener.music();
  }

  // ---- drums

  private static void drum(float[] stems, Groove groove, double bpm) {
    Random random = new Random(5);
    double beat = 60 / bpm;
    for (double bar = 0.1; bar < SECONDS; bar += 4 * beat) {
      for (double at : groove.kicks) {
        hit(stems, bar + at * beat, random, 14, 0.9, 50, 0.1);
      }
      for (double at : groove.snares) {
        hit(stems, bar + at * beat, random, 22, 0.3, 190, 0.4);
      }
      for (double at = groove.firstHat; at < 4; at += groove.hatEvery) {
        if (groove.hatEvery < 4) {
          hat(stems, bar + at * beat, random);
        }
      }
    }
  }

  private static void hit(
      float[] stems,
      double at,
      Random random,
      double decay,
      double tone,
      double hertz,
      double noise) {
    int first = (int) Math.round(at * RATE_HZ);
    for (int i = 0; i < RATE_HZ / 4 && first + i < stems.length / 8; i++) {
      double t = i / (double) RATE_HZ;
      double sample =
          tone * Math.sin(2 * Math.PI * hertz * t) * Math.exp(-t * decay)
              + noise * random.nextGaussian() * Math.exp(-t * decay * (noise < 0.2 ? 20 : 1));
      put(stems, first + i, 0, sample * 0.5);
    }
  }

  private static void hat(float[] stems, double at, Random random) {
    int first = (int) Math.round(at * RATE_HZ);
    double last = 0;
    for (int i = 0; i < RATE_HZ / 10 && first + i < stems.length / 8; i++) {
      double noise = random.nextGaussian() * Math.exp(-i * 60.0 / RATE_HZ) * 0.1;
      put(stems, first + i, 0, noise - last);
      last = noise;
    }
  }

  private static void put(float[] stems, int frame, int stem, double sample) {
    stems[frame * 8 + 2 * stem] += (float) sample;
    stems[frame * 8 + 2 * stem + 1] += (float) sample;
  }

  // ---- chords

  /** I vi IV V, or i VI iv v: with a bass below and a melody above. */
  private static void chords(
      float[] stems, int tonic, boolean minor, double tuning, double chordSeconds) {
    double[] scale = minor ? MINOR_SCALE : MAJOR_SCALE;
    int[] degrees = {0, 5, 3, 4, 0, 3, 4, 0};
    for (int frame = 0; frame < stems.length / 8; frame++) {
      double t = frame / (double) RATE_HZ;
      int chord = (int) (t / chordSeconds);
      int degree = degrees[chord % degrees.length];
      double within = t - chord * chordSeconds;
      double loud = Math.exp(-within * 2) * Math.min(1, within * 200);
      double root = tone(scale, degree) + tonic + tuning;
      put(stems, frame, 1, 0.25 * loud * note(36 + root, t));
      for (int third = 0; third < 3; third++) {
        double tone = tone(scale, degree + 2 * third) + tonic + tuning;
        put(stems, frame, 2, 0.1 * loud * note(60 + tone, t));
      }
      put(stems, frame, 3, 0.1 * loud * note(72 + tone(scale, degree + 2) + tonic + tuning, t));
    }
  }

  private static double tone(double[] scale, int degree) {
    return scale[degree % 7] + 12 * (degree / 7);
  }

  private static double note(double midi, double t) {
    double phase = 2 * Math.PI * 440 * Math.pow(2, (midi - 69) / 12) * t;
    return Math.sin(phase) + 0.5 * Math.sin(2 * phase) + 0.25 * Math.sin(3 * phase);
  }
}
