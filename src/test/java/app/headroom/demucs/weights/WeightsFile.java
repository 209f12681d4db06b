package app.headroom.demucs.weights;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Weights as the users of the program have them. */
public final class WeightsFile {

  private WeightsFile() {}

  public static Path write(Path file, Weights weights) throws IOException {
    SafetensorsWriter.write(Files.createFile(file), weights, _ -> {});
    return file;
  }
}
