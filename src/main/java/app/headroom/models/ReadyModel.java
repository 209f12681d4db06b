package app.headroom.models;

import app.headroom.job.Precision;
import java.nio.file.Path;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * A model that jobs can start with.
 *
 * @param weights the canonical form
 * @param graphs what ONNX Runtime opens, for FP32 and INT8
 */
public record ReadyModel(Path weights, Map<Precision, Path> graphs) {

  public ReadyModel {
    Map<Precision, Path> ordered = new EnumMap<>(Precision.class);
    ordered.putAll(graphs);
    graphs = Collections.unmodifiableMap(ordered);
  }
}
