package app.headroom.audio;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FloatFileTest {

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(ints = {1, 2048, 2049, 100_000, 262_144, 1_000_003})
  void whatIsAppendedIsReadThroughABufferThatIsBounded(int count) throws Exception {
    float[] samples = new float[count];
    for (int i = 0; i < count; i++) {
      samples[i] = i * 0.5f;
    }
    Path path = folder.resolve("samples.f32");
    try (FloatFile file =
        FloatFile.open(
            path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      file.append(samples, count);
      assertThat(file.bufferBytes()).isBetween(8 * 1024, 1024 * 1024);
    }
    try (FloatFile file = FloatFile.open(path, StandardOpenOption.READ)) {
      float[] read = new float[count];
      file.read(0, read, 0, count);
      assertThat(read).isEqualTo(samples);
      assertThat(file.size()).isEqualTo(count);
      assertThat(file.bufferBytes()).isBetween(8 * 1024, 1024 * 1024);
    }
  }

  @Test
  void whoReadsLittleHasALittleBuffer() throws Exception {
    Path path = folder.resolve("samples.f32");
    try (FloatFile file =
        FloatFile.open(
            path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      file.append(new float[10_000], 10);
      file.read(0, new float[10], 0, 10);
      assertThat(file.bufferBytes()).isEqualTo(8 * 1024);
    }
  }
}
