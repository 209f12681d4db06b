package app.headroom.worker;

import app.headroom.demucs.Htdemucs;
import app.headroom.demucs.StemNetwork;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The network, one at a time, loaded when it is needed and unloaded when its memory is. Opened, run
 * and closed by the working thread alone, since ONNX Runtime ties settings to a thread.
 */
final class Engine implements AutoCloseable {

  private final int threads;
  private @Nullable Path graph;
  private @Nullable StemNetwork network;

  Engine(int threads) {
    this.threads = threads;
  }

  boolean loaded(Path wanted) {
    return network != null && wanted.equals(graph);
  }

  /** The network of that graph; another one is closed first. */
  StemNetwork network(Path wanted) {
    StemNetwork loaded = network;
    if (loaded == null || !loaded(wanted)) {
      close();
      loaded = Htdemucs.open(wanted, threads);
      network = loaded;
      graph = wanted;
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
