package app.headroom.demucs.weights;

import ai.onnx.proto.OnnxMl;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.ExtensionRegistryLite;
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

  /** Keys of the fields that are read: number and wire type. */
  private static final int GRAPH =
      OnnxMl.ModelProto.GRAPH_FIELD_NUMBER << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED;

  private static final int NODE =
      OnnxMl.GraphProto.NODE_FIELD_NUMBER << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED;
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
  private final Map<String, OnnxMl.NodeProto> nodes = new HashMap<>();
  private final CodedInputStream input;

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
    OnnxMl.NodeProto node = nodes.get(nodeName);
    if (node == null) {
      throw new IllegalArgumentException("there is no node " + nodeName);
    }
    for (String used : node.getInputList()) {
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
        OnnxMl.NodeProto.Builder node = OnnxMl.NodeProto.newBuilder();
        input.readMessage(node, ExtensionRegistryLite.getEmptyRegistry());
        nodes.put(node.getName(), node.build());
      }
      case INITIALIZER -> {
        var tensor = new TensorFields();
        message(tensor::read);
        constants.put(tensor.name, tensor.constant());
      }
      default -> input.skipField(tag);
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
        case NAME -> name = input.readString();
        case DATA_TYPE -> type = input.readInt32();
        case DIMENSION -> shape.add(input.readInt32());
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
