package app.headroom.memory.probe;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A small text of the kernel's that is read again and again: kept open, it costs a quarter of
 * opening it each time. Of a process it stays that process's, also when its id is given to another.
 */
final class KeptFile implements AutoCloseable {

  private static final int MOST_BYTES = 8 * 1024;

  private final RandomAccessFile file;
  private final byte[] buffer = new byte[MOST_BYTES];

  private KeptFile(RandomAccessFile file) {
    this.file = file;
  }

  /** Empty if it is not there or not ours to read. */
  static Optional<KeptFile> open(Path path) {
    try {
      return Optional.of(new KeptFile(new RandomAccessFile(path.toString(), "r")));
    } catch (IOException _) {
      return Optional.empty();
    }
  }

  /** Its text now, at most 8 KiB; empty if its process is gone. */
  Optional<String> text() {
    try {
      file.seek(0);
      int length = Math.max(0, file.read(buffer));
      return Optional.of(new String(buffer, 0, length, StandardCharsets.ISO_8859_1));
    } catch (IOException _) {
      return Optional.empty();
    }
  }

  @Override
  public void close() {
    try {
      file.close();
    } catch (IOException _) {
      // opened for reading only: nothing is lost
    }
  }
}
