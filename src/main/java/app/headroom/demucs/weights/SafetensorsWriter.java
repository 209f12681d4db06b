package app.headroom.demucs.weights;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.LongConsumer;

/** Writes weights as float32 safetensors, one tensor in memory at a time. */
final class SafetensorsWriter {

  private static final int CHUNK_BYTES = 256 * 1024;
  private static final int ALIGNMENT_BYTES = 8;

  private SafetensorsWriter() {}

  /**
   * Writes over the file, which must exist, and forces it to the disk. What fails leaves a partial
   * file.
   *
   * @param doneBytes told how many bytes of tensors are written, after each
   */
  static void write(Path file, Weights weights, LongConsumer doneBytes) throws IOException {
    ByteBuffer chunk = ByteBuffer.allocateDirect(CHUNK_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
      writeFully(channel, ByteBuffer.wrap(header(weights)));
      long done = 0;
      for (String name : weights.names()) {
        float[] values = weights.floats(name);
        int perChunk = CHUNK_BYTES / Float.BYTES;
        for (int from = 0; from < values.length; from += perChunk) {
          int count = Math.min(perChunk, values.length - from);
          chunk.clear().asFloatBuffer().put(values, from, count);
          writeFully(channel, chunk.limit(count * Float.BYTES));
        }
        done += (long) values.length * Float.BYTES;
        doneBytes.accept(done);
      }
      channel.force(true);
    }
  }

  private static byte[] header(Weights weights) throws JsonProcessingException {
    var json = new ObjectMapper();
    ObjectNode root = json.createObjectNode();
    if (!weights.metadata().isEmpty()) {
      weights.metadata().forEach(root.putObject(Safetensors.METADATA)::put);
    }
    long offset = 0;
    for (String name : weights.names()) {
      ObjectNode tensor = root.putObject(name).put("dtype", "F32");
      var shape = tensor.putArray("shape");
      long bytes = Float.BYTES;
      for (int axis : weights.shape(name)) {
        shape.add(axis);
        bytes *= axis;
      }
      tensor.putArray("data_offsets").add(offset).add(offset + bytes);
      offset += bytes;
    }
    byte[] text = json.writeValueAsString(root).getBytes(StandardCharsets.UTF_8);
    int padded = Math.ceilDiv(text.length, ALIGNMENT_BYTES) * ALIGNMENT_BYTES;
    ByteBuffer header =
        ByteBuffer.allocate(Safetensors.LENGTH_BYTES + padded).order(ByteOrder.LITTLE_ENDIAN);
    header.putLong(padded).put(text);
    while (header.hasRemaining()) {
      header.put((byte) ' ');
    }
    return header.array();
  }

  private static void writeFully(FileChannel channel, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }
}
