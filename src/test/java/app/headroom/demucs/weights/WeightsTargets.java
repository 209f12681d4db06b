package app.headroom.demucs.weights;

import ai.onnx.proto.OnnxMl;
import app.headroom.fuzz.Target;
import app.headroom.testing.RandomWeights;
import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Weights of both forms, the first few parameters of a network. */
public final class WeightsTargets {

  private static final List<String> NAMES =
      List.of(
          "encoder.0.conv.weight",
          "encoder.0.conv.bias",
          "freq_emb.embedding.weight",
          "decoder.3.conv_tr.bias",
          "encoder.0.dconv.layers.0.1.weight");

  private WeightsTargets() {}

  private record Few(Weights all, Set<String> names) implements Weights {
    @Override
    public int[] shape(String name) {
      return all.shape(name);
    }

    @Override
    public float[] floats(String name) {
      return all.floats(name);
    }

    @Override
    public Map<String, String> metadata() {
      return Map.of("origin", "here");
    }

    @Override
    public void close() {}
  }

  private static Weights few(int count) {
    return new Few(
        new RandomWeights(Architecture.HTDEMUCS, 1),
        new java.util.LinkedHashSet<>(NAMES.subList(0, count)));
  }

  /** As a user's own file is read, from its first look to the last number. */
  private static String read(Path file) throws Exception {
    try {
      CanonicalWeights.architecture(file);
    } catch (WeightsException e) {
      // What it is stays unknown; it is read all the same.
    }
    try (Weights weights = CanonicalWeights.open(file, Architecture.HTDEMUCS)) {
      return "whole " + weights.sha256().length();
    } catch (WeightsException e) {
      return String.valueOf(e.getMessage());
    }
  }

  public static final class SafetensorsFile implements Target {

    @Override
    public String name() {
      return "safetensors";
    }

    @Override
    public List<byte[]> corpus(Path folder) throws Exception {
      Path file = Files.createFile(folder.resolve("weights.safetensors"));
      List<byte[]> corpus = new ArrayList<>();
      for (int count = 1; count <= NAMES.size(); count++) {
        SafetensorsWriter.write(file, few(count), done -> {});
        corpus.add(Files.readAllBytes(file));
      }
      corpus.add(form("{\"a\":{\"dtype\":\"BF16\",\"shape\":[2],\"data_offsets\":[0,4]}}", 4));
      corpus.add(form("{\"a\":{\"dtype\":\"F16\",\"shape\":[0,9],\"data_offsets\":[0,0]}}", 0));
      corpus.add(form("{\"a\":" + "[".repeat(5000), 0));
      corpus.add(form("{\"a\":[" + "{},".repeat(300_000) + "{}]}", 0));
      corpus.add(form("{" + "\"a\":1,".repeat(1000) + "\"b\":2}", 0));
      corpus.add(
          form(
              "{\"a\":{\"dtype\":\"F32\",\"shape\":[2147483647,2147483647],"
                  + "\"data_offsets\":[0,9223372036854775807]}}",
              0));
      return corpus;
    }

    private static byte[] form(String header, int dataBytes) {
      byte[] json = header.getBytes(StandardCharsets.UTF_8);
      return ByteBuffer.allocate(8 + json.length + dataBytes)
          .order(ByteOrder.LITTLE_ENDIAN)
          .putLong(json.length)
          .put(json)
          .array();
    }

    @Override
    public List<String> words() {
      return List.of(
          "F32", "F16", "BF16", "F64", "\"shape\":", "\"data_offsets\":", "__metadata__");
    }

    @Override
    public String read(byte[] input, Path folder) throws Exception {
      Path file = Files.write(folder.resolve("own.safetensors"), input);
      try (Weights weights = Safetensors.open(MappedFile.open(file))) {
        for (String name : weights.names()) {
          Object _ = weights.shape(name);
          Object _ = weights.floats(name);
        }
      } catch (WeightsException e) {
        return String.valueOf(e.getMessage());
      }
      return WeightsTargets.read(file);
    }
  }

  public static final class NpmGraphFile implements Target {

    @Override
    public String name() {
      return "npm-graph";
    }

    @Override
    public List<byte[]> corpus(Path folder) {
      List<byte[]> corpus = new ArrayList<>();
      for (int count = 1; count <= 3; count++) {
        OnnxMl.GraphProto.Builder graph = OnnxMl.GraphProto.newBuilder();
        Weights weights = few(count);
        for (String name : weights.names()) {
          graph.addInitializer(tensor(name, weights.shape(name), weights.floats(name)));
        }
        graph.addInitializer(tensor("onnx::Mul_1", new int[] {6, 1}, new float[6]));
        graph.addNode(
            OnnxMl.NodeProto.newBuilder()
                .setName("/encoder.0/dconv/layers.0/layers.0.1/Mul")
                .addInput("x")
                .addInput("onnx::Mul_1")
                .addAttribute(
                    OnnxMl.AttributeProto.newBuilder()
                        .setName("value")
                        .setT(tensor("inner", new int[] {2}, new float[2]))));
        corpus.add(
            OnnxMl.ModelProto.newBuilder().setIrVersion(8).setGraph(graph).build().toByteArray());
      }
      // groups within groups
      byte[] groups = new byte[100_000];
      java.util.Arrays.fill(groups, (byte) 0x0b);
      groups[0] = 8;
      corpus.add(groups);
      return corpus;
    }

    private static OnnxMl.TensorProto tensor(String name, int[] shape, float[] values) {
      OnnxMl.TensorProto.Builder tensor =
          OnnxMl.TensorProto.newBuilder()
              .setName(name)
              .setDataType(OnnxMl.TensorProto.DataType.FLOAT_VALUE);
      for (int axis : shape) {
        tensor.addDims(axis);
      }
      ByteBuffer bytes =
          ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
      bytes.asFloatBuffer().put(values);
      return tensor.setRawData(ByteString.copyFrom(bytes)).build();
    }

    @Override
    public String read(byte[] input, Path folder) throws Exception {
      return WeightsTargets.read(Files.write(folder.resolve("own.onnx"), input));
    }
  }
}
