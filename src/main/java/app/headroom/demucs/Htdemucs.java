package app.headroom.demucs;

import app.headroom.demucs.OnnxSession.Values;
import app.headroom.demucs.graph.GraphBuilder;
import app.headroom.job.Provider;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * HTDemucs, loaded: Fourier transform, network, inverse transform ({@code demucs/htdemucs.py},
 * {@code forward}). Opened, used and closed by one thread: see {@link OnnxSession}.
 */
public final class Htdemucs implements StemNetwork {

  private static final int CHANNELS = 2;
  private static final int BLOCK = 4096;

  /** Of the spectrogram that comes out: the last transposed convolution's phases, side by side. */
  private static final int PHASES = 4;

  private final OnnxSession session;
  private final int stems;
  private final Crew crew;
  private final Stft stft;
  private final NativeFloats spectrograms = new NativeFloats();

  private Htdemucs(OnnxSession session, int threads) {
    this.session = session;
    this.stems = Math.toIntExact(session.outputShape(GraphBuilder.STEM_WAVEFORMS)[1] / CHANNELS);
    this.crew = new Crew(threads);
    this.stft = new Stft(crew);
  }

  /**
   * Loads a graph that {@link GraphBuilder} built. Takes a second or two.
   *
   * @param threads how many threads to use, the calling one included
   * @throws SeparationException if it cannot be loaded
   */
  public static Htdemucs open(Path graph, int threads) {
    return open(graph, threads, Provider.CPU);
  }

  /** The same on what is wanted. */
  public static Htdemucs open(Path graph, int threads, Provider provider) {
    return new Htdemucs(OnnxSession.open(graph, threads, provider), threads);
  }

  @Override
  public int stems() {
    return stems;
  }

  @Override
  public void separate(FloatBuffer mix, int frames, FloatBuffer stemBuffer) {
    int columns = Stft.columns(frames);
    int outputs = CHANNELS * stems;
    // The mix's spectrogram lies where the stems' will: it has long been read by then.
    FloatBuffer spectra = spectrograms.ofSize((long) outputs * Stft.floats(frames));

    Normalisation ofSpectrum = stft.forward(mix, CHANNELS, frames, spectra).normalisation();
    normalise(spectra, CHANNELS * Stft.floats(frames), ofSpectrum);
    Normalisation ofWave = moments(mix, CHANNELS * frames).normalisation();
    normalise(mix, CHANNELS * frames, ofWave);

    session.run(
        Map.of(
            GraphBuilder.SPECTROGRAM,
            Values.of(spectra, 1, 2 * CHANNELS, Stft.ROWS, columns),
            GraphBuilder.WAVEFORM,
            Values.of(mix, 1, CHANNELS, 1, frames)),
        outputs(spectra, stemBuffer, frames));

    stft.inverse(spectra, GraphBuilder.BANDS, ofSpectrum, stemBuffer, ofWave, outputs, frames);
  }

  private Map<String, Values> outputs(FloatBuffer spectra, FloatBuffer stemBuffer, int frames) {
    int outputs = CHANNELS * stems;
    Map<String, Values> values = new HashMap<>();
    int rows = Stft.ROWS / PHASES / GraphBuilder.BANDS;
    int columns = PHASES * Stft.columns(frames);
    int band = 2 * outputs * rows * columns;
    for (int i = 0; i < GraphBuilder.BANDS; i++) {
      FloatBuffer memory = spectra.slice(i * band, band);
      values.put(
          GraphBuilder.STEM_SPECTROGRAMS.get(i), Values.of(memory, 1, 2L * outputs, rows, columns));
    }
    values.put(GraphBuilder.STEM_WAVEFORMS, Values.of(stemBuffer, 1, outputs, 1, frames));
    return values;
  }

  private static Moments moments(FloatBuffer values, int count) {
    float[] block = new float[BLOCK];
    Moments moments = Moments.NONE;
    for (int from = 0; from < count; from += BLOCK) {
      int part = Math.min(BLOCK, count - from);
      values.get(from, block, 0, part);
      moments = moments.plus(Moments.of(block, 0, part));
    }
    return moments;
  }

  private void normalise(FloatBuffer values, int count, Normalisation normalisation) {
    crew.forEach(
        Math.ceilDiv(count, BLOCK),
        (member, task) -> {
          float[] block = new float[BLOCK];
          int part = Math.min(BLOCK, count - task * BLOCK);
          values.get(task * BLOCK, block, 0, part);
          normalisation.apply(block, part);
          values.put(task * BLOCK, block, 0, part);
        });
  }

  @Override
  public void trim() {
    spectrograms.close();
  }

  @Override
  public void close() {
    crew.close();
    stft.close();
    spectrograms.close();
    session.close();
  }
}
