package app.headroom.audio;

import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * A sound file, decoded as it is read: stereo at any sample rate, as {@link Decoder} has it. No
 * more of it is in memory than one packet gives.
 */
final class SongStream implements FrameStream, FrameSink {

  private final Path file;
  private final MediaInput input;
  private final PacketDecoder decoder;
  private final FrameConverter converter;
  private float[] decoded = new float[16 * 1024];
  private int first;
  private int end;
  private long frames;
  private boolean ended;

  private SongStream(Path file, MediaInput input, PacketDecoder decoder, int rateHz) {
    this.file = file;
    this.input = input;
    this.decoder = decoder;
    this.converter = new FrameConverter(this, rateHz);
  }

  /**
   * @throws AudioException if there is nothing that can be decoded
   */
  static SongStream open(Path song, int rateHz) throws AudioException, IOException {
    MediaInput input = MediaInput.open(song);
    try {
      return new SongStream(song, input, PacketDecoder.open(input), rateHz);
    } catch (AudioException | RuntimeException e) {
      input.close();
      throw e;
    }
  }

  @Override
  public void read(float[] into, int count) throws IOException {
    int done = 2 * readSome(into, count);
    Arrays.fill(into, done, 2 * count, 0);
  }

  /**
   * @return how many frames: fewer than wanted only at the end
   */
  int readSome(float[] into, int count) throws IOException {
    int wanted = 2 * count;
    int done = 0;
    while (done < wanted) {
      if (first == end && !decodeMore()) {
        break;
      }
      int part = Math.min(wanted - done, end - first);
      System.arraycopy(decoded, first, into, done, part);
      first += part;
      done += part;
    }
    return done / 2;
  }

  /** Whether it has about as many frames as have been read of it. */
  boolean endsAt(long wanted, int within) throws IOException {
    float[] more = new float[2 * within];
    return frames >= wanted - within && readSome(more, within) < within;
  }

  private boolean decodeMore() throws IOException {
    first = 0;
    end = 0;
    try {
      while (end == 0 && !ended) {
        if (!decoder.step(converter::accept)) {
          ended = true;
          converter.finish();
        }
      }
    } catch (AudioException e) {
      throw new IOException(file + " cannot be read to its end: " + e.failure().what(), e);
    }
    return end > 0;
  }

  @Override
  public void append(FloatBuffer samples, int channels) {
    int count = samples.remaining() / channels;
    if (end + 2 * count > decoded.length) {
      decoded = Arrays.copyOf(decoded, Math.max(2 * decoded.length, end + 2 * count));
    }
    if (channels == 2) {
      samples.get(decoded, end, 2 * count);
    } else {
      for (int i = 0; i < count; i++) {
        float sample = samples.get();
        decoded[end + 2 * i] = sample;
        decoded[end + 2 * i + 1] = sample;
      }
    }
    for (int i = end; i < end + 2 * count; i++) {
      if (!Float.isFinite(decoded[i])) {
        decoded[i] = 0;
      }
    }
    end += 2 * count;
    frames += count;
  }

  @Override
  public long frames() {
    return frames;
  }

  @Override
  public void close() {
    converter.close();
    decoder.close();
    input.close();
  }
}
