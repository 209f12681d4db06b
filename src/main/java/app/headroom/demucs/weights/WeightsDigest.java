package app.headroom.demucs.weights;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.TreeSet;

/**
 * SHA-256 over all parameters in the order of their names: for each its name, a zero byte, its
 * shape ({@code 48,4,8,1}), a zero byte, its values as little-endian float32.
 */
final class WeightsDigest {

  private static final int CHUNK_FLOATS = 16 * 1024;

  private WeightsDigest() {}

  static String of(Weights weights) {
    MessageDigest digest = sha256();
    for (String name : new TreeSet<>(weights.names())) {
      digest.update(name.getBytes(StandardCharsets.UTF_8));
      digest.update((byte) 0);
      String shape = Arrays.toString(weights.shape(name)).replaceAll("[\\[\\] ]", "");
      digest.update(shape.getBytes(StandardCharsets.US_ASCII));
      digest.update((byte) 0);
      update(digest, weights.floats(name));
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  /** Of one parameter's values alone. */
  static String of(float[] values) {
    MessageDigest digest = sha256();
    update(digest, values);
    return HexFormat.of().formatHex(digest.digest());
  }

  private static void update(MessageDigest digest, float[] values) {
    ByteBuffer chunk =
        ByteBuffer.allocate(CHUNK_FLOATS * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (int from = 0; from < values.length; from += CHUNK_FLOATS) {
      int count = Math.min(CHUNK_FLOATS, values.length - from);
      chunk.clear().asFloatBuffer().put(values, from, count);
      digest.update(chunk.limit(count * Float.BYTES));
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }
}
