package app.headroom.bench;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;

/**
 * A song made of nothing: drums, bass, chords and a voice that hums vowels, the same every time. It
 * exists so that the program can be tried and measured where there is no music.
 */
public final class SynthesisedSong {

  private static final int RATE_HZ = 44_100;
  private static final int BEAT_FRAMES = RATE_HZ / 2;
  private static final int BAR_BEATS = 4;

  /** Roots and the chords on them, as semitones above A1: Am, F, C, G. */
  private static final int[] ROOTS = {0, -4, 3, -2};

  private static final int[][] CHORDS = {{24, 27, 31}, {20, 24, 27}, {27, 31, 34}, {22, 26, 29}};

  private static final int[] MELODY = {36, 34, 31, 29, 31, 34, 36, 39};

  /** First and second formant of the vowels a, e, o and u, in hertz. */
  private static final double[][] VOWELS = {{730, 1090}, {530, 1840}, {570, 840}, {300, 870}};

  private final SplittableRandom noise = new SplittableRandom(7);
  private final Resonator first = new Resonator();
  private final Resonator second = new Resonator();
  private double bassPhase;
  private double bassLow;
  private double voicePhase;
  private final double[] chordPhases = new double[3];
  private double lastNoise;

  private SynthesisedSong() {}

  /** Writes {@code seconds} of it as 16-bit stereo WAV at 44.1 kHz, replacing {@code file}. */
  public static void write(Path file, int seconds) throws IOException {
    int frames = Math.multiplyExact(RATE_HZ, seconds);
    int dataBytes = Math.multiplyExact(frames, 4);
    SynthesisedSong song = new SynthesisedSong();
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
      out.write(header(dataBytes));
      ByteBuffer frame = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN);
      for (int n = 0; n < frames; n++) {
        song.frame(n, frame.clear());
        out.write(frame.array());
      }
    }
  }

  private static byte[] header(int dataBytes) {
    return ByteBuffer.allocate(44)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put("RIFF".getBytes(StandardCharsets.US_ASCII))
        .putInt(36 + dataBytes)
        .put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII))
        .putInt(16)
        .putShort((short) 1)
        .putShort((short) 2)
        .putInt(RATE_HZ)
        .putInt(RATE_HZ * 4)
        .putShort((short) 4)
        .putShort((short) 16)
        .put("data".getBytes(StandardCharsets.US_ASCII))
        .putInt(dataBytes)
        .array();
  }

  private void frame(int n, ByteBuffer frame) {
    int bar = n / (BEAT_FRAMES * BAR_BEATS);
    int chord = bar % ROOTS.length;
    double drums = drums(n);
    double middle = drums + bass(n, ROOTS[chord]) + voice(n);
    double side = chords(CHORDS[chord], n);
    double left = middle + side * 0.8 + chordTone(CHORDS[chord][0], 0) * 0.05;
    double right = middle + side * 0.5 + chordTone(CHORDS[chord][2], 2) * 0.08;
    frame.putShort(sample(left)).putShort(sample(right));
  }

  private static short sample(double value) {
    return (short) Math.round(Math.tanh(value) * 0.9 * Short.MAX_VALUE);
  }

  /** Kick on one and three, snare on two and four, hats on the eighths. */
  private double drums(int n) {
    int beat = n / BEAT_FRAMES % BAR_BEATS;
    double sinceBeat = n % BEAT_FRAMES / (double) RATE_HZ;
    double sinceEighth = n % (BEAT_FRAMES / 2) / (double) RATE_HZ;
    double white = noise.nextDouble(-1, 1);
    double hiss = white - lastNoise;
    lastNoise = white;
    double hat = 0.12 * hiss * Math.exp(-sinceEighth * 60);
    if (beat % 2 == 0) {
      double sweep = 48 * sinceBeat + 4.5 * (1 - Math.exp(-sinceBeat * 30));
      return hat + 0.8 * Math.sin(2 * Math.PI * sweep) * Math.exp(-sinceBeat * 9);
    }
    double body = Math.sin(2 * Math.PI * 190 * sinceBeat) * Math.exp(-sinceBeat * 25);
    return hat + (0.45 * white + 0.4 * body) * Math.exp(-sinceBeat * 16);
  }

  /** A saw through a one-pole low pass, plucked on every eighth. */
  private double bass(int n, int root) {
    bassPhase = advance(bassPhase, hertz(root));
    double since = n % (BEAT_FRAMES / 2) / (double) RATE_HZ;
    double saw = 2 * bassPhase - 1;
    bassLow += 0.06 * (saw - bassLow);
    return 0.55 * bassLow * Math.exp(-since * 3);
  }

  private double chords(int[] semitones, int n) {
    double sum = 0;
    for (int i = 0; i < semitones.length; i++) {
      chordPhases[i] = advance(chordPhases[i], hertz(semitones[i]));
      sum += chordTone(semitones[i], i);
    }
    double since = n % (BEAT_FRAMES * BAR_BEATS) / (double) RATE_HZ;
    return 0.12 * sum * Math.exp(-since * 0.5);
  }

  private double chordTone(int semitone, int index) {
    double phase = 2 * Math.PI * chordPhases[index];
    double brightness = semitone > 30 ? 0.3 : 0.5;
    return Math.sin(phase) + brightness * Math.sin(2 * phase) + 0.2 * Math.sin(3 * phase);
  }

  /** Pulses with vibrato through two formants; it pauses every fourth bar. */
  private double voice(int n) {
    double time = n / (double) RATE_HZ;
    int note = n / BEAT_FRAMES;
    if (note / BAR_BEATS % 4 == 3) {
      return 0;
    }
    double vibrato = 1 + 0.012 * Math.sin(2 * Math.PI * 5.5 * time);
    voicePhase = advance(voicePhase, hertz(MELODY[note % MELODY.length] - 12) * vibrato);
    double pulse = Math.pow(1 - voicePhase, 6) - 0.14 + 0.01 * noise.nextDouble(-1, 1);
    double[] vowel = VOWELS[note / 2 % VOWELS.length];
    double since = n % BEAT_FRAMES / (double) RATE_HZ;
    double envelope = Math.min(1, since * 25) * Math.min(1, (0.5 - since) * 12);
    double throat = first.pass(pulse, vowel[0], 90) + 0.7 * second.pass(pulse, vowel[1], 120);
    return 0.5 * envelope * throat;
  }

  private static double advance(double phase, double hertz) {
    double next = phase + hertz / RATE_HZ;
    return next - Math.floor(next);
  }

  private static double hertz(int semitonesAboveA1) {
    return 55 * Math.pow(2, semitonesAboveA1 / 12.0);
  }

  /** Two poles with unit gain at their frequency. */
  private static final class Resonator {
    private double last;
    private double beforeLast;

    double pass(double input, double hertz, double bandwidthHertz) {
      double radius = Math.exp(-Math.PI * bandwidthHertz / RATE_HZ);
      double angle = 2 * Math.PI * hertz / RATE_HZ;
      double gain =
          (1 - radius) * Math.sqrt(1 - 2 * radius * Math.cos(2 * angle) + radius * radius);
      double output =
          gain * input + 2 * radius * Math.cos(angle) * last - radius * radius * beforeLast;
      beforeLast = last;
      last = output;
      return output;
    }
  }
}
