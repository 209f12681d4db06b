package app.headroom.demucs.weights;

import java.util.Map;
import java.util.Set;

/**
 * The parameters of a network by their original names, read one at a time from a mapped file: none
 * is kept on the heap. Usable from any thread; who opens it closes it, and after that nothing can
 * be read any more.
 */
public interface Weights extends AutoCloseable {

  /** In the order of the file. */
  Set<String> names();

  /**
   * Sizes of the axes, outermost first; a fresh array.
   *
   * @throws IllegalArgumentException if there is no parameter of that name
   */
  int[] shape(String name);

  /**
   * A fresh copy of one parameter, last axis fastest.
   *
   * @throws IllegalArgumentException if there is no parameter of that name
   */
  float[] floats(String name);

  /** Free text that came with the file, such as its origin. */
  default Map<String, String> metadata() {
    return Map.of();
  }

  /**
   * Digest of names, shapes and float32 values, in hexadecimal. The same parameters have the same
   * digest in whatever form and order they are stored. Reads everything: about a second.
   */
  default String sha256() {
    return WeightsDigest.of(this);
  }

  @Override
  void close();
}
