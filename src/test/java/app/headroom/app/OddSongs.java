package app.headroom.app;

import app.headroom.bench.SynthesisedSong;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;

/**
 * Songs that are none, or not quite.
 *
 * @param folder where they are written
 */
record OddSongs(Path folder) {

  String silence() throws IOException {
    wav("silence.wav", 1, 44_100, new byte[4 * 44_100]);
    return "silence.wav";
  }

  /** Nothing in them can be separated. */
  List<String> withoutSound() throws IOException {
    Files.createFile(folder.resolve("empty.mp3"));
    Files.writeString(folder.resolve("text.mp3"), "These are words.\n".repeat(100));
    wav("no samples.wav", 1, 44_100, new byte[0]);
    Files.write(folder.resolve("noise.flac"), new byte[100_000]);
    return List.of("empty.mp3", "text.mp3", "no samples.wav", "noise.flac");
  }

  /** Stems of them would be as right as a refusal. */
  void mayFail() throws IOException {
    wav("one sample.wav", 1, 44_100, new byte[] {1, 2, 3, 4});
    wav("not numbers.wav", 3, 44_100, floats(Float.NaN, Float.POSITIVE_INFINITY, 40, -40));
    brokenHeader("hours.wav");
  }

  /** Halves of a good song in several formats. */
  void cutOff(Path good) throws Exception {
    for (String extension : List.of("mp3", "flac", "m4a")) {
      Path whole = folder.resolveSibling("whole." + extension);
      Ffmpeg.run("-i", good.toString(), whole.toString());
      byte[] bytes = Files.readAllBytes(whole);
      Files.write(
          folder.resolve("truncated " + extension + "." + extension),
          Arrays.copyOf(bytes, bytes.length / 2));
    }
  }

  List<String> encryptedOrWithoutSound(Path good) throws Exception {
    Ffmpeg.run(
        "-i",
        good.toString(),
        "-encryption_scheme",
        "cenc-aes-ctr",
        "-encryption_key",
        "76a6c65c5ea762046bd749a2e632ccbb",
        "-encryption_kid",
        "a7e61c373e219033c21091fa607bf3b8",
        folder.resolve("encrypted.m4a").toString());
    Ffmpeg.run(
        "-f",
        "lavfi",
        "-i",
        "testsrc=duration=1:size=64x64:rate=5",
        folder.resolve("without sound.mkv").toString());
    return List.of("encrypted.m4a", "without sound.mkv");
  }

  private void brokenHeader(String name) throws IOException {
    Path file = folder.resolve(name);
    SynthesisedSong.write(file, 1);
    byte[] bytes = Files.readAllBytes(file);
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(4, -9).putInt(40, -45);
    Files.write(file, bytes);
  }

  private void wav(String name, int format, int rateHz, byte[] data) throws IOException {
    int sampleBytes = format == 3 ? 4 : 2;
    ByteBuffer header =
        ByteBuffer.allocate(44)
            .order(ByteOrder.LITTLE_ENDIAN)
            .put("RIFF".getBytes(StandardCharsets.US_ASCII))
            .putInt(36 + data.length)
            .put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII))
            .putInt(16)
            .putShort((short) format)
            .putShort((short) 2)
            .putInt(rateHz)
            .putInt(rateHz * 2 * sampleBytes)
            .putShort((short) (2 * sampleBytes))
            .putShort((short) (8 * sampleBytes))
            .put("data".getBytes(StandardCharsets.US_ASCII))
            .putInt(data.length);
    Path file = folder.resolve(name);
    Files.write(file, header.array());
    Files.write(file, data, StandardOpenOption.APPEND);
  }

  private static byte[] floats(float... cycle) {
    ByteBuffer bytes = ByteBuffer.allocate(44_100 * 8).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; bytes.hasRemaining(); i++) {
      bytes.putFloat(cycle[i % cycle.length]);
    }
    return bytes.array();
  }
}
