package app.headroom.demucs;

import be.tarsos.dsp.util.fft.FloatFFT;
import java.nio.FloatBuffer;
import java.util.Arrays;

/**
 * The short-time Fourier transform of HTDemucs and its inverse ({@code demucs/htdemucs.py}, {@code
 * _spec} and {@code _ispec}; {@code demucs/spec.py}): 4096 points, hop 1024, a periodic Hann
 * window, scaled to keep energy. Column {@code t} begins 1536 samples before {@code 1024 t}; beyond
 * its ends the signal is reflected. The highest of the 2049 rows is left out, and taken as zero on
 * the way back.
 *
 * <p>A spectrogram is two planes, real and imaginary part, each [2048, columns]. Used by one thread
 * at a time, which shares the work with its crew.
 */
final class Stft {

  static final int ROWS = 2048;

  private static final int SIZE = 4096;
  private static final int HOP = 1024;
  private static final int LEAD = 1536;

  /**
   * Columns that are transformed together, so that the planes are touched a cache line at a time.
   */
  private static final int BLOCK = 64;

  private static final float FORWARD_SCALE = 1f / 64;

  /** The inverse transform's own 1 / 4096, times 64, over the sum of the squared windows. */
  private static final float INVERSE_SCALE = 64f / 1.5f;

  private final Crew crew;
  private final FloatFFT fft = new FloatFFT(SIZE);
  private final float[] window = new float[SIZE];
  private final Scratch[] scratch;

  private static final class Scratch {
    final float[] real = new float[ROWS * BLOCK];
    final float[] imaginary = new float[ROWS * BLOCK];
    final float[] frame = new float[SIZE];
    final float[] sums = new float[SIZE];
    final float[] samples = new float[HOP];
    Moments moments = Moments.NONE;
  }

  Stft(Crew crew) {
    this.crew = crew;
    for (int i = 0; i < SIZE; i++) {
      window[i] = (float) (0.5 - 0.5 * Math.cos(2 * Math.PI * i / SIZE));
    }
    scratch = new Scratch[crew.size()];
    for (int i = 0; i < scratch.length; i++) {
      scratch[i] = new Scratch();
    }
  }

  /** How many columns that many samples have. */
  static int columns(int samples) {
    return Math.ceilDiv(samples, HOP);
  }

  /** Size of one channel's spectrogram, both planes. */
  static int floats(int samples) {
    return 2 * ROWS * columns(samples);
  }

  // ---- forward

  /**
   * Transforms channels that lie one after the other, into spectrograms one after the other.
   *
   * @param samples of each channel, more than 4096
   * @return the moments of everything that was written
   */
  Moments forward(FloatBuffer signal, int channels, int samples, FloatBuffer spectrograms) {
    int blocks = Math.ceilDiv(columns(samples), BLOCK);
    for (Scratch each : scratch) {
      each.moments = Moments.NONE;
    }
    crew.forEach(
        channels * blocks,
        (member, task) ->
            forwardBlock(
                signal,
                task / blocks,
                samples,
                task % blocks * BLOCK,
                spectrograms,
                scratch[member]));
    Moments all = Moments.NONE;
    for (Scratch each : scratch) {
      all = all.plus(each.moments);
    }
    return all;
  }

  private void forwardBlock(
      FloatBuffer signal,
      int channel,
      int samples,
      int firstColumn,
      FloatBuffer spectrograms,
      Scratch own) {
    int columns = columns(samples);
    int count = Math.min(BLOCK, columns - firstColumn);
    float[] frame = own.frame;
    for (int t = 0; t < count; t++) {
      readReflected(signal, channel * samples, samples, (firstColumn + t) * HOP - LEAD, frame);
      for (int i = 0; i < SIZE; i++) {
        frame[i] *= window[i] * FORWARD_SCALE;
      }
      fft.realForward(frame);
      frame[1] = 0;
      own.moments = own.moments.plus(Moments.of(frame, SIZE));
      for (int row = 0; row < ROWS; row++) {
        own.real[row * BLOCK + t] = frame[2 * row];
        own.imaginary[row * BLOCK + t] = frame[2 * row + 1];
      }
    }
    int plane = ROWS * columns;
    int at = 2 * channel * plane + firstColumn;
    for (int row = 0; row < ROWS; row++) {
      spectrograms.put(at + row * columns, own.real, row * BLOCK, count);
      spectrograms.put(at + plane + row * columns, own.imaginary, row * BLOCK, count);
    }
  }

