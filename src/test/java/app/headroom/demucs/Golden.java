package app.headroom.demucs;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;

/** Results of the original program, and how far ours are from them. */
final class Golden {

  private Golden() {}

  /** A file of float32 values; the test is skipped where it is not to be had. */
  static float[] read(String name) {
    Path file = Path.of(System.getProperty("headroom.test.shared"), "golden", name);
    assumeTrue(Files.exists(file), "SKIPPED: no reference results at " + file);
    try {
      ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
      float[] values = new float[bytes.remaining() / Float.BYTES];
      bytes.asFloatBuffer().get(values);
      return values;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static FloatBuffer direct(int floats) {
    return ByteBuffer.allocateDirect(floats * Float.BYTES)
        .order(ByteOrder.nativeOrder())
        .asFloatBuffer();
  }

  static FloatBuffer direct(float[] values) {
    return direct(values.length).put(values).clear();
  }

  /** Signal to error in dB. */
  static double decibels(FloatBuffer actual, FloatBuffer expected) {
    return decibels(actual, expected, 0, expected.capacity());
  }

  /** Signal to error in dB, over a part of both. */
  static double decibels(FloatBuffer actual, FloatBuffer expected, int from, int to) {
    double signal = 0;
    double error = 0;
    for (int i = from; i < to; i++) {
      double difference = actual.get(i) - (double) expected.get(i);
      signal += (double) expected.get(i) * expected.get(i);
      error += difference * difference;
    }
    return 10 * Math.log10(signal / error);
  }
}
