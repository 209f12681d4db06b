package app.headroom.player;

import app.headroom.player.SoundDevice.NoSoundException.Reason;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioSystem;
import javax.sound.sampled.LineUnavailableException;
import javax.sound.sampled.SourceDataLine;

/** The system's default device, through Java's own sound, in 16 bits. */
public final class JavaSound implements SoundDevice {

  private static final int FRAME_BYTES = 4;

  @Override
  public SoundLine open(int rateHz, int bufferFrames) throws NoSoundException {
    AudioFormat format = new AudioFormat(rateHz, 16, 2, true, false);
    try {
      // each time anew: Java forgets the devices it has seen after a while, and finds new ones
      SourceDataLine line = AudioSystem.getSourceDataLine(format);
      line.open(format, bufferFrames * FRAME_BYTES);
      line.start();
      return new Line(line);
    } catch (IllegalArgumentException e) {
      throw new NoSoundException(Reason.NONE_FOUND, e);
    } catch (LineUnavailableException | SecurityException e) {
      throw new NoSoundException(Reason.IN_USE, e);
    }
  }

  private static final class Line implements SoundLine {
    private final SourceDataLine line;
    private final ByteBuffer bytes;

    Line(SourceDataLine line) {
      this.line = line;
      this.bytes = ByteBuffer.allocate(line.getBufferSize()).order(ByteOrder.LITTLE_ENDIAN);
    }

    @Override
    public void write(float[] stereo, int frames) throws NoSoundException {
      int done = 0;
      while (done < frames) {
        bytes.clear();
        int part = Math.min(frames - done, bytes.capacity() / FRAME_BYTES);
        for (int i = 2 * done; i < 2 * (done + part); i++) {
          bytes.putShort((short) Math.round(Math.clamp(stereo[i], -1f, 1f) * Short.MAX_VALUE));
        }
        if (line.write(bytes.array(), 0, part * FRAME_BYTES) < part * FRAME_BYTES
            || !line.isOpen()) {
          throw new NoSoundException(
              Reason.GONE, new IllegalStateException("the line takes no more"));
        }
        done += part;
      }
    }

    @Override
    public int bufferedFrames() {
      return (line.getBufferSize() - line.available()) / FRAME_BYTES;
    }

    @Override
    public void drain() {
      line.drain();
    }

    @Override
    public void close() {
      line.close();
    }
  }
}
