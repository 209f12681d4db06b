package app.headroom.player;

import app.headroom.audio.Spool;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/**
 * Follows the peaks in a spool while they grow: each call reads what is new, through one small
 * buffer. One thread at a time.
 */
public final class WaveformReader {

  private static final int BUFFER_BLOCKS = 1024;

  private final Spool spool;
  private final long totalFrames;
  private final byte[][] stems;
  private final ByteBuffer buffer;
  private long blocks;

  /**
   * @param totalFrames of the whole song
   */
  public WaveformReader(Spool spool, int stems, long totalFrames) {
    this.spool = spool;
    this.totalFrames = Math.max(1, totalFrames);
    this.stems = new byte[stems][Waveform.COLUMNS];
    this.buffer = ByteBuffer.allocate(BUFFER_BLOCKS * stems * 4).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** The picture as far as the spool goes now; empty where there is none yet. */
  public Waveform read() throws IOException {
    try (FileChannel channel = FileChannel.open(spool.waveform(), StandardOpenOption.READ)) {
      int blockBytes = 4 * stems.length;
      while (true) {
        buffer.clear();
        int got = channel.read(buffer, blocks * blockBytes);
        if (got < blockBytes) {
          break;
        }
        buffer.flip();
        while (buffer.remaining() >= blockBytes) {
          add();
        }
      }
    } catch (NoSuchFileException _) {
      // the worker has not begun to separate
    }
    byte[][] copy = new byte[stems.length][];
    for (int stem = 0; stem < copy.length; stem++) {
      copy[stem] = Arrays.copyOf(stems[stem], Waveform.COLUMNS);
    }
    return new Waveform(copy, known());
  }

  /** Only whole blocks are written: what is missing behind the last one is less than a block. */
  private int known() {
    long frames = blocks * Spool.WAVEFORM_BLOCK_FRAMES;
    return totalFrames - frames < Spool.WAVEFORM_BLOCK_FRAMES ? Waveform.COLUMNS : column(frames);
  }

  private void add() {
    int first = column(blocks * Spool.WAVEFORM_BLOCK_FRAMES);
    blocks++;
    int last = Math.max(first + 1, column(blocks * Spool.WAVEFORM_BLOCK_FRAMES));
    for (byte[] stem : stems) {
      int peak = Math.max(Math.abs(buffer.getShort()), Math.abs(buffer.getShort()));
      byte value = (byte) Math.min(127, (peak + 128) >> 8);
      for (int column = first; column < Math.min(last, Waveform.COLUMNS); column++) {
        stem[column] = (byte) Math.max(stem[column], value);
      }
    }
  }

  private int column(long frame) {
    return (int) Math.min(Waveform.COLUMNS, frame * Waveform.COLUMNS / totalFrames);
  }
}
