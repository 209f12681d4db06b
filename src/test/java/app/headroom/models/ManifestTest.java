package app.headroom.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.headroom.job.Precision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ManifestTest {

  private static final Manifest.StoredFile FILE = new Manifest.StoredFile(3, 5, "00", 7L);

  @TempDir Path folder;

  private Path written(String graph) throws IOException {
    Path file = folder.resolve("model.json");
    new Manifest(
            Manifest.FORMAT,
            "here",
            FILE,
            1,
            Map.of(graph, FILE),
            Map.of(Precision.INT8, graph),
            null)
        .write(file);
    return file;
  }

  @Test
  void isReadAsItWasWritten() throws Exception {
    assertThat(Manifest.read(written("abc-v1/int8.onnx")).graphs())
        .containsEntry(Precision.INT8, "abc-v1/int8.onnx");
  }

  /** What is named is deleted when it is damaged. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ".",
        "..",
        "./x",
        "../x/y",
        "a/..",
        "a/../b",
        "/etc/passwd",
        "C:x/y",
        "a\\b/c",
        "int8.onnx",
        "a/b/c",
        "a/b\u0000"
      })
  void namesOnlyFilesInFoldersOfItsOwn(String graph) throws Exception {
    Path file = written(graph);
    assertThatThrownBy(() -> Manifest.read(file)).isInstanceOf(IOException.class);
  }

  @Test
  void lacksNothing() throws Exception {
    Path file = Files.writeString(folder.resolve("model.json"), "{\"format\":1,\"origin\":\"x\"}");
    assertThatThrownBy(() -> Manifest.read(file)).isInstanceOf(IOException.class);
    Files.writeString(file, "null");
    assertThatThrownBy(() -> Manifest.read(file)).isInstanceOf(IOException.class);
  }
}
