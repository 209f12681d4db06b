package app.headroom.demucs.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SafetensorsTest {

  private static final String TWO =
      """
      {"a":{"dtype":"F32","shape":[2,3],"data_offsets":[0,24]},\
      "b":{"dtype":"F32","shape":[],"data_offsets":[24,28]}}\
      """;

  @TempDir Path folder;

  private Path file(long headerBytes, String header, byte[] data) throws IOException {
    byte[] text = header.getBytes(StandardCharsets.UTF_8);
    ByteBuffer all =
        ByteBuffer.allocate(Long.BYTES + text.length + data.length).order(ByteOrder.LITTLE_ENDIAN);
    all.putLong(headerBytes).put(text).put(data);
    return Files.write(folder.resolve("some.safetensors"), all.array());
  }

  private Path file(String header, byte[] data) throws IOException {
    return file(header.getBytes(StandardCharsets.UTF_8).length, header, data);
  }

  private static Safetensors open(Path file) throws IOException {
    return Safetensors.open(MappedFile.open(file));
  }

  private static byte[] floats(float... values) {
    ByteBuffer bytes =
        ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    return bytes.array();
  }

  @Test
  void readsTensorsByName() throws IOException {
    try (Safetensors weights = open(file(TWO, floats(1, 2, 3, 4, 5, 6, -7)))) {
      assertThat(weights.names()).containsExactly("a", "b");
      assertThat(weights.shape("a")).containsExactly(2, 3);
      assertThat(weights.floats("a")).containsExactly(1, 2, 3, 4, 5, 6);
      assertThat(weights.shape("b")).isEmpty();
      assertThat(weights.floats("b")).containsExactly(-7);
      assertThatThrownBy(() -> weights.floats("c"))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("holds no c");
    }
  }

  @ParameterizedTest
  @CsvSource({"F16, 0x3C00, 1.0", "F16, 0xC248, -3.140625", "F16, 0x0001, 5.9604645E-8"})
  @CsvSource({"BF16, 0x3F80, 1.0", "BF16, 0xC049, -3.140625", "BF16, 0x7F7F, 3.3895314E38"})
  void readsHalfTheBits(String type, String bits, float value) throws IOException {
    String header =
        """
        {"a":{"dtype":"%s","shape":[1],"data_offsets":[0,2]}}\
        """
            .formatted(type);
    int stored = Integer.decode(bits);
    try (Safetensors weights =
        open(file(header, new byte[] {(byte) stored, (byte) (stored >> 8)}))) {
      assertThat(weights.floats("a")).containsExactly(value);
    }
  }

  @Test
  void writesWhatItReads() throws IOException {
    long seed = 20261122;
    var random = new Random(seed);
    var values = new float[200_000];
    for (int i = 0; i < values.length; i++) {
      values[i] = Float.intBitsToFloat(random.nextInt());
    }
    String header =
        """
        {"__metadata__":{"origin":"a \\"test\\"","n":"é"},\
        "big":{"dtype":"F32","shape":[400,500],"data_offsets":[4,800004]},\
        "one":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}\
        """;
    byte[] data = new byte[4 + values.length * 4];
    System.arraycopy(floats(values), 0, data, 4, values.length * 4);
    Path copy = Files.createFile(folder.resolve("copy.safetensors"));
    try (Safetensors weights = open(file(header, data))) {
      SafetensorsWriter.write(copy, weights, bytes -> {});
      try (Safetensors again = open(copy)) {
        assertThat(again.names()).containsExactly("big", "one");
        assertThat(Arrays.equals(again.floats("big"), weights.floats("big")))
            .as("seed " + seed)
            .isTrue();
        assertThat(again.metadata()).containsEntry("origin", "a \"test\"").containsEntry("n", "é");
        assertThat(again.sha256()).isEqualTo(weights.sha256());
      }
    }
  }

  @Test
  void hasTheSameDigestInAnyOrderButNotWithOtherNumbersNamesOrShapes() throws IOException {
    String one =
        "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]},"
            + "'b':{'dtype':'F32','shape':[1],'data_offsets':[8,12]}}";
    String reordered =
        "{'b':{'dtype':'F32','shape':[1],'data_offsets':[0,4]},"
            + "'a':{'dtype':'F32','shape':[2],'data_offsets':[4,12]}}";
    String digest = digest(one, 1, 2, 3);
    assertThat(digest(reordered, 3, 1, 2)).isEqualTo(digest);
    assertThat(digest(one, 1, 2, 4)).isNotEqualTo(digest);
    assertThat(digest(one.replace("'b'", "'c'"), 1, 2, 3)).isNotEqualTo(digest);
    assertThat(digest(one.replace("[2]", "[2,1]"), 1, 2, 3)).isNotEqualTo(digest);
  }

  private String digest(String header, float... values) throws IOException {
    try (Safetensors weights = open(file(header.replace('\'', '"'), floats(values)))) {
      return weights.sha256();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'a':{'dtype':'I64','shape':[1],'data_offsets':[0,8]} | a has the type 'I64'",
        "'a':{'shape':[2],'data_offsets':[0,8]} | a has the type ''",
        "'a':{'dtype':'F32','shape':[-2],'data_offsets':[0,8]} | a has the shape [-2]",
        "'a':{'dtype':'F32','shape':[2.0],'data_offsets':[0,8]} | a has the shape [2.0]",
        "'a':{'dtype':'F32','shape':2,'data_offsets':[0,8]} | a has no usable shape",
        "'a':{'dtype':'F32','shape':[65536,65536,65536,65536],'data_offsets':[0,0]} | too large",
        "'a':{'dtype':'F32','shape':[1,1,1,1,1,1,1,1,2],'data_offsets':[0,8]} | no usable shape",
        "'a':{'dtype':'F32','shape':[2],'data_offsets':[0]} | a has no usable offsets",
        "'a':{'dtype':'F32','shape':[2],'data_offsets':[0,'8']} | a has no usable offsets",
        "'a':{'dtype':'F32','shape':[2],'data_offsets':[0,1e99]} | a has no usable offsets",
        "'a':{'dtype':'F32','shape':[2],'data_offsets':[-8,0]} | offsets [-8,0]",
        "'a':{'dtype':'F32','shape':[2],'data_offsets':[8,0]} | offsets [8,0]",
        "'a':{'dtype':'F32','shape':[2],'data_offsets':[0,12]} | offsets [0,12]",
        "'a':{'dtype':'F32','shape':[2],'data_offsets':[8,16]} | a begins at 8",
        "'a':{'dtype':'F32','shape':[4],'data_offsets':[0,16]} | holds 8 bytes of tensors",
        "'a':{'dtype':'F32','shape':[1],'data_offsets':[0,4]} | holds 8 bytes of tensors",
        "'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]},"
            + "'b':{'dtype':'F32','shape':[1],'data_offsets':[4,8]} | b begins at 4",
        "'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]},"
            + "'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]} | Duplicate",
        "'a':[] | a has the type ''",
        "'a':{ | not JSON",
        "'__metadata__':{} | no tensors",
      })
  void refusesABrokenHeader(String entries, String cause) throws IOException {
    Path broken = file("{" + entries.replace('\'', '"') + "}", floats(1, 2));
    assertThatThrownBy(() -> open(broken))
        .isInstanceOf(WeightsException.class)
        .hasMessageContaining(broken.toString())
        .hasMessageContaining(cause);
  }

  @Test
  void refusesAHeaderOfImpossibleLength() throws IOException {
    byte[] data = floats(1, 2, 3, 4, 5, 6, -7);
    for (long length : new long[] {0, 1, -1, Long.MIN_VALUE, Safetensors.MAX_HEADER_BYTES + 1}) {
      assertThatThrownBy(() -> open(file(length, TWO, data)))
          .hasMessageContaining("a header of " + Long.toUnsignedString(length) + " bytes");
    }
    assertThatThrownBy(() -> open(file(10_000, TWO, data)))
        .hasMessageContaining("ends within its header");
    assertThatThrownBy(() -> open(file(TWO.length() - 1, TWO, data)))
        .hasMessageContaining("not JSON");
  }

  /** Whatever is cut off: an error that names the file, and the file is let go of. */
  @Test
  void refusesEveryTruncation() throws IOException {
    byte[] whole = Files.readAllBytes(file(TWO, floats(1, 2, 3, 4, 5, 6, -7)));
    for (int length = 0; length < whole.length; length++) {
      Path cut = folder.resolve("cut.safetensors");
      Files.write(cut, Arrays.copyOf(whole, length));
      assertThatThrownBy(() -> open(cut))
          .as("cut at " + length)
          .isInstanceOf(WeightsException.class)
          .hasMessageContaining(cut.toString());
      Files.delete(cut);
    }
  }

  /** Whatever is flipped: it opens and can be read, or an error says why not. */
  @Test
  void survivesEveryFlippedBit() throws IOException {
    byte[] whole = Files.readAllBytes(file(TWO, floats(1, 2, 3, 4, 5, 6, -7)));
    Path flipped = folder.resolve("flipped.safetensors");
    for (int bit = 0; bit < whole.length * Byte.SIZE; bit++) {
      byte[] bytes = whole.clone();
      bytes[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
      Files.write(flipped, bytes);
      try (Safetensors weights = open(flipped)) {
        weights.names().forEach(weights::floats);
      } catch (WeightsException e) {
        assertThat(e).hasMessageContaining(flipped.toString());
      }
    }
  }
}
