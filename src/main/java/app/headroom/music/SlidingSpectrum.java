package app.headroom.music;

import be.tarsos.dsp.util.fft.FFT;
import be.tarsos.dsp.util.fft.HannWindow;
import java.util.function.Consumer;

/** Magnitudes of a window that moves over mono samples by half its length. One thread. */
final class SlidingSpectrum {

  private final FFT fft;
  private final int size;
  private final float[] window;
  private final float[] work;
  private final float[] magnitudes;
  private final Consumer<float[]> receiver;
  private int filled;

  /**
   * @param size of the window, a power of two
   * @param receiver gets {@code size / 2} magnitudes, valid during the call; a full-scale sine has
   *     about 0.5
   */
  SlidingSpectrum(int size, Consumer<float[]> receiver) {
    this.fft = new FFT(size, new HannWindow());
    this.size = size;
    this.window = new float[size];
    this.work = new float[size];
    this.magnitudes = new float[size / 2];
    this.receiver = receiver;
  }

  void add(float sample) {
    window[filled++] = sample;
    if (filled == size) {
      System.arraycopy(window, 0, work, 0, size);
      fft.forwardTransform(work);
      fft.modulus(work, magnitudes);
      for (int i = 0; i < magnitudes.length; i++) {
        magnitudes[i] *= 2f / size;
      }
      receiver.accept(magnitudes);
      System.arraycopy(window, size / 2, window, 0, size / 2);
      filled = size / 2;
    }
  }
}