  private static void readReflected(
      FloatBuffer signal, int offset, int samples, int start, float[] frame) {
    int from = Math.max(0, -start);
    int to = Math.min(SIZE, samples - start);
    signal.get(offset + start + from, frame, from, to - from);
    for (int i = 0; i < from; i++) {
      frame[i] = signal.get(offset - (start + i));
    }
    for (int i = to; i < SIZE; i++) {
      frame[i] = signal.get(offset + 2 * (samples - 1) - (start + i));
    }
  }

  // ---- inverse

  /**
   * Transforms spectrograms back and adds them to signals that lie one after the other; both are
   * first brought back from their normalisation.
   *
   * @param spectrograms cut into bands of rows: first the lowest band of all channels' planes
   */
  void inverse(
      FloatBuffer spectrograms,
      int bands,
      Normalisation ofSpectrograms,
      FloatBuffer signals,
      Normalisation ofSignals,
      int channels,
      int samples) {
    var planes = new Planes(spectrograms, 2 * channels, ROWS / bands, columns(samples));
    crew.forEach(
        channels,
        (member, channel) -> {
          var output = new Output(signals, channel * samples, samples, ofSignals, scratch[member]);
          inverseChannel(planes, channel, ofSpectrograms, output, scratch[member]);
        });
  }

  /** Planes of spectrograms that are cut into bands of rows. */
  private record Planes(FloatBuffer memory, int count, int bandRows, int columns) {

    void read(int plane, int row, int column, float[] destination, int count) {
      int rowsBefore = (row / bandRows * this.count + plane) * bandRows + row % bandRows;
      memory.get(rowsBefore * columns + column, destination, row * BLOCK, count);
    }
  }

  private void inverseChannel(
      Planes planes, int channel, Normalisation ofSpectrograms, Output output, Scratch own) {
    int columns = planes.columns();
    Arrays.fill(own.sums, 0);
    for (int firstColumn = 0; firstColumn < columns; firstColumn += BLOCK) {
      int count = Math.min(BLOCK, columns - firstColumn);
      for (int row = 0; row < ROWS; row++) {
        planes.read(2 * channel, row, firstColumn, own.real, count);
        planes.read(2 * channel + 1, row, firstColumn, own.imaginary, count);
      }
      for (int t = 0; t < count; t++) {
        addColumn(own, t, ofSpectrograms);
        output.shiftOut((firstColumn + t) * HOP - LEAD);
      }
    }
    for (int start = columns * HOP - LEAD; start < output.samples(); start += HOP) {
      output.shiftOut(start);
    }
  }

  private void addColumn(Scratch own, int t, Normalisation normalisation) {
    float[] frame = own.frame;
    for (int row = 0; row < ROWS; row++) {
      frame[2 * row] = normalisation.undo(own.real[row * BLOCK + t]);
      frame[2 * row + 1] = normalisation.undo(own.imaginary[row * BLOCK + t]);
    }
    frame[1] = 0;
    fft.realInverse(frame, true);
    for (int i = 0; i < SIZE; i++) {
      own.sums[i] += frame[i] * (window[i] * INVERSE_SCALE);
    }
  }

  /** Where finished samples go. */
  private record Output(
      FloatBuffer signals, int offset, int samples, Normalisation normalisation, Scratch own) {

    /** Adds the first hop of the sums, which no later column reaches, to the signal. */
    void shiftOut(int start) {
      int from = Math.max(0, -start);
      int to = Math.min(HOP, samples - start);
      if (from < to) {
        float[] values = own.samples;
        signals.get(offset + start + from, values, from, to - from);
        for (int i = from; i < to; i++) {
          values[i] = normalisation.undo(values[i]) + own.sums[i];
        }
        signals.put(offset + start + from, values, from, to - from);
      }
      System.arraycopy(own.sums, HOP, own.sums, 0, SIZE - HOP);
      Arrays.fill(own.sums, SIZE - HOP, SIZE, 0);
    }
  }
}
