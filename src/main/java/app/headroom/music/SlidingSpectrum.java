package app.headroom.music;

import be.tarsos.dsp.util.fft.FFT;
import be.tarsos.dsp.util.fft.HannWindow;
import java.util.function.Consumer;

/** Magnitudes of a window that moves over mono samples by half its length. One thread. */
final class SlidingSpectrum {

  private final FFT fft;
  private final int size;
  private final float[] shape;
  private final float[] window;
  private final float[] work;
  private final float[] magnitudes;
  private final Consumer<float[]> receiver;
  private int filled;

  /**
   * @param size of the window, a power of two
   * @param bins how many magnitudes are wanted, at most {@code size / 2}
   * @param receiver gets these, the lowest first, valid during the call; a full-scale sine has
   *     about 0.5
   */
  SlidingSpectrum(int size, int bins, Consumer<float[]> receiver) {
    this.fft = new FFT(size);
    this.size = size;
    this.shape = new HannWindow().generateCurve(size);
    this.window = new float[size];
    this.work = new float[size];
    this.magnitudes = new float[bins];
    this.receiver = receiver;
  }

  void add(float[] samples, int count) {
    for (int done = 0; done < count; ) {
      int part = Math.min(count - done, size - filled);
      System.arraycopy(samples, done, window, filled, part);
      done += part;
      filled += part;
      if (filled == size) {
        measure();
        receiver.accept(magnitudes);
        System.arraycopy(window, size / 2, window, 0, size / 2);
        filled = size / 2;
      }
    }
  }

  private void measure() {
    float[] spectrum = work;
    float[] from = window;
    float[] factors = shape;
    for (int i = 0; i < spectrum.length; i++) {
      spectrum[i] = from[i] * factors[i];
    }
    fft.forwardTransform(spectrum);
    float[] sizes = magnitudes;
    float scale = 2f / size;
    for (int i = 0; i < sizes.length; i++) {
      float real = spectrum[2 * i];
      float imaginary = spectrum[2 * i + 1];
      sizes[i] = (float) Math.sqrt(real * real + imaginary * imaginary) * scale;
    }
  }
}
