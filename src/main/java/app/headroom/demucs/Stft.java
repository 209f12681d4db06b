package app.headroom.demucs;

import static org.bytedeco.ffmpeg.global.avutil.av_image_copy_plane;

import java.nio.FloatBuffer;
import java.util.Arrays;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.FloatPointer;

/**
 * The short-time Fourier transform of HTDemucs and its inverse ({@code demucs/htdemucs.py}, {@code
 * _spec} and {@code _ispec}; {@code demucs/spec.py}): 4096 points, hop 1024, a periodic Hann
 * window, scaled to keep energy. Column {@code t} begins 1536 samples before {@code 1024 t}; beyond
 * its ends the signal is reflected. The highest of the 2049 rows is left out, and taken as zero on
 * the way back.
 *
 * <p>A spectrogram is two planes, real and imaginary part, each [2048, columns], in direct memory.
 * Used by one thread at a time, which shares the work with its crew, and which closes it.
 */
final class Stft implements AutoCloseable {

  static final int ROWS = 2048;

  private static final int SIZE = 4096;
  private static final int HOP = 1024;
  private static final int LEAD = 1536;

  /**
   * From one column's spectrum to the next: it has two numbers more than the column, and from a
   * whole number of pages the same rows of all columns would share a place in the cache.
   */
  private static final int SPECTRUM = SIZE + 32;

  /**
   * Columns that are transformed together, so that the planes are touched whole cache lines at a
   * time.
   */
  private static final int BLOCK = 16;

  /** Where the imaginary parts of a block begin. */
  private static final int IMAGINARY = ROWS * BLOCK;

  private static final float FORWARD_SCALE = 1f / 64;

  /** 1 / 4096 of the inverse transform, times 64, over the sum of the squared windows. */
  private static final float INVERSE_SCALE = 64f / SIZE / 1.5f;

  private final Crew crew;
  private final float[] window = new float[SIZE];
  private final Scratch[] scratch;

  /** What one member of the crew works with. */
  private static final class Scratch {
    final RealFft forward = RealFft.forward(SIZE, FORWARD_SCALE);
    final RealFft inverse = RealFft.inverse(SIZE, INVERSE_SCALE);

    /** The spectra of a block's columns, one after the other. */
    final float[] spectra = new float[SPECTRUM * BLOCK];

    /** The same on their way from and to the planes: real, then imaginary parts, row by row. */
    final float[] block = new float[2 * ROWS * BLOCK];

    final NativeFloats memory = new NativeFloats();
    final FloatBuffer outside = memory.ofSize(block.length);

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
    float[] spectra = own.spectra;
    for (int t = 0; t < count; t++) {
      readReflected(signal, channel * samples, samples, (firstColumn + t) * HOP - LEAD, frame);
      multiply(frame, window);
      own.forward.transform(frame, 0, spectra, t * SPECTRUM);
      own.moments = own.moments.plus(Moments.of(spectra, t * SPECTRUM, SIZE));
    }
    float[] block = own.block;
    for (int row = 0; row < ROWS; row++) {
      for (int t = row * BLOCK, i = 2 * row; t < row * BLOCK + count; t++, i += SPECTRUM) {
        block[t] = spectra[i];
        block[IMAGINARY + t] = spectra[i + 1];
      }
    }
    own.outside.put(0, block);
    int first = 2 * channel * ROWS * columns + firstColumn;
    copyRows(own.outside, 0, BLOCK, spectrograms, first, columns, count, 2 * ROWS);
  }

  /**
   * Copies some columns of some rows. For a loop in Java these are far too many small pieces.
   *
   * @param source direct, as is {@code target}
   */
  private static void copyRows(
      FloatBuffer source,
      int from,
      int sourceColumns,
      FloatBuffer target,
      int to,
      int targetColumns,
      int columns,
      int rows) {
    FloatBuffer read = source.slice(from, (rows - 1) * sourceColumns + columns);
    FloatBuffer written = target.slice(to, (rows - 1) * targetColumns + columns);
    try (var sourceRow = new BytePointer(new FloatPointer(read));
        var targetRow = new BytePointer(new FloatPointer(written))) {
      av_image_copy_plane(
          targetRow,
          targetColumns * Float.BYTES,
          sourceRow,
          sourceColumns * Float.BYTES,
          columns * Float.BYTES,
          rows);
    }
  }

  private static void multiply(float[] values, float[] factors) {
    for (int i = 0; i < SIZE; i++) {
      values[i] *= factors[i];
    }
  }

  private static void addProducts(float[] sums, float[] values, float[] factors) {
    for (int i = 0; i < SIZE; i++) {
      sums[i] += values[i] * factors[i];
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

    /** Some columns of a channel's planes, all rows. */
    void read(int channel, int column, FloatBuffer destination, int count) {
      for (int plane = 0; plane < 2; plane++) {
        for (int row = 0; row < ROWS; row += bandRows) {
          int rowsBefore = row * this.count + (2 * channel + plane) * bandRows;
          int to = (plane * ROWS + row) * BLOCK;
          copyRows(
              memory,
              rowsBefore * columns + column,
              columns,
              destination,
              to,
              BLOCK,
              count,
              bandRows);
        }
      }
    }
  }

  private void inverseChannel(
      Planes planes, int channel, Normalisation ofSpectrograms, Output output, Scratch own) {
    int columns = planes.columns();
    Arrays.fill(own.sums, 0);
    for (int firstColumn = 0; firstColumn < columns; firstColumn += BLOCK) {
      int count = Math.min(BLOCK, columns - firstColumn);
      readSpectra(planes, channel, firstColumn, count, ofSpectrograms, own);
      for (int t = 0; t < count; t++) {
        own.inverse.transform(own.spectra, t * SPECTRUM, own.frame, 0);
        addProducts(own.sums, own.frame, window);
        output.shiftOut((firstColumn + t) * HOP - LEAD);
      }
    }
    for (int start = columns * HOP - LEAD; start < output.samples(); start += HOP) {
      output.shiftOut(start);
    }
  }

  private static void readSpectra(
      Planes planes,
      int channel,
      int firstColumn,
      int count,
      Normalisation normalisation,
      Scratch own) {
    planes.read(channel, firstColumn, own.outside, count);
    float[] block = own.block;
    own.outside.get(0, block);
    float[] spectra = own.spectra;
    float factor = normalisation.deviation();
    float mean = normalisation.mean();
    for (int row = 0; row < ROWS; row++) {
      for (int t = row * BLOCK, i = 2 * row; t < row * BLOCK + count; t++, i += SPECTRUM) {
        spectra[i] = block[t] * factor + mean;
        spectra[i + 1] = block[IMAGINARY + t] * factor + mean;
      }
    }
    for (int t = 0, i = 0; t < count; t++, i += SPECTRUM) {
      spectra[i + 1] = 0;
      spectra[i + SIZE] = 0;
      spectra[i + SIZE + 1] = 0;
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

  @Override
  public void close() {
    for (Scratch each : scratch) {
      each.forward.close();
      each.inverse.close();
      each.memory.close();
    }
  }
}
