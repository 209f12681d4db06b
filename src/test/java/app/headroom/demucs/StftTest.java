package app.headroom.demucs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.FloatBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StftTest {

  private static final int SIZE = 4096;
  private static final Normalisation NONE = new Normalisation(0, 1);

  /** Against the definition, in double precision, with the original program's padding. */
  @ParameterizedTest
  @CsvSource({"57330, 0", "57330, 1", "57330, 30", "57330, 54", "57330, 55", "61440, 59"})
  void isTheTransformOfTheReflectedSignal(int samples, int column) {
    FloatBuffer signal = noise(samples, 2);
    FloatBuffer spectrograms = Golden.direct(2 * Stft.floats(samples));
    try (var crew = new Crew(3);
        var stft = new Stft(crew)) {
      stft.forward(signal, 2, samples, spectrograms);
    }
    int columns = Stft.columns(samples);
    int plane = Stft.ROWS * columns;
    int channel = 1;
    double[] frame = new double[SIZE];
    for (int i = 0; i < SIZE; i++) {
      int at = column * 1024 - 1536 + i;
      int reflected = at < 0 ? -at : at >= samples ? 2 * (samples - 1) - at : at;
      double window = 0.5 - 0.5 * Math.cos(2 * Math.PI * i / SIZE);
      frame[i] = signal.get(channel * samples + reflected) * window / 64;
    }
    for (int row : new int[] {0, 1, 2, 17, 512, 1023, 2047}) {
      double real = 0;
      double imaginary = 0;
      for (int i = 0; i < SIZE; i++) {
        double angle = -2 * Math.PI * ((long) row * i % SIZE) / SIZE;
        real += frame[i] * Math.cos(angle);
        imaginary += frame[i] * Math.sin(angle);
      }
      int at = 2 * channel * plane + row * columns + column;
      assertThat(spectrograms.get(at)).isCloseTo((float) real, within());
      assertThat(spectrograms.get(at + plane)).isCloseTo((float) imaginary, within());
    }
  }

  private static org.assertj.core.data.Offset<Float> within() {
    return org.assertj.core.data.Offset.offset(2e-6f);
  }

  @ParameterizedTest
  @ValueSource(ints = {57_330, 57_344, 57_345, 114_660})
  void comesBackAsItWas(int samples) {
    FloatBuffer signal = noise(samples, 2);
    withoutHighestRow(signal, samples);
    FloatBuffer spectrograms = Golden.direct(2 * Stft.floats(samples));
    FloatBuffer back = Golden.direct(2 * samples);
    try (var crew = new Crew(2);
        var stft = new Stft(crew)) {
      stft.forward(signal, 2, samples, spectrograms);
      stft.inverse(spectrograms, 1, NONE, back, NONE, 2, samples);
    }
    // The outermost columns that the ends would need are not part of the spectrogram.
    for (int channel = 0; channel < 2; channel++) {
      int from = channel * samples;
      int to = from + Stft.columns(samples) * 1024 - 1536;
      assertThat(Golden.decibels(back, signal, from + 1536, to)).isGreaterThan(120);
    }
  }

  @Test
  void addsToTheSignalAndUndoesBothNormalisations() {
    int samples = 57_330;
    FloatBuffer spectrograms = noise(Stft.floats(samples), 1);
    FloatBuffer scaled = Golden.direct(Stft.floats(samples));
    for (int i = 0; i < scaled.capacity(); i++) {
      scaled.put(i, (spectrograms.get(i) - 0.25f) / 2);
    }
    FloatBuffer plain = Golden.direct(samples);
    FloatBuffer added = noise(samples, 1);
    FloatBuffer before = noise(samples, 1);
    try (var crew = new Crew(1);
        var stft = new Stft(crew)) {
      stft.inverse(spectrograms, 1, NONE, plain, NONE, 1, samples);
      stft.inverse(
          scaled, 1, new Normalisation(0.25f, 2), added, new Normalisation(-1, 0.5f), 1, samples);
    }
    FloatBuffer expected = Golden.direct(samples);
    for (int i = 0; i < samples; i++) {
      expected.put(i, plain.get(i) + before.get(i) * 0.5f - 1);
    }
    assertThat(Golden.decibels(added, expected)).isGreaterThan(115);
  }

  @Test
  void takesSpectrogramsInBandsOfRows() {
    int samples = 57_330;
    int columns = Stft.columns(samples);
    int bands = 4;
    int bandRows = Stft.ROWS / bands;
    FloatBuffer whole = noise(Stft.floats(samples), 2);
    FloatBuffer inBands = Golden.direct(2 * Stft.floats(samples));
    for (int band = 0; band < bands; band++) {
      for (int plane = 0; plane < 4; plane++) {
        int from = (plane * Stft.ROWS + band * bandRows) * columns;
        inBands.put(whole.slice(from, bandRows * columns));
      }
    }
    FloatBuffer fromWhole = Golden.direct(2 * samples);
    FloatBuffer fromBands = Golden.direct(2 * samples);
    try (var crew = new Crew(2);
        var stft = new Stft(crew)) {
      stft.inverse(whole, 1, NONE, fromWhole, NONE, 2, samples);
      stft.inverse(inBands, bands, NONE, fromBands, NONE, 2, samples);
    }
    assertThat(fromBands).isEqualTo(fromWhole);
  }

  @Test
  void tellsTheMomentsOfWhatItWrote() {
    int samples = 57_330;
    FloatBuffer spectrograms = Golden.direct(2 * Stft.floats(samples));
    Moments moments;
    try (var crew = new Crew(2);
        var stft = new Stft(crew)) {
      moments = stft.forward(noise(samples, 2), 2, samples, spectrograms);
    }
    float[] written = new float[spectrograms.capacity()];
    spectrograms.get(0, written);
    Moments expected = Moments.of(written, 0, written.length);
    assertThat(moments.count()).isEqualTo(expected.count());
    assertThat(moments.normalisation()).isEqualTo(expected.normalisation());
  }

  private static FloatBuffer noise(int samples, int channels) {
    FloatBuffer noise = Golden.direct(samples * channels);
    var random = new Random(7);
    while (noise.hasRemaining()) {
      noise.put(random.nextFloat() - 0.5f);
    }
    return noise.clear();
  }

  /** What the transform leaves out cannot come back: no energy near half the sample rate. */
  private static void withoutHighestRow(FloatBuffer signal, int samples) {
    for (int i = 0; i < signal.capacity(); i++) {
      if (i % samples < 8 || i % samples >= samples - 8) {
        signal.put(i, 0);
      }
    }
    for (int times = 0; times < 4; times++) {
      for (int i = signal.capacity() - 1; i > 0; i--) {
        signal.put(i, (signal.get(i) + signal.get(i - 1)) / 2);
      }
    }
  }
}
