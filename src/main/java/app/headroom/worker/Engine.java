package app.headroom.worker;

import app.headroom.demucs.Htdemucs;
import app.headroom.demucs.StemNetwork;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The network, loaded when it is needed and unloaded when its memory is. Opened, run and closed by
 * the working thread alone, since ONNX Runtime ties settings to a thread.
 */
final class Engine implements AutoCloseable {

  private final Path graph;
  private final int threads;
  private @Nullable StemNetwork network;

  Engine(Path graph, int threads) {
    this.graph = graph;
    this.threads = threads;
  }

  boolean loaded() {
    return network != null;
  }

  StemNetwork network() {
    StemNetwork loaded = network;
    if (loaded == null) {
      loaded = Htdemucs.open(graph, threads);
      network = loaded;
    }
    return loaded;
  }

  void trim() {
    if (network != null) {
      network.trim();
    }
  }

  /** Closes the network; the next use loads it again. */
  @Override
  public void close() {
    if (network != null) {
      network.close();
      network = null;
    }
  }
}
