package app.headroom.demucs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.headroom.demucs.OnnxSession.Values;
import app.headroom.demucs.graph.GraphBuilder;
import app.headroom.job.Precision;
import app.headroom.testing.TestModel;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The real network against the original program and against another export of it. */
class HtdemucsTest {

  private static final int STEMS = 4;
  private static final int THREADS = 2;

  @ParameterizedTest
  @ValueSource(strings = {"forward-1.3s", "forward-2.6s"})
  void agreesWithTheOriginalProgram(String golden) throws IOException {
    assertThat(forward(Precision.FP32, golden)).allSatisfy(db -> assertThat(db).isGreaterThan(110));
  }

  @Test
  void agreesWithTheOriginalProgramRoughlyInEightBits() throws IOException {
    assertThat(forward(Precision.INT8, "forward-2.6s"))
        .allSatisfy(db -> assertThat(db).isGreaterThan(30));
  }

  /** Signal to error of each stem. */
  private static List<Double> forward(Precision precision, String golden) throws IOException {
    FloatBuffer mix = Golden.direct(Golden.read(golden + "-mix.f32"));
    FloatBuffer expected = FloatBuffer.wrap(Golden.read(golden + "-stems.f32"));
    int frames = mix.capacity() / 2;
    FloatBuffer stems = Golden.direct(2 * STEMS * frames);
    try (Htdemucs network = Htdemucs.open(TestModel.graph(precision), THREADS)) {
      assertThat(network.stems()).isEqualTo(STEMS);
      network.separate(mix, frames, stems);
    }
    List<Double> decibels = new ArrayList<>();
    for (int stem = 0; stem < STEMS; stem++) {
      decibels.add(Golden.decibels(stems, expected, 2 * stem * frames, 2 * (stem + 1) * frames));
    }
    return decibels;
  }

  @Test
  void separatesOneSegmentLikeAnother() throws IOException {
    float[] mix = Golden.read("forward-1.3s-mix.f32");
    float[] longer = Golden.read("forward-2.6s-mix.f32");
    int frames = mix.length / 2;
    FloatBuffer first = Golden.direct(2 * STEMS * frames);
    FloatBuffer second = Golden.direct(2 * STEMS * frames);
    FloatBuffer other = Golden.direct(STEMS * longer.length);
    try (Htdemucs network = Htdemucs.open(TestModel.graph(Precision.FP32), THREADS)) {
      network.separate(Golden.direct(mix), frames, first);
      network.separate(Golden.direct(longer), longer.length / 2, other);
      network.trim();
      network.separate(Golden.direct(mix), frames, second);
    }
    assertThat(second).isEqualTo(first);
  }

  @Test
  void givesFiniteStemsForSilence() throws IOException {
    int frames = 57_330;
    FloatBuffer stems = Golden.direct(2 * STEMS * frames);
    try (Htdemucs network = Htdemucs.open(TestModel.graph(Precision.FP32), THREADS)) {
      network.separate(Golden.direct(2 * frames), frames, stems);
    }
    for (int i = 0; i < stems.capacity(); i++) {
      assertThat(Math.abs(stems.get(i))).isLessThan(1e-3f);
    }
  }

  @Test
  void belongsToTheThreadThatOpenedIt() throws Exception {
    int frames = 57_330;
    try (Htdemucs network = Htdemucs.open(TestModel.graph(Precision.INT8), THREADS)) {
      List<Throwable> thrown = new ArrayList<>();
      Thread stranger =
          Thread.ofPlatform()
              .uncaughtExceptionHandler((thread, e) -> thrown.add(e))
              .start(
                  () ->
                      network.separate(
                          Golden.direct(2 * frames), frames, Golden.direct(8 * frames)));
      stranger.join();
      assertThat(thrown).singleElement().isInstanceOf(WrongThreadException.class);
    }
  }

  @Test
  void saysWhatCannotBeLoaded() {
    assertThatThrownBy(() -> Htdemucs.open(Path.of("nowhere.onnx"), THREADS))
        .isInstanceOf(SeparationException.class)
        .hasMessageContaining("nowhere.onnx");
  }

