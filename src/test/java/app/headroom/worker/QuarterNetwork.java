package app.headroom.worker;

import app.headroom.demucs.SeparationException;
import app.headroom.demucs.StemNetwork;
import app.headroom.job.Provider;
import java.nio.FloatBuffer;

/** Gives each of four stems a quarter of the mix; on CUDA it fails with the third segment. */
final class QuarterNetwork implements StemNetwork {

  private final Provider provider;
  private int segments;

  QuarterNetwork(Provider provider) {
    this.provider = provider;
  }

  @Override
  public int stems() {
    return 4;
  }

  @Override
  public void separate(FloatBuffer mix, int frames, FloatBuffer stems) {
    if (provider == Provider.CUDA && ++segments == 3) {
      mix.put(0, Float.NaN); // as much as it may have done
      throw new SeparationException("failed", new IllegalStateException("out of memory"));
    }
    for (int i = 0; i < 8 * frames; i++) {
      stems.put(i, mix.get(i % (2 * frames)) / 4);
    }
  }

  @Override
  public void trim() {}

  @Override
  public void close() {
    if (provider == Provider.CUDA && segments > 0) {
      throw new SeparationException("lost", new IllegalStateException("no device any more"));
    }
  }
}
