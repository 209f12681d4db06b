package app.headroom.demucs.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With made-up numbers in a network of the smaller kind. */
class CanonicalWeightsTest {

  private static final Architecture SMALL = new Architecture(4, 0);

  @TempDir Path folder;
  private Path source;
  private Path target;

  @BeforeEach
  void places() {
    source = folder.resolve("source.safetensors");
    target = folder.resolve("weights.safetensors");
  }

  /** Some finite float16 number for each place. */
  private static short number(int index) {
    return (short) (index * 31 % 0x7C00);
  }

  /** Writes a file of zeros; returns where its numbers begin. */
  private long write(String prefix, List<Parameter> parameters) throws IOException {
    ObjectNode header = new ObjectMapper().createObjectNode();
    header.putObject("__metadata__").put("origin", "made up");
    long bytes = 0;
    for (Parameter parameter : parameters) {
      ObjectNode tensor = header.putObject(prefix + parameter.name()).put("dtype", "F16");
      parameter.shape().forEach(tensor.putArray("shape")::add);
      long end = bytes + (long) parameter.count() * Short.BYTES;
      tensor.putArray("data_offsets").add(bytes).add(end);
      bytes = end;
    }
    byte[] text = header.toString().getBytes(StandardCharsets.UTF_8);
    ByteBuffer head = littleEndian(Long.BYTES + text.length).putLong(text.length).put(text);
    Files.createFile(source);
    writeAt(0, head.flip());
    writeAt(head.capacity() + bytes - 1, ByteBuffer.allocate(1));
    return head.capacity();
  }

  private void writeAt(long position, ByteBuffer bytes) throws IOException {
    try (FileChannel channel = FileChannel.open(source, StandardOpenOption.WRITE)) {
      channel.write(bytes, position);
    }
  }

  private static ByteBuffer littleEndian(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private void convert() throws IOException {
    CanonicalWeights.convert(source, target, SMALL, bytes -> {});
  }

  @Test
  void takesAPrefixAwayAndKeepsNumbersAndMetadata() throws IOException {
    long position = write("model.", SMALL.parameters());
    for (Parameter parameter : SMALL.parameters()) {
      ByteBuffer numbers = littleEndian(parameter.count() * Short.BYTES);
      for (int i = 0; i < parameter.count(); i++) {
        numbers.putShort(number(i));
      }
      writeAt(position, numbers.flip());
      position += numbers.capacity();
    }
    convert();
    try (Weights weights = CanonicalWeights.open(target, SMALL)) {
      assertThat(weights.names())
          .containsExactlyElementsOf(SMALL.parameters().stream().map(Parameter::name).toList());
      assertThat(weights.metadata()).containsEntry("origin", "made up");
      for (Parameter parameter : SMALL.parameters()) {
        float[] values = weights.floats(parameter.name());
        for (int i = 0; i < values.length; i++) {
          if (values[i] != Float.float16ToFloat(number(i))) {
            throw new AssertionError(parameter.name() + " holds " + values[i] + " at " + i);
          }
        }
      }
      assertThatThrownBy(() -> weights.floats("model.freq_emb.embedding.weight"))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void refusesAFileThatLacksAParameter() throws IOException {
    List<Parameter> incomplete =
        SMALL.parameters().stream()
            .filter(parameter -> !parameter.name().equals("tdecoder.2.dconv.layers.1.6.scale"))
            .toList();
    write("", incomplete);
    assertThatThrownBy(this::convert)
        .isInstanceOf(WeightsException.class)
        .hasMessageContaining(source.toString())
        .hasMessageContaining("lacks the parameter tdecoder.2.dconv.layers.1.6.scale");
    assertThat(folder).isDirectoryNotContaining(file -> !file.equals(source));
  }

  @Test
  void refusesAnotherNetwork() throws IOException {
    write("", new Architecture(6, 0).parameters());
    assertThatThrownBy(this::convert)
        .isInstanceOf(WeightsException.class)
        .hasMessageContaining("decoder.3.conv_tr.weight has the shape [48, 24, 8, 1]")
        .hasMessageContaining("[48, 16, 8, 1]");
  }

  @Test
  void refusesWhatIsNotANumber() throws IOException {
    Files.writeString(target, "what was there before");
    long start = write("", SMALL.parameters());
    writeAt(start + 123_456, littleEndian(Short.BYTES).putShort((short) 0x7C00).flip());
    assertThatThrownBy(this::convert)
        .isInstanceOf(WeightsException.class)
        .hasMessageContaining("holds Infinity");
    assertThat(target).hasContent("what was there before");
    assertThat(folder).isDirectoryNotContaining(file -> file.toString().endsWith(".part"));
  }

  @Test
  void refusesOtherFilesByWhatTheyAre() throws IOException {
    assertThatThrownBy(this::convert).isInstanceOf(java.nio.file.NoSuchFileException.class);
    Files.write(source, new byte[0]);
    assertThatThrownBy(this::convert).hasMessageContaining("empty");
    Files.writeString(source, "a text of some length");
    assertThatThrownBy(this::convert).hasMessageContaining("neither safetensors nor");
    Files.writeString(source, "PK\3\4, more or less");
    assertThatThrownBy(this::convert).hasMessageContaining("PyTorch checkpoint");
  }
}
