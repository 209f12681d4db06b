package app.headroom.demucs.weights;

import java.util.Arrays;
import java.util.List;

/** Name and shape of one parameter; sizes of the axes outermost first. */
public record Parameter(String name, List<Integer> shape) {

  public Parameter {
    shape = List.copyOf(shape);
  }

  static Parameter of(String name, int... shape) {
    return new Parameter(name, Arrays.stream(shape).boxed().toList());
  }

  /** How many numbers it has. */
  public int count() {
    return shape.stream().reduce(1, Math::multiplyExact);
  }
}
