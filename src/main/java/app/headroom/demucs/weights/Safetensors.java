package app.headroom.demucs.weights;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * A mapped safetensors file: eight bytes of little-endian header length, a JSON header, the
 * tensors' bytes without gaps (the format's own rules: {@code
 * https://github.com/huggingface/safetensors#format}). Floating-point tensors of 16 and 32 bits are
 * understood; everything in the header is checked before anything is read by it.
 */
final class Safetensors implements Weights {

  /** HTDemucs has a header of 60 kB; what a training wrote about itself comes on top. */
  static final int MAX_HEADER_BYTES = 8 << 20;

  static final int LENGTH_BYTES = Long.BYTES;
  static final String METADATA = "__metadata__";

  private static final int MAX_AXES = 8;
  private static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfShort SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ObjectMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private enum Type {
    F32(4),
    F16(2),
    BF16(2);

    final int bytes;

    Type(int bytes) {
      this.bytes = bytes;
    }
  }

  private record Tensor(Parameter parameter, Type type, long begin, long end) {}

  private final MappedFile file;
  private final long dataStart;
  private final Map<String, Tensor> tensors = new LinkedHashMap<>();
  private final Map<String, String> metadata = new TreeMap<>();

  /** Takes the mapped file over, also when it throws. */
  static Safetensors open(MappedFile file) throws WeightsException {
    try {
      return new Safetensors(file);
    } catch (WeightsException | RuntimeException e) {
      file.close();
      throw e;
    }
  }

  private Safetensors(MappedFile file) throws WeightsException {
    this.file = file;
    long size = file.bytes.byteSize();
    if (size < LENGTH_BYTES) {
      throw broken("it ends within the first eight bytes");
    }
    long headerBytes = file.bytes.get(LONG, 0);
    if (headerBytes < 2 || headerBytes > MAX_HEADER_BYTES) {
      throw broken("a header of " + Long.toUnsignedString(headerBytes) + " bytes cannot be");
    }
    dataStart = LENGTH_BYTES + headerBytes;
    if (dataStart > size) {
      throw broken("it ends within its header: " + size + " of at least " + dataStart + " bytes");
    }
    readHeader(header((int) headerBytes));
    checkLayout(size - dataStart);
  }

  private JsonNode header(int headerBytes) throws WeightsException {
    byte[] json = file.bytes.asSlice(LENGTH_BYTES, headerBytes).toArray(ValueLayout.JAVA_BYTE);
    try {
      JsonNode header = JSON.readTree(json);
      if (!header.isObject()) {
        throw broken("its header is no JSON object");
      }
      return header;
    } catch (JsonProcessingException e) {
      throw broken("its header is not JSON: " + e.getOriginalMessage());
    } catch (IOException e) {
      throw broken("its header cannot be read: " + e.getMessage());
    }
  }

  private void readHeader(JsonNode header) throws WeightsException {
    for (Map.Entry<String, JsonNode> entry : header.properties()) {
      if (entry.getKey().equals(METADATA)) {
        for (Map.Entry<String, JsonNode> item : entry.getValue().properties()) {
          metadata.put(item.getKey(), item.getValue().asText());
        }
      } else {
        tensors.put(entry.getKey(), tensor(entry.getKey(), entry.getValue()));
      }
    }
    if (tensors.isEmpty()) {
      throw broken("it holds no tensors");
    }
  }

  private Tensor tensor(String name, JsonNode node) throws WeightsException {
    String dtype = node.path("dtype").asText();
    Type type = null;
    for (Type known : Type.values()) {
      if (known.name().equals(dtype)) {
        type = known;
      }
    }
    if (type == null) {
      throw broken(name + " has the type '" + dtype + "'; F32, F16 and BF16 are understood");
    }
    JsonNode axes = node.path("shape");
    if (!axes.isArray() || axes.size() > MAX_AXES) {
      throw broken(name + " has no usable shape");
    }
    List<Integer> shape = new ArrayList<>();
    long count = 1;
    for (JsonNode axis : axes) {
      if (!axis.isInt() || axis.intValue() < 0) {
        throw broken(name + " has the shape " + axes);
      }
      shape.add(axis.intValue());
      count *= axis.intValue();
      if (count > Integer.MAX_VALUE / type.bytes) {
        throw broken(name + " is too large: " + axes);
      }
    }
    JsonNode offsets = node.path("data_offsets");
    if (!offsets.isArray()
        || offsets.size() != 2
        || !offsets.get(0).isIntegralNumber()
        || !offsets.get(1).isIntegralNumber()
        || !offsets.get(0).canConvertToLong()
        || !offsets.get(1).canConvertToLong()) {
      throw broken(name + " has no usable offsets");
    }
    long begin = offsets.get(0).longValue();
    long end = offsets.get(1).longValue();
    if (begin < 0 || end < begin || end - begin != count * type.bytes) {
      throw broken(name + " has the shape " + axes + " in " + type + " and the offsets " + offsets);
    }
    return new Tensor(new Parameter(name, shape), type, begin, end);
  }

  /** The format allows no overlap, no gap, nothing after the last tensor. */
  private void checkLayout(long dataBytes) throws WeightsException {
    long expected = 0;
    List<Tensor> byOffset = new ArrayList<>(tensors.values());
    byOffset.sort(Comparator.comparingLong(Tensor::begin).thenComparingLong(Tensor::end));
    for (Tensor tensor : byOffset) {
      if (tensor.begin != expected) {
        throw broken(
            tensor.parameter.name()
                + " begins at "
                + tensor.begin
                + " where the tensor before it ends at "
                + expected);
      }
      expected = tensor.end;
    }
    if (expected != dataBytes) {
      throw broken("it holds " + dataBytes + " bytes of tensors, its header tells of " + expected);
    }
  }

  private WeightsException broken(String cause) {
    return new WeightsException(file.path, "not a usable safetensors file: " + cause);
  }

  @Override
  public Map<String, String> metadata() {
    return Collections.unmodifiableMap(metadata);
  }

  @Override
  public Set<String> names() {
    return Collections.unmodifiableSet(tensors.keySet());
  }

  @Override
  public int[] shape(String name) {
    return tensor(name).parameter.shape().stream().mapToInt(Integer::intValue).toArray();
  }

  @Override
  public float[] floats(String name) {
    Tensor tensor = tensor(name);
    int count = tensor.parameter.count();
    long offset = dataStart + tensor.begin;
    return switch (tensor.type) {
      case F32 -> file.floats(offset, count);
      case F16 -> widened(offset, count, Float::float16ToFloat);
      case BF16 -> widened(offset, count, bits -> Float.intBitsToFloat(bits << Short.SIZE));
    };
  }

  private float[] widened(long offset, int count, Widening widening) {
    var values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = widening.widen(file.bytes.get(SHORT, offset + (long) i * Short.BYTES));
    }
    return values;
  }

  @FunctionalInterface
  private interface Widening {
    float widen(short bits);
  }

  private Tensor tensor(String name) {
    Tensor tensor = tensors.get(name);
    if (tensor == null) {
      throw new IllegalArgumentException(file.path + " holds no " + name);
    }
    return tensor;
  }

  @Override
  public void close() {
    file.close();
  }
}
