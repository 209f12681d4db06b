package app.headroom.worker;

import app.headroom.demucs.Cutting;
import app.headroom.demucs.Htdemucs;
import app.headroom.demucs.MixLevel;
import app.headroom.demucs.StemNetwork;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Our own network, one at a time. Opened, run and closed by the working thread alone, since ONNX
 * Runtime ties settings to a thread.
 */
final class BuiltInEngine implements Engine {

  private final int threads;
  private final FallBack fallBack;
  private @Nullable Path graph;
  private @Nullable StemNetwork network;

  BuiltInEngine(int threads, FallBack fallBack) {
    this.threads = threads;
    this.fallBack = fallBack;
  }

  @Override
  public boolean loaded(Path wanted) {
    return network != null && wanted.equals(graph);
  }

  /** The network of that graph; another one is closed first. */
  @Override
  public StemNetwork network(Path wanted) {
    StemNetwork loaded = network;
    if (loaded == null || !loaded(wanted)) {
      close();
      loaded = fallBack.open(provider -> Htdemucs.open(wanted, threads, provider));
      network = loaded;
      graph = wanted;
    }
    return loaded;
  }

  @Override
  public void trim() {
    if (network != null) {
      network.trim();
    }
  }

  @Override
  public Cutting cutting(double overlap) {
    return new Cutting.Segments(overlap);
  }

  @Override
  public MixLevel level(MixLevel ofSong) {
    return ofSong;
  }

  @Override
  public void close() {
    if (network != null) {
      network.close();
      network = null;
    }
  }
}
