package app.headroom.demucs;

import java.nio.FloatBuffer;
import java.nio.file.Path;

public final class Htdemucs implements StemNetwork {
  private Htdemucs() {}

  /** Loads a graph that {@link app.headroom.demucs.graph.GraphBuilder} built. */
  @SuppressWarnings("DoNotCallSuggester")
  public static Htdemucs open(Path graph, int threads) {
    throw new UnsupportedOperationException(graph + " " + threads);
  }

  @Override
  public int stems() {
    throw new UnsupportedOperationException();
  }

  @Override
  public void separate(FloatBuffer mix, int frames, FloatBuffer stems) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void trim() {}

  @Override
  public void close() {}
}
