package app.headroom.demucs.weights;

import java.util.List;
import java.util.Set;

/**
 * The weights of a network that gives only some of its sources. All of it but the last layer of
 * each branch serves all sources together; the last layers' outputs lie source after source, so
 * those of the others are left out. What remains gives exactly the same as before.
 *
 * <p>Does not close the weights behind it.
 */
public final class ChosenSources implements Weights {

  private static final String OF_SPECTROGRAM = "decoder.3.conv_tr.";
  private static final String OF_WAVEFORM = "tdecoder.3.conv_tr.";

  private final Weights all;
  private final Architecture architecture;
  private final List<Integer> sources;

  /**
   * @param sources by their places among the network's, in the order in which they are wanted
   */
  public ChosenSources(Weights all, Architecture architecture, List<Integer> sources) {
    for (int source : sources) {
      if (source < 0 || source >= architecture.sources()) {
        throw new IllegalArgumentException(
            "of " + architecture.sources() + " sources there is no number " + source);
      }
    }
    this.all = all;
    this.architecture = architecture;
    this.sources = List.copyOf(sources);
  }

  /** What these weights are of. */
  public Architecture architecture() {
    return new Architecture(sources.size(), architecture.bottomChannels());
  }

  @Override
  public Set<String> names() {
    return all.names();
  }

  @Override
  public int[] shape(String name) {
    int[] shape = all.shape(name);
    if (last(name)) {
      shape[outputAxis(shape)] = shape[outputAxis(shape)] / architecture.sources() * sources.size();
    }
    return shape;
  }

  @Override
  public float[] floats(String name) {
    float[] values = all.floats(name);
    if (!last(name)) {
      return values;
    }
    int[] shape = all.shape(name);
    int axis = outputAxis(shape);
    int outer = axis == 0 ? 1 : shape[0];
    int block = values.length / outer / architecture.sources();
    float[] chosen = new float[outer * sources.size() * block];
    int to = 0;
    for (int i = 0; i < outer; i++) {
      for (int source : sources) {
        System.arraycopy(values, (i * architecture.sources() + source) * block, chosen, to, block);
        to += block;
      }
    }
    return chosen;
  }

  private static boolean last(String name) {
    return name.startsWith(OF_SPECTROGRAM) || name.startsWith(OF_WAVEFORM);
  }

  /** A transposed convolution's weight has its inputs before its outputs; a bias has outputs. */
  private static int outputAxis(int[] shape) {
    return shape.length > 1 ? 1 : 0;
  }

  @Override
  public void close() {}
}
