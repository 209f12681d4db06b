package app.headroom.demucs.weights;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.onnx.proto.OnnxMl;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Nodes and constants of an ONNX graph, the constants' numbers left where they are in the file: the
 * generated classes would copy all of them onto the heap.
 */
final class OnnxConstants {

  /**
   * @param type one of {@link OnnxMl.TensorProto.DataType}
   * @param offset of the numbers in the file; 0 bytes where they are not stored as raw data
   */
  record Constant(String name, List<Integer> shape, int type, long offset, long bytes) {}

  private static final int BUFFER_BYTES = 1 << 16;

  /** Bounds on what is kept on the heap; the npm package's graph has a tenth of each. */
  private static final int MAX_ENTRIES = 50_000;

  private static final int MAX_NAMES_BYTES = 16 << 20;
  private static final int MAX_NAME_BYTES = 1 << 12;
  private static final int MAX_AXES = 8;

  /** Keys of the fields that are read: number and wire type. */
  private static final int GRAPH =
      OnnxMl.ModelProto.GRAPH_FIELD_NUMBER << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED;

  private static final int NODE =
      OnnxMl.GraphProto.NODE_FIELD_NUMBER << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED;
  private static final int NODE_NAME =
      OnnxMl.NodeProto.NAME_FIELD_NUMBER << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED;
  private static final int NODE_INPUT =
      OnnxMl.NodeProto.INPUT_FIELD_NUMBER << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED;
  private static final int INITIALIZER =
      OnnxMl.GraphProto.INITIALIZER_FIELD_NUMBER << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED;
  private static final int NAME =
      OnnxMl.TensorProto.NAME_FIELD_NUMBER << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED;
  private static final int DATA_TYPE =
      OnnxMl.TensorProto.DATA_TYPE_FIELD_NUMBER << 3 | WireFormat.WIRETYPE_VARINT;
  private static final int DIMENSION =
      OnnxMl.TensorProto.DIMS_FIELD_NUMBER << 3 | WireFormat.WIRETYPE_VARINT;
  private static final int RAW_DATA =
      OnnxMl.TensorProto.RAW_DATA_FIELD_NUMBER << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED;

  private final Map<String, Constant> constants = new HashMap<>();
  private final Map<String, List<String>> nodes = new HashMap<>();
  private final CodedInputStream input;
  private long namesBytes;

  private OnnxConstants(CodedInputStream input) {
    this.input = input;
  }

  /**
   * @throws IOException if the stream cannot be read or is no ONNX model
   */
  static OnnxConstants read(InputStream stream) throws IOException {
    var read = new OnnxConstants(CodedInputStream.newInstance(stream, BUFFER_BYTES));
    read.fields(
        tag -> {
          if (tag == GRAPH) {
            read.message(read::graphField);
          } else {
            read.input.skipField(tag);
          }
        });
    return read;
  }

  /** The constant of this name, or null. */
  @Nullable Constant named(String name) {
    return constants.get(name);
  }

  /**
   * The constant that the node of this name uses.
   *
   * @throws IllegalArgumentException if there is no such node, or it uses none
   */
  Constant usedBy(String nodeName) {
    List<String> inputs = nodes.get(nodeName);
    if (inputs == null) {
      throw new IllegalArgumentException("there is no node " + nodeName);
    }
    for (String used : inputs) {
      Constant constant = constants.get(used);
      if (constant != null) {
        return constant;
      }
    }
    throw new IllegalArgumentException("the node " + nodeName + " uses no constant");
  }

  @FunctionalInterface
  private interface Field {
    void read(int tag) throws IOException;
  }

  private void fields(Field field) throws IOException {
    for (int tag = input.readTag(); tag != 0; tag = input.readTag()) {
      field.read(tag);
    }
  }

  private void message(Field field) throws IOException {
    int outer = input.pushLimit(input.readRawVarint32());
    fields(field);
    input.popLimit(outer);
  }

  private void graphField(int tag) throws IOException {
    switch (tag) {
      case NODE -> {
        var node = new NodeFields();
        message(node::read);
        require(nodes.size() < MAX_ENTRIES, "too many nodes");
        nodes.put(node.name, List.copyOf(node.inputs));
      }
      case INITIALIZER -> {
        var tensor = new TensorFields();
        message(tensor::read);
        require(constants.size() < MAX_ENTRIES, "too many constants");
        constants.put(tensor.name, tensor.constant());
      }
      default -> input.skipField(tag);
    }
  }

  private String name() throws IOException {
    int length = input.readRawVarint32();
    require(length >= 0 && length <= MAX_NAME_BYTES, "a name of " + length + " bytes");
    namesBytes += length;
    require(namesBytes <= MAX_NAMES_BYTES, "too many names");
    return new String(input.readRawBytes(length), UTF_8);
  }

  private static void require(boolean met, String otherwise) throws IOException {
    if (!met) {
      throw new InvalidProtocolBufferException(otherwise);
    }
  }

  /** Attributes, among them constants of megabytes, are left where they are. */
  private final class NodeFields {
    String name = "";
    final List<String> inputs = new ArrayList<>();

    void read(int tag) throws IOException {
      switch (tag) {
        case NODE_NAME -> name = name();
        case NODE_INPUT -> {
          require(inputs.size() < MAX_ENTRIES, "a node with too many inputs");
          inputs.add(name());
        }
        default -> input.skipField(tag);
      }
    }
  }

  private final class TensorFields {
    String name = "";
    private final List<Integer> shape = new ArrayList<>();
    private int type;
    private long offset;
    private long bytes;

    void read(int tag) throws IOException {
      switch (tag) {
        case NAME -> name = name();
        case DATA_TYPE -> type = input.readInt32();
        case DIMENSION -> {
          require(shape.size() < MAX_AXES, "a constant of more than " + MAX_AXES + " axes");
          shape.add(input.readInt32());
        }
        case RAW_DATA -> {
          bytes = input.readRawVarint32();
          offset = input.getTotalBytesRead();
          input.skipRawBytes((int) bytes);
        }
        default -> input.skipField(tag);
      }
    }

    Constant constant() {
      return new Constant(name, List.copyOf(shape), type, offset, bytes);
    }
  }
}