  /** The npm package's graph normalises by itself, and knows one length only. */
  @Test
  @Tag("slow")
  void agreesWithTheNpmGraphOnBothOutputs() throws IOException {
    int frames = 343_980;
    int columns = Stft.columns(frames);
    float[] track = Golden.read("track-mix.f32");
    int trackFrames = track.length / 2;
    FloatBuffer mix = Golden.direct(2 * frames);
    mix.put(0, track, 0, trackFrames);
    mix.put(frames, track, trackFrames, trackFrames);
    FloatBuffer spectrogram = Golden.direct(2 * Stft.floats(frames));
    Moments moments;
    try (var crew = new Crew(THREADS);
        var stft = new Stft(crew)) {
      moments = stft.forward(mix, 2, frames, spectrogram);
    }

    FloatBuffer theirSpectra = Golden.direct(8 * Stft.floats(frames));
    FloatBuffer theirWaves = Golden.direct(8 * frames);
    try (OnnxSession session = OnnxSession.open(TestModel.npmGraph(), THREADS)) {
      List<String> in = List.copyOf(session.inputs());
      List<String> out = List.copyOf(session.outputs());
      session.run(
          Map.of(
              in.get(0), Values.of(mix, 1, 2, frames),
              in.get(1), Values.of(spectrogram, 1, 4, Stft.ROWS, columns)),
          Map.of(
              out.get(0), Values.of(theirSpectra, 1, STEMS, 4, Stft.ROWS, columns),
              out.get(1), Values.of(theirWaves, 1, STEMS, 2, frames)));
    }

    Normalisation ofSpectrum = moments.normalisation();
    Normalisation ofWave = Moments.of(values(mix), 0, mix.capacity()).normalisation();
    replaceAll(
        spectrogram, value -> (value - ofSpectrum.mean()) / (1e-5f + ofSpectrum.deviation()));
    replaceAll(mix, value -> (value - ofWave.mean()) / (1e-5f + ofWave.deviation()));
    FloatBuffer ourSpectra = Golden.direct(8 * Stft.floats(frames));
    FloatBuffer ourWaves = Golden.direct(8 * frames);
    try (OnnxSession session = OnnxSession.open(TestModel.graph(Precision.FP32), THREADS)) {
      session.run(
          Map.of(
              GraphBuilder.SPECTROGRAM, Values.of(spectrogram, 1, 4, Stft.ROWS, columns),
              GraphBuilder.WAVEFORM, Values.of(mix, 1, 2, 1, frames)),
          outputs(ourSpectra, ourWaves, frames));
    }
    FloatBuffer ourWholeSpectra = bandsJoined(ourSpectra, columns);
    replaceAll(ourWholeSpectra, ofSpectrum::undo);
    replaceAll(ourWaves, ofWave::undo);

    assertThat(Golden.decibels(ourWholeSpectra, theirSpectra)).isGreaterThan(75);
    assertThat(Golden.decibels(ourWaves, theirWaves)).isGreaterThan(75);
  }

  private static Map<String, Values> outputs(FloatBuffer spectra, FloatBuffer waves, int frames) {
    Map<String, Values> outputs = new HashMap<>();
    outputs.put(GraphBuilder.STEM_WAVEFORMS, Values.of(waves, 1, 2 * STEMS, 1, frames));
    int size = spectra.capacity() / GraphBuilder.BANDS;
    int rows = Stft.ROWS / 4 / GraphBuilder.BANDS;
    for (int band = 0; band < GraphBuilder.BANDS; band++) {
      FloatBuffer memory = spectra.slice(band * size, size);
      outputs.put(
          GraphBuilder.STEM_SPECTROGRAMS.get(band),
          Values.of(memory, 1, 4 * STEMS, rows, 4L * Stft.columns(frames)));
    }
    return outputs;
  }

  private static FloatBuffer bandsJoined(FloatBuffer spectra, int columns) {
    FloatBuffer joined = Golden.direct(spectra.capacity());
    int planes = 4 * STEMS;
    int size = Stft.ROWS / GraphBuilder.BANDS * columns;
    for (int plane = 0; plane < planes; plane++) {
      for (int band = 0; band < GraphBuilder.BANDS; band++) {
        joined.put(spectra.slice((band * planes + plane) * size, size));
      }
    }
    return joined.clear();
  }

  private static float[] values(FloatBuffer buffer) {
    float[] values = new float[buffer.capacity()];
    buffer.get(0, values);
    return values;
  }

  @FunctionalInterface
  private interface Change {
    float apply(float value);
  }

  private static void replaceAll(FloatBuffer buffer, Change change) {
    for (int i = 0; i < buffer.capacity(); i++) {
      buffer.put(i, change.apply(buffer.get(i)));
    }
  }
}
