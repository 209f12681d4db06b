package app.headroom.external;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import app.headroom.job.EngineChoice;
import app.headroom.job.EngineChoice.Flavour;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandFilesTest {

  @TempDir Path folder;

  @Test
  void aCommandThatChangesIsAnotherOne() throws IOException {
    Path program = Files.writeString(folder.resolve("demucs"), "one");
    Set<String> seen = new HashSet<>();
    seen.add(identity(program, "cpu"));
    assertThat(seen.add(identity(program, "cpu"))).as("unchanged").isFalse();
    assertThat(seen.add(identity(program, "cuda"))).isTrue();
    Files.writeString(program, "longer");
    assertThat(seen.add(identity(program, "cpu"))).as("another size").isTrue();
    Files.setLastModifiedTime(program, FileTime.fromMillis(1_000_000));
    assertThat(seen.add(identity(program, "cpu"))).as("another time").isTrue();
    Files.delete(program);
    assertThat(seen.add(identity(program, "cpu"))).as("gone").isTrue();
    assertThat(seen).allMatch(one -> one.matches("[0-9a-f]{16}"));
  }

  @Test
  void theOneOnTheSearchPathIsLookedAt() throws IOException {
    String none = onPath(folder.toString());
    Files.writeString(folder.resolve("demucs"), "one");
    String first = onPath(folder.toString());
    assertThat(first).isNotEqualTo(none);
    Files.writeString(folder.resolve("demucs"), "another");
    assertThat(onPath(folder.toString())).isNotEqualTo(first);
  }

  @Test
  void aLinkThatLeadsElsewhereIsAnotherOne() throws IOException {
    assumeTrue(File.separatorChar == '/', "SKIPPED: links need a right on this system");
    Path link = folder.resolve("demucs");
    Path one = Files.writeString(folder.resolve("one"), "same");
    Path two = Files.writeString(folder.resolve("two"), "same");
    Files.setLastModifiedTime(one, FileTime.fromMillis(1_000_000));
    Files.setLastModifiedTime(two, FileTime.fromMillis(1_000_000));
    Files.createSymbolicLink(link, one);
    String before = identity(link, "cpu");
    Files.delete(link);
    Files.createSymbolicLink(link, two);
    assertThat(identity(link, "cpu")).isNotEqualTo(before);
  }

  private static String identity(Path program, String device) {
    return CommandFiles.identity(
        new EngineChoice.Command(Flavour.PYTHON, program, 1, device, null), "");
  }

  private static String onPath(String searchPath) {
    return CommandFiles.identity(
        new EngineChoice.Command(Flavour.PYTHON, null, 1, null, null), searchPath);
  }
}
