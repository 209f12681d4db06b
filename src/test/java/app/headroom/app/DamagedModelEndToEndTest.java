package app.headroom.app;

import static org.assertj.core.api.Assertions.assertThat;

import app.headroom.bench.SynthesisedSong;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model whose files were damaged on the disk, under the whole program. */
@Tag("slow")
class DamagedModelEndToEndTest {

  @TempDir private Path temp;
  private Path home;
  private Path song;

  @BeforeEach
  void prepare() throws Exception {
    home = temp.toRealPath().resolve("home");
    ProgramProcess.lendModel(home);
    Path lent = home.resolve("models").toRealPath();
    Files.delete(home.resolve("models"));
    copy(lent, home.resolve("models"));
    song = temp.resolve("song.wav");
    SynthesisedSong.write(song, 3);
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> tree = Files.walk(from)) {
      for (Path each : (Iterable<Path>) tree::iterator) {
        Path copy = to.resolve(from.relativize(each));
        if (Files.isDirectory(each)) {
          Files.createDirectories(copy);
        } else {
          Files.copy(each, copy, java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
        }
      }
    }
  }

  private Path file(String name) throws IOException {
    try (Stream<Path> tree = Files.walk(home.resolve("models"))) {
      return tree.filter(path -> path.endsWith(name)).findFirst().orElseThrow();
    }
  }

  private List<String> separate(String out) throws Exception {
    try (ProgramProcess program =
        ProgramProcess.start(
            home,
            "separate",
            song.toString(),
            "--out",
            temp.resolve(out).toString(),
            "--precision",
            "int8",
            "--json")) {
      assertThat(program.exitCode()).as(program.out + " " + program.err).isZero();
      return List.copyOf(program.out);
    }
  }

  /** As a disk does that forgets: nothing but its content has changed. */
  private static void spoil(Path file, long at) throws IOException {
    FileTime modified = Files.getLastModifiedTime(file);
    try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
      bytes.seek(at);
      bytes.write(new byte[4096]);
    }
    Files.setLastModifiedTime(file, modified);
  }

  @Test
  void aGraphThatCannotBeLoadedIsMadeAnewFromTheWeightsAndSaid() throws Exception {
    Path graph = file("int8.onnx");
    byte[] before = Files.readAllBytes(graph);
    spoil(graph, 0);
    assertThat(separate("out"))
        .anyMatch(line -> line.contains("A file of the model htdemucs was damaged"))
        .anyMatch(line -> line.contains("\"finished\""));
    assertThat(Files.readAllBytes(file("int8.onnx"))).isEqualTo(before);
  }

  @Test
  void weightsWithFlippedBitsAreNotUsedButMadeAnewAndSaid() throws Exception {
    Path data = file("int8.bin");
    byte[] before = Files.readAllBytes(data);
    spoil(data, before.length / 2);
    assertThat(separate("out"))
        .anyMatch(line -> line.contains("A file of the model htdemucs was damaged"))
        .anyMatch(line -> line.contains("\"finished\""));
    assertThat(Files.readAllBytes(file("int8.bin"))).isEqualTo(before);
    assertThat(check()).containsExactly("htdemucs is whole");
    spoil(file("fp32.bin"), before.length / 2);
    assertThat(check()).containsExactly("htdemucs was not whole; it has been made anew");
    Files.delete(file("int8.onnx"));
    assertThat(check()).containsExactly("htdemucs has been made ready");
  }

  private List<String> check() throws Exception {
    try (ProgramProcess program = ProgramProcess.start(home, "models", "check")) {
      assertThat(program.exitCode()).as(program.out + " " + program.err).isZero();
      return List.copyOf(program.out);
    }
  }

  @Test
  void aGraphThatIsCutOffIsFoundBeforeTheStart() throws Exception {
    Path data = file("int8.onnx").resolveSibling("int8.bin");
    assertThat(data).isRegularFile();
    try (RandomAccessFile bytes = new RandomAccessFile(data.toFile(), "rw")) {
      bytes.setLength(bytes.length() / 2);
    }
    assertThat(separate("out")).anyMatch(line -> line.contains("\"finished\""));
  }
}
