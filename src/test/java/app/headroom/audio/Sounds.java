package app.headroom.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import app.headroom.job.OutputFormat;
import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

/** Makes sound files to test with, and reads spools back. */
final class Sounds {

  /** Speaker masks of WAVE_FORMAT_EXTENSIBLE for 1 to 8 channels. */
  private static final int[] MASKS = {0, 0x4, 0x3, 0x7, 0x33, 0x37, 0x3f, 0x70f, 0x63f};

  /** Of a subformat's GUID what follows the format tag. */
  private static final byte[] SUBFORMAT_TAIL = {
    0, 0, 0, 0, 0x10, 0, (byte) 0x80, 0, 0, (byte) 0xaa, 0, 0x38, (byte) 0x9b, 0x71
  };

  private Sounds() {}

  /** Interleaved: a tone per channel with some noise, below 0.6. The same for the same seed. */
  static float[] music(int frames, int channels, long seed) {
    Random random = new Random(seed);
    float[] samples = new float[frames * channels];
    for (int i = 0; i < frames; i++) {
      for (int channel = 0; channel < channels; channel++) {
        double tone = Math.sin(2 * Math.PI * i * (110 + 37.0 * channel) / 44_100);
        samples[i * channels + channel] =
            (float) (0.4 * tone + 0.1 * Math.clamp(random.nextGaussian(), -2, 2));
      }
    }
    return samples;
  }

  /**
   * A WAV file written by hand.
   *
   * @param bits 8, 16, 24 for integers, 32 and 64 for floats
   */
  static Path wav(Path file, int rateHz, int channels, int bits, float[] samples)
      throws IOException {
    ByteBuffer data = ByteBuffer.allocate(samples.length * bits / 8).order(ByteOrder.LITTLE_ENDIAN);
    for (float sample : samples) {
      switch (bits) {
        case 8 -> data.put((byte) (128 + Math.round(sample * 127)));
        case 16 -> data.putShort((short) Math.round(sample * 32767));
        case 24 -> {
          int value = Math.round(sample * 8388607);
          data.putShort((short) value).put((byte) (value >> 16));
        }
        case 32 -> data.putFloat(sample);
        case 64 -> data.putDouble(sample);
        default -> throw new IllegalArgumentException(bits + " bits");
      }
    }
    return Files.write(file, wavBytes(rateHz, channels, bits, data.array(), data.capacity()));
  }

  /**
   * @param promisedBytes what the header says of the data's size
   */
  static byte[] wavBytes(int rateHz, int channels, int bits, byte[] data, long promisedBytes) {
    int tag = bits >= 32 ? 3 : 1;
    int frameBytes = channels * bits / 8;
    ByteBuffer file = ByteBuffer.allocate(68 + data.length).order(ByteOrder.LITTLE_ENDIAN);
    file.put(ascii("RIFF")).putInt((int) (60 + promisedBytes)).put(ascii("WAVEfmt "));
    file.putInt(40).putShort((short) 0xfffe).putShort((short) channels).putInt(rateHz);
    file.putInt(rateHz * frameBytes).putShort((short) frameBytes).putShort((short) bits);
    file.putShort((short) 22).putShort((short) bits);
    file.putInt(channels < MASKS.length ? MASKS[channels] : 0).putShort((short) tag);
    file.put(SUBFORMAT_TAIL).put(ascii("data")).putInt((int) promisedBytes).put(data);
    return file.array();
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** As our own encoder makes it. */
  static Path encoded(Path file, OutputFormat format, int rateHz, float[] stereo)
      throws IOException {
    return encoded(file, format, rateHz, stereo, Map.of());
  }

  static Path encoded(
      Path file, OutputFormat format, int rateHz, float[] stereo, Map<String, String> muxerOptions)
      throws IOException {
    try (FileEncoder encoder =
        FileEncoder.create(file, Encoding.of(format), rateHz, muxerOptions, Map.of())) {
      encoder.append(stereo, stereo.length / 2);
      encoder.finish();
    }
    return file;
  }

  /** The first part of a file. */
  static Path cut(Path file, Path into, double share) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    return Files.write(into, Arrays.copyOf(bytes, (int) (bytes.length * share)));
  }

  static float[] floats(Path file) throws IOException {
    return floats(Files.readAllBytes(file));
  }

  static float[] floats(byte[] littleEndian) {
    float[] floats = new float[littleEndian.length / Float.BYTES];
    ByteBuffer.wrap(littleEndian).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(floats);
    return floats;
  }

  /** A spool of its own below a test's folder. */
  static Spool spool(Path folder) throws IOException {
    return new Spool(Files.createTempDirectory(folder, "spool"));
  }

  /** Decodes and gives the interleaved stereo samples. */
  static float[] decoded(Path file, Path folder) throws IOException, AudioException {
    Spool spool = spool(folder);
    DecodedSource source = Decoder.decode(file, spool, Watch.NONE);
    float[] samples = floats(spool.source());
    assertThat(source.frames()).as("frames told and written").isEqualTo(samples.length / 2);
    return samples;
  }

  /** The real song; the test is skipped where it is not to be had. */
  static Path falcon() {
    Path file = Path.of(System.getProperty("headroom.test.shared"), "audio/falcon/mixture.flac");
    assumeTrue(Files.exists(file), "SKIPPED: no song at " + file);
    return file;
  }

  /** The ffmpeg program; the test is skipped where there is none. */
  static String ffmpegProgram() {
    String program =
        Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
            .map(folder -> Path.of(folder, "ffmpeg"))
            .filter(Files::isExecutable)
            .map(Path::toString)
            .findFirst()
            .orElse("");
    assumeTrue(!program.isEmpty(), "SKIPPED: no ffmpeg program to compare with");
    return program;
  }

  /** What the ffmpeg program decodes: 44.1 kHz stereo. */
  static float[] decodedByFfmpeg(Path file) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                ffmpegProgram(),
                "-v",
                "quiet",
                "-nostdin",
                "-i",
                "file:" + file,
                "-f",
                "f32le",
                "-ar",
                "44100",
                "-ac",
                "2",
                "-")
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    byte[] output = process.getInputStream().readAllBytes();
    assertThat(process.waitFor()).as("ffmpeg's exit for " + file).isZero();
    return floats(output);
  }
}
