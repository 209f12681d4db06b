package app.headroom.demucs.graph;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/**
 * An ONNX graph that grows node by node. Values are known by their names; constants that are equal
 * are stored once, large ones go to the file beside the graph at once.
 */
final class OnnxGraph {

  private static final int OPSET = 21;
  private static final int IR_VERSION = 10;
  private static final String MICROSOFT = "com.microsoft";
  private static final int EXTERNAL_FROM_BYTES = 4096;

  private final GraphProto.Builder graph;
  private final ExternalData external;
  private final Map<ByteString, String> smallConstants = new HashMap<>();
  private final Map<String, String> largeConstants = new HashMap<>();
  private int names;

  OnnxGraph(String name, ExternalData external) {
    this.graph = GraphProto.newBuilder().setName(name);
    this.external = external;
  }

  // ---- inputs and outputs

  /** A float input; sizes are {@link Integer} or, where free, the {@link String} name of one. */
  String input(String name, Object... sizes) {
    graph.addInput(valueInfo(name, sizes));
    return name;
  }

  void output(String name, Object... sizes) {
    graph.addOutput(valueInfo(name, sizes));
  }

  ModelProto model(String producer, String version) {
    return ModelProto.newBuilder()
        .setIrVersion(IR_VERSION)
        .setProducerName(producer)
        .setProducerVersion(version)
        .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(OPSET))
        .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain(MICROSOFT).setVersion(1))
        .setGraph(graph)
        .build();
  }

  // ---- constants

  String constant(Tensor tensor) {
    ByteBuffer bytes = littleEndian(tensor.values.length * Float.BYTES);
    bytes.asFloatBuffer().put(tensor.values);
    return constant(TensorProto.DataType.FLOAT, bytes, tensor.shape);
  }

  String constant(byte[] values, int... shape) {
    return constant(TensorProto.DataType.INT8, ByteBuffer.wrap(values), shape);
  }

  private String constant(TensorProto.DataType type, ByteBuffer bytes, int... shape) {
    return bytes.capacity() < EXTERNAL_FROM_BYTES
        ? small(type, bytes, shape)
        : large(type, bytes, shape);
  }

  String scalar(double value) {
    ByteBuffer bytes = littleEndian(Float.BYTES).putFloat(0, (float) value);
    return small(TensorProto.DataType.FLOAT, bytes);
  }

  /** An int64 vector: a shape, axes, bounds. */
  String integers(long... values) {
    ByteBuffer bytes = littleEndian(values.length * Long.BYTES);
    bytes.asLongBuffer().put(values);
    return small(TensorProto.DataType.INT64, bytes, values.length);
  }

  String integerScalar(long value) {
    return small(TensorProto.DataType.INT64, littleEndian(Long.BYTES).putLong(0, value));
  }

  private String small(TensorProto.DataType type, ByteBuffer bytes, int... shape) {
    TensorProto.Builder proto = tensor(type, shape).setRawData(ByteString.copyFrom(bytes));
    return smallConstants.computeIfAbsent(proto.build().toByteString(), _ -> add(proto));
  }

  private String large(TensorProto.DataType type, ByteBuffer bytes, int... shape) {
    TensorProto.Builder proto = tensor(type, shape);
    String key = proto.build() + sha256(bytes);
    return largeConstants.computeIfAbsent(
        key,
        _ -> {
          external.append(proto, bytes);
          return add(proto);
        });
  }

  private static String sha256(ByteBuffer bytes) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(bytes.duplicate());
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }

  private static TensorProto.Builder tensor(TensorProto.DataType type, int... shape) {
    TensorProto.Builder proto = TensorProto.newBuilder().setDataType(type.getNumber());
    for (int size : shape) {
      proto.addDims(size);
    }
    return proto;
  }

  private String add(TensorProto.Builder proto) {
    String name = freshName("constant");
    graph.addInitializer(proto.setName(name));
    return name;
  }

  private static ByteBuffer littleEndian(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  // ---- nodes

  /** A node of the ONNX domain, added when its result is asked for. */
  Node node(String operator, String... inputs) {
    return new Node("", operator, inputs);
  }

  /** A node of ONNX Runtime's own domain. */
  Node microsoftNode(String operator, String... inputs) {
    return new Node(MICROSOFT, operator, inputs);
  }

  String reshape(String value, String shape) {
    return node("Reshape", value, shape).result();
  }

  String reshape(String value, long... shape) {
    return reshape(value, integers(shape));
  }

  String transpose(String value, long... order) {
    return node("Transpose", value).with("perm", order).result();
  }

  String concatenate(int axis, String... values) {
    return node("Concat", values).with("axis", axis).result();
  }

  String add(String a, String b) {
    return node("Add", a, b).result();
  }

  String subtract(String a, String b) {
    return node("Sub", a, b).result();
  }

  String multiply(String a, String b) {
    return node("Mul", a, b).result();
  }

  String divide(String a, String b) {
    return node("Div", a, b).result();
  }

  String toFloat(String value) {
    return node("Cast", value).with("to", TensorProto.DataType.FLOAT.getNumber()).result();
  }

  /** One over the square root of the value, to which epsilon is added first. */
  String reciprocalRoot(String value, double epsilon) {
    String root = node("Sqrt", add(value, scalar(epsilon))).result();
    return node("Reciprocal", root).result();
  }

  /** Some of the values along an axis; bounds are int64 [1]. */
  String slice(String value, String from, String to, int axis) {
    return node("Slice", value, from, to, integers(axis)).result();
  }

  String sumOver(int axis, String value) {
    return node("ReduceSum", value, integers(axis)).with("keepdims", 1).result();
  }

  /** Says the shape of a value where the runtime needs to know it to choose its fast kernels. */
  void declare(FeatureMap map) {
    graph.addValueInfo(
        valueInfo(map.value(), map.parts(), map.channels(), map.rows(), map.columns().symbol()));
  }

  private String freshName(String prefix) {
    return prefix + "_" + names++;
  }

  private static ValueInfoProto valueInfo(String name, Object... sizes) {
    var shape = TensorShapeProto.newBuilder();
    for (Object size : sizes) {
      var dimension = TensorShapeProto.Dimension.newBuilder();
      if (size instanceof Integer number) {
        dimension.setDimValue(number);
      } else {
        dimension.setDimParam((String) size);
      }
      shape.addDim(dimension);
    }
    var type =
        TypeProto.Tensor.newBuilder()
            .setElemType(TensorProto.DataType.FLOAT.getNumber())
            .setShape(shape);
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(TypeProto.newBuilder().setTensorType(type))
        .build();
  }

  /** A node that gets its attributes. */
  final class Node {

    private final NodeProto.Builder node;

    private Node(String domain, String operator, String... inputs) {
      node =
          NodeProto.newBuilder().setDomain(domain).setOpType(operator).addAllInput(List.of(inputs));
    }

    Node with(String attribute, long value) {
      node.addAttribute(
          AttributeProto.newBuilder()
              .setName(attribute)
              .setType(AttributeProto.AttributeType.INT)
              .setI(value));
      return this;
    }

    Node with(String attribute, long... values) {
      node.addAttribute(
          AttributeProto.newBuilder()
              .setName(attribute)
              .setType(AttributeProto.AttributeType.INTS)
              .addAllInts(LongStream.of(values).boxed().toList()));
      return this;
    }

    Node with(String attribute, float value) {
      node.addAttribute(
          AttributeProto.newBuilder()
              .setName(attribute)
              .setType(AttributeProto.AttributeType.FLOAT)
              .setF(value));
      return this;
    }

    /** Adds the node; its one result gets a fresh name. */
    String result() {
      return result(freshName(node.getOpType()));
    }

    /**
     * Adds the node; its first and its fourth result get fresh names, those between are not used.
     */
    List<String> firstAndFourthResult() {
      String first = freshName(node.getOpType());
      String fourth = freshName(node.getOpType());
      graph.addNode(node.setName(first).addAllOutput(List.of(first, "", "", fourth)));
      return List.of(first, fourth);
    }

    /** Adds the node; its one result gets this name. */
    String result(String name) {
      graph.addNode(node.setName(name).addOutput(name));
      return name;
    }
  }
}
