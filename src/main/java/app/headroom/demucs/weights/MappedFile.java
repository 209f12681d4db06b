package app.headroom.demucs.weights;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A file's bytes, read-only and off the heap until closed; the file is then free to be moved. */
final class MappedFile implements AutoCloseable {

  /** More than any set of weights that we know needs; also what one buffer can span. */
  private static final long MAX_BYTES = 1L << 30;

  private static final ValueLayout.OfFloat FLOAT =
      ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private final Arena arena;
  final Path path;
  final MemorySegment bytes;

  private MappedFile(Path path, Arena arena, MemorySegment bytes) {
    this.path = path;
    this.arena = arena;
    this.bytes = bytes;
  }

  static MappedFile open(Path path) throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      long size = channel.size();
      if (size == 0) {
        throw new WeightsException(path, "the file is empty");
      }
      if (size > MAX_BYTES) {
        throw new WeightsException(path, size + " bytes are more than any known model has");
      }
      Arena arena = Arena.ofShared();
      try {
        return new MappedFile(
            path, arena, channel.map(FileChannel.MapMode.READ_ONLY, 0, size, arena));
      } catch (IOException | RuntimeException e) {
        arena.close();
        throw e;
      }
    }
  }

  /** A copy of little-endian float32 numbers. */
  float[] floats(long offset, int count) {
    var values = new float[count];
    MemorySegment.copy(bytes, FLOAT, offset, values, 0, count);
    return values;
  }

  boolean holds(int value, long offset) {
    return offset < bytes.byteSize() && bytes.get(ValueLayout.JAVA_BYTE, offset) == value;
  }

  @Override
  public void close() {
    arena.close();
  }
}
