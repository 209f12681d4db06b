package app.headroom.worker;

import app.headroom.demucs.Cutting;
import app.headroom.demucs.MixLevel;
import app.headroom.demucs.SeparationException;
import app.headroom.demucs.StemNetwork;
import app.headroom.external.CommandNetwork;
import app.headroom.external.Watcher;
import app.headroom.job.Overlap;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A Demucs command of the user's. To load it is to find it; it holds memory while it runs alone.
 */
final class CommandEngine implements Engine {

  private final CommandNetwork.Order order;
  private final Watcher watcher;
  private @Nullable CommandNetwork network;

  CommandEngine(CommandNetwork.Order order, Watcher watcher) {
    this.order = order;
    this.watcher = watcher;
  }

  @Override
  public boolean loaded(Path graph) {
    return network != null;
  }

  @Override
  public StemNetwork network(Path graph) throws IOException {
    CommandNetwork found = network;
    if (found == null) {
      found = CommandNetwork.open(order, CommandNetwork.PATIENCE, watcher);
      network = found;
    }
    return found;
  }

  @Override
  public boolean failed(SeparationException failure) {
    return false;
  }

  @Override
  public Cutting cutting(Overlap overlap) {
    return new Cutting.Pieces(overlap);
  }

  /** It normalises by itself. */
  @Override
  public MixLevel level(MixLevel ofSong) {
    return MixLevel.AS_IT_IS;
  }

  @Override
  public void trim() {
    if (network != null) {
      network.trim();
    }
  }

  @Override
  public void close() {
    if (network != null) {
      network.close();
      network = null;
    }
  }
}
