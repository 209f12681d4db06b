package app.headroom.audio;

import app.headroom.job.JobFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** Room on a disk, and telling a full disk from other troubles. */
public final class DiskSpace {

  private static final int ENOSPC = 28;
  private static final int EDQUOT_LINUX = 122;
  private static final int EDQUOT_MACOS = 69;

  private static final long MAX_RESERVE_BYTES = 512L << 20;

  private DiskSpace() {}

  /** Whether this failure to write means that the disk, or the user's share of it, is full. */
  public static boolean isFull(IOException e) {
    if (e instanceof FfmpegException ffmpeg) {
      int errno = -ffmpeg.code();
      return errno == ENOSPC || errno == EDQUOT_LINUX || errno == EDQUOT_MACOS;
    }
    String message = e.getMessage();
    if (message == null) {
      return false;
    }
    String lower = message.toLowerCase(Locale.ROOT);
    return lower.contains("no space left")
        || lower.contains("not enough space")
        || lower.contains("disk quota exceeded");
  }

  /** What can be written into that folder, or the nearest one above it that exists. */
  public static long usableBytes(Path folder) throws IOException {
    Path existing = folder.toAbsolutePath();
    while (!Files.exists(existing)) {
      Path parent = existing.getParent();
      if (parent == null) {
        throw new IOException("no disk holds " + folder);
      }
      existing = parent;
    }
    return Files.getFileStore(existing).getUsableSpace();
  }

  /**
   * @throws AudioException {@code DiskFull} if the folder's disk has less room; a disk that does
   *     not tell is taken to have enough
   */
  public static void require(Path folder, long neededBytes) throws AudioException {
    long usable;
    try {
      usable = usableBytes(folder);
    } catch (IOException e) {
      return;
    }
    if (usable < neededBytes) {
      throw new AudioException(new JobFailure.DiskFull(folder, neededBytes, usable));
    }
  }

  /**
   * @throws AudioException {@code DiskFull} if so little is left that other programs would suffer
   */
  static void requireReserve(Path folder) throws AudioException {
    try {
      long total = Files.getFileStore(folder).getTotalSpace();
      require(folder, Math.min(MAX_RESERVE_BYTES, total / 20));
    } catch (IOException e) {
      // A disk that does not tell is taken to have enough.
    }
  }

  /** The failure to tell when writing into that folder found the disk full. */
  public static JobFailure.DiskFull full(Path folder, long neededBytes) {
    long usable = 0;
    try {
      usable = usableBytes(folder);
    } catch (IOException e) {
      // The disk is known to be full; how full exactly is a detail.
    }
    return new JobFailure.DiskFull(folder, Math.max(neededBytes, usable + 1), usable);
  }
}
