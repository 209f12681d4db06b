package app.headroom.player;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;

/**
 * The picture of a song's stems: the highest absolute sample in each of {@link #COLUMNS} equal
 * parts of the song, whatever its length. Immutable, a few kilobytes in memory and on disk.
 */
public final class Waveform {

  /** More than any window has room for. */
  public static final int COLUMNS = 2048;

  /** The name of its file in a job's folder. */
  public static final String FILE = "waveform.peaks";

  private static final byte[] MAGIC = "HRW1".getBytes(StandardCharsets.US_ASCII);
  private static final int MOST_STEMS = 16;
  private static final double FULL_SCALE = 127;

  private final byte[][] stems;
  private final int columns;

  /**
   * @param stems per stem {@link #COLUMNS} values, 127 is full scale; not copied
   * @param columns how many of them are known, from the start
   */
  Waveform(byte[][] stems, int columns) {
    this.stems = stems;
    this.columns = columns;
  }

  public static Waveform empty(int stems) {
    return new Waveform(new byte[stems][COLUMNS], 0);
  }

  /**
   * Reads a whole one.
   *
   * @throws IOException if it is not there, or is none
   */
  public static Waveform read(Path file) throws IOException {
    byte[] bytes;
    try (InputStream in = Files.newInputStream(file)) {
      bytes = in.readNBytes(MAGIC.length + 1 + MOST_STEMS * COLUMNS + 1);
    }
    int count = bytes.length > MAGIC.length ? bytes[MAGIC.length] : 0;
    if (!Arrays.equals(bytes, 0, Math.min(bytes.length, MAGIC.length), MAGIC, 0, MAGIC.length)
        || count < 1
        || count > MOST_STEMS
        || bytes.length != MAGIC.length + 1 + count * COLUMNS) {
      throw new IOException(file + " is no waveform");
    }
    byte[][] stems = new byte[count][];
    for (int stem = 0; stem < count; stem++) {
      int at = MAGIC.length + 1 + stem * COLUMNS;
      stems[stem] = Arrays.copyOfRange(bytes, at, at + COLUMNS);
    }
    return new Waveform(stems, COLUMNS);
  }

  /** Replaces the file in one step. */
  public void write(Path file) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(MAGIC.length + 1 + stems.length * COLUMNS);
    bytes.put(MAGIC).put((byte) stems.length);
    for (byte[] stem : stems) {
      bytes.put(stem);
    }
    Path part = file.resolveSibling(file.getFileName() + ".part");
    Files.write(part, bytes.array());
    Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  public int stems() {
    return stems.length;
  }

  /** From 0 to 1, how far from the song's start it is known. */
  public double known() {
    return columns / (double) COLUMNS;
  }

  /**
   * The highest sample between two places of the song.
   *
   * @param from from 0 to 1
   * @return from 0 to 1
   */
  public double peak(int stem, double from, double to) {
    int first = Math.clamp((int) Math.floor(from * COLUMNS), 0, COLUMNS - 1);
    int last = Math.clamp((int) Math.ceil(to * COLUMNS), first + 1, COLUMNS);
    int highest = 0;
    for (int column = first; column < last; column++) {
      highest = Math.max(highest, stems[stem][column]);
    }
    return highest / FULL_SCALE;
  }

  /** The highest sample of all stems. */
  public double peak() {
    int highest = 0;
    for (byte[] stem : stems) {
      for (byte value : stem) {
        highest = Math.max(highest, value);
      }
    }
    return highest / FULL_SCALE;
  }
}
