package app.headroom.queue;

import java.nio.file.Path;

/** So much room is wanted on the disk of that folder. */
record DiskNeed(Path folder, long bytes) {

  /** Less is not worth a try. */
  private static final long LEAST_BYTES = 64_000_000;

  DiskNeed orTwice(long tried) {
    return new DiskNeed(folder, Math.max(Math.max(bytes, LEAST_BYTES), 2 * tried));
  }
}
