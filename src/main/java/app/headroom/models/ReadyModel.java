package app.headroom.models;

import app.headroom.job.Precision;
import app.headroom.job.Stem;
import java.nio.file.Path;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * A model that jobs can start with.
 *
 * @param networks in the order in which they are run, at least one
 */
public record ReadyModel(List<Network> networks) {

  public ReadyModel {
    networks = List.copyOf(networks);
  }

  /** The only one of most models. */
  public Network first() {
    return networks.getFirst();
  }

  /**
   * A weight set that is ready.
   *
   * @param stems those of the model's that it gives, in the order of its outputs
   * @param weights the canonical form
   * @param graphs what ONNX Runtime opens, for FP32 and INT8
   */
  public record Network(List<Stem> stems, Path weights, Map<Precision, Path> graphs) {

    public Network {
      stems = List.copyOf(stems);
      Map<Precision, Path> ordered = new EnumMap<>(Precision.class);
      ordered.putAll(graphs);
      graphs = Collections.unmodifiableMap(ordered);
    }
  }
}
