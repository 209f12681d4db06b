package app.headroom.supervisor;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * The beginning and the end of what a process writes to its standard error, however much that is: a
 * crash says what happened first, and where it stood last. Safe from any thread.
 */
final class ErrorTail {

  private static final int HEAD_BYTES = 4 * 1024;
  private static final int TAIL_BYTES = 12 * 1024;

  private final byte[] head = new byte[HEAD_BYTES];
  private final byte[] tail = new byte[TAIL_BYTES];
  private int headBytes;
  private long tailBytes;

  /** Reads to the end. */
  void drain(InputStream in) throws IOException {
    byte[] block = new byte[8 * 1024];
    for (int count = in.read(block); count >= 0; count = in.read(block)) {
      add(block, count);
    }
  }

  private synchronized void add(byte[] block, int count) {
    int first = Math.min(count, HEAD_BYTES - headBytes);
    System.arraycopy(block, 0, head, headBytes, first);
    headBytes += first;
    for (int i = first; i < count; i++) {
      tail[(int) (tailBytes++ % TAIL_BYTES)] = block[i];
    }
  }

  synchronized String text() {
    String text = new String(head, 0, headBytes, StandardCharsets.UTF_8);
    if (tailBytes <= TAIL_BYTES) {
      return (text + new String(tail, 0, (int) tailBytes, StandardCharsets.UTF_8)).strip();
    }
    byte[] ordered = new byte[TAIL_BYTES];
    int oldest = (int) (tailBytes % TAIL_BYTES);
    System.arraycopy(tail, oldest, ordered, 0, TAIL_BYTES - oldest);
    System.arraycopy(tail, 0, ordered, TAIL_BYTES - oldest, oldest);
    return (text
            + "\n[... "
            + (tailBytes - TAIL_BYTES)
            + " bytes ...]\n"
            + new String(ordered, StandardCharsets.UTF_8))
        .strip();
  }
}
