package app.headroom.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OnnxNativesTest {

  @TempDir private Path natives;

  @Test
  void whatAKilledProcessLeftIsDeleted() throws Exception {
    ClassLoader loader = OnnxNativesTest.class.getClassLoader();
    Path folder = natives.resolve("onnxruntime-1");
    Path left = Files.createDirectories(natives.resolve("onnxruntime-1.part-killed"));
    Files.writeString(left.resolve(System.mapLibraryName("onnxruntime")), "half of it");
    Path other = Files.createDirectories(natives.resolve("onnxruntime-2.part-other"));

    OnnxNatives.extract(loader, folder);

    assertThat(left).doesNotExist();
    assertThat(other).as("of another version").exists();
    assertThat(folder.resolve(System.mapLibraryName("onnxruntime"))).isNotEmptyFile();
    assertThat(folder.resolve(System.mapLibraryName("onnxruntime4j_jni"))).isNotEmptyFile();
  }
}
