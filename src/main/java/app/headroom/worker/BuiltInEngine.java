package app.headroom.worker;

import app.headroom.demucs.Cutting;
import app.headroom.demucs.Htdemucs;
import app.headroom.demucs.MixLevel;
import app.headroom.demucs.SeparationException;
import app.headroom.demucs.StemNetwork;
import app.headroom.job.Overlap;
import app.headroom.job.Provider;
import app.headroom.models.GraphSums;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Our own network, one at a time. Opened, run and closed by the working thread alone, since ONNX
 * Runtime ties settings to a thread.
 */
final class BuiltInEngine implements Engine {

  private final Opener opener;
  private final FallBack fallBack;
  private @Nullable Path graph;
  private @Nullable StemNetwork network;

  /** Opens a graph on what computes it. */
  @FunctionalInterface
  interface Opener {
    StemNetwork open(Path graph, Provider provider);
  }

  BuiltInEngine(Opener opener, FallBack fallBack) {
    this.opener = opener;
    this.fallBack = fallBack;
  }

  /** Of the real network, and only if its files are as they were stored. */
  static BuiltInEngine of(int threads, FallBack fallBack) {
    return new BuiltInEngine(
        (graph, provider) -> {
          try {
            GraphSums.check(graph);
          } catch (IOException e) {
            throw new SeparationException("the network " + graph + " is damaged", e);
          }
          return Htdemucs.open(graph, threads, provider);
        },
        fallBack);
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
      loaded = fallBack.open(provider -> opener.open(wanted, provider));
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
  public boolean failed(SeparationException failure) {
    if (!fallBack.failed(failure)) {
      return false;
    }
    try {
      close();
    } catch (SeparationException e) {
      // What has failed may be beyond that too.
      System.err.println("The network that failed is left: " + e);
    }
    return true;
  }

  @Override
  public Cutting cutting(Overlap overlap) {
    return new Cutting.Segments(overlap);
  }

  @Override
  public MixLevel level(MixLevel ofSong) {
    return ofSong;
  }

  @Override
  public void close() {
    StemNetwork loaded = network;
    network = null;
    if (loaded != null) {
      loaded.close();
    }
  }
}
