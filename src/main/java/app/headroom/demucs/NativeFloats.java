package app.headroom.demucs;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import org.jspecify.annotations.Nullable;

/**
 * One piece of native memory that is used again and again and given back at once when it is told
 * to. Any thread may use the buffers, one at a time may ask for them.
 */
final class NativeFloats implements AutoCloseable {

  private static final long ALIGNMENT_BYTES = 64;

  private @Nullable Arena arena;
  private MemorySegment memory = MemorySegment.NULL;

  /** Room for that many floats; what was there before is lost, and so are buffers given before. */
  FloatBuffer ofSize(long floats) {
    long bytes = Math.multiplyExact(floats, ValueLayout.JAVA_FLOAT.byteSize());
    if (memory.byteSize() < bytes) {
      close();
      arena = Arena.ofShared();
      memory = arena.allocate(bytes, ALIGNMENT_BYTES);
    }
    return memory.asSlice(0, bytes).asByteBuffer().order(ByteOrder.nativeOrder()).asFloatBuffer();
  }

  /** Gives the memory back; the next use takes new. */
  @Override
  public void close() {
    if (arena != null) {
      arena.close();
      arena = null;
      memory = MemorySegment.NULL;
    }
  }
}
