package app.headroom.testing;

import app.headroom.demucs.weights.Architecture;
import app.headroom.demucs.weights.Parameter;
import app.headroom.demucs.weights.Weights;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * Numbers without meaning in the shapes of an architecture, of a size that keeps the signal as
 * large as it is from layer to layer, and with every layer's scale so large that a mistake in any
 * of them shows.
 */
public final class RandomWeights implements Weights {

  private final Map<String, int[]> shapes = new LinkedHashMap<>();
  private final long seed;

  public RandomWeights(Architecture architecture, long seed) {
    this.seed = seed;
    for (Parameter parameter : architecture.parameters()) {
      shapes.put(
          parameter.name(), parameter.shape().stream().mapToInt(Integer::intValue).toArray());
    }
  }

  /** Makes it incomplete. */
  public RandomWeights without(String name) {
    shapes.remove(name);
    return this;
  }

  @Override
  public Set<String> names() {
    return shapes.keySet();
  }

  @Override
  public int[] shape(String name) {
    int[] shape = shapes.get(name);
    if (shape == null) {
      throw new IllegalArgumentException(name);
    }
    return shape.clone();
  }

  @Override
  public float[] floats(String name) {
    int[] shape = shape(name);
    int count = 1;
    for (int size : shape) {
      count *= size;
    }
    boolean gain = shape.length == 1 && name.endsWith("weight");
    boolean scale = name.endsWith("scale");
    double middle = gain ? 1 : scale ? 0.5 : 0;
    double spread = shape.length == 1 ? 0.1 : Math.sqrt(1.5 * shape[0] / count);
    var random = new Random(seed + name.hashCode());
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) (middle + spread * random.nextGaussian());
    }
    return values;
  }

  @Override
  public void close() {}
}
