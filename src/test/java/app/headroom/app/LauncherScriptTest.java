package app.headroom.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The start script, with Javas that only say how they were started. */
@DisabledOnOs(OS.WINDOWS)
class LauncherScriptTest {

  @TempDir private Path folder;
  private Path app;
  private final Map<String, String> environment = new HashMap<>();

  @BeforeEach
  void install() throws IOException {
    app = folder.toRealPath().resolve("my programs").resolve("head\"room $x");
    Files.createDirectories(app.resolve("bin"));
    Files.copy(Path.of("src/main/launcher/headroom"), script());
    environment.put("PATH", "/usr/bin:/bin");
    environment.put("LANG", "C");
  }

  @Test
  void aBundledRuntimeIsTakenFirst() throws Exception {
    java(app.resolve("runtime"), "26.0.1", "bundled");
    environment.put("JAVA_HOME", java(folder.resolve("25"), "25", "JAVA_HOME").toString());

    assertThat(run("probe").lines()).startsWith("bundled");
  }

  @Test
  void theRuntimeOfAnInstalledProgramLiesBesideIt() throws Exception {
    java(app.resolveSibling("runtime"), "25.0.3", "installed");
    environment.put("JAVA_HOME", java(folder.resolve("25"), "25", "JAVA_HOME").toString());

    assertThat(run("probe").lines()).startsWith("installed");
  }

  @Test
  void aJavaThatIsTooOldIsPassedOver() throws Exception {
    environment.put("JAVA_HOME", java(folder.resolve("17"), "17.0.15", "old").toString());
    Path fits = java(folder.resolve("on path"), "25.0.1", "on the path");
    Path links = Files.createDirectories(folder.resolve("links"));
    Files.createSymbolicLink(links.resolve("java"), fits.resolve("bin/java"));
    environment.put("PATH", links + ":/usr/bin:/bin");

    assertThat(run("probe").lines()).startsWith("on the path");
  }

  @Test
  void aJavaWithoutAReleaseFileIsAsked() throws Exception {
    Path home = java(folder.resolve("asked"), "25", "asked");
    Files.delete(home.resolve("release"));
    environment.put("HEADROOM_JAVA", home.resolve("bin/java").toString());

    assertThat(run("probe").lines()).startsWith("asked");
  }

  @Test
  void theOneThatTheUserNamesMustFit() throws Exception {
    Path old = java(folder.resolve("17"), "17.0.15", "old");
    environment.put("HEADROOM_JAVA", old.toString());

    Outcome outcome = run("probe");
    assertThat(outcome.exitCode()).isEqualTo(2);
    assertThat(outcome.lines())
        .containsExactly(
            "headroom: HEADROOM_JAVA is "
                + old
                + ", which is no Java 25 or later; unset it, or name one that is.");
  }

  @Test
  void argumentsArriveAsTheyWere() throws Exception {
    environment.put("JAVA_HOME", java(folder.resolve("25"), "25", "java").toString());

    Outcome outcome = run("separate", "a  b", "*", "--", "-x'\"$y", "");
    assertThat(outcome.exitCode()).isEqualTo(7);
    assertThat(outcome.lines())
        .contains("-cp", app + "/lib/*")
        .endsWith(
            "app.headroom.app.Launcher", "separate", "a  b", "*", "--", "-x'\"$y", "", "C.UTF-8");
  }

  @Test
  void startsThroughLinksAndFromAnywhere() throws Exception {
    environment.put("JAVA_HOME", java(folder.resolve("25"), "25", "java").toString());
    Path link = folder.resolve("link");
    Files.createSymbolicLink(link, Path.of("other link"));
    Files.createSymbolicLink(
        folder.resolve("other link"), folder.toRealPath().relativize(script()));

    assertThat(start(List.of(link.toString(), "x"), Path.of("/")).lines()).contains(app + "/lib/*");
  }

  @Test
  void theWindowsClassesAreKeptInTheUsersCache() throws Exception {
    windowIsPossible();
    Path cache = folder.toRealPath().resolve("the user's cache");
    environment.put("XDG_CACHE_HOME", cache.toString());

    assertThat(run("window", "a song.wav").lines())
        .anyMatch(line -> line.matches(archive(cache.resolve("headroom"), "window")))
        .contains("-XX:+RecordDynamicDumpInfo")
        .endsWith("app.headroom.app.Launcher", "window", "a song.wav", "C.UTF-8");
    assertThat(cache.resolve("headroom")).isDirectory();
  }

  @Test
  void theClassesOfACommandAreKeptWhereTheUserWantsEverything() throws Exception {
    windowIsPossible();
    Path home = folder.toRealPath().resolve("home");
    environment.put("HEADROOM_HOME", home.toString());

    assertThat(run("--version").lines()).noneMatch(LauncherScriptTest::tellsOfClasses);
    assertThat(home).as("a command that keeps nothing").doesNotExist();
    assertThat(run("separate", "a song.wav").lines())
        .anyMatch(line -> line.matches(archive(home, "command")))
        .contains("-XX:+RecordDynamicDumpInfo");
    Path kept = Files.createFile(place("separate"));
    for (String command : List.of("separate", "--version")) {
      assertThat(run(command).lines())
          .contains("-XX:SharedArchiveFile=" + kept)
          .doesNotContain("-XX:+RecordDynamicDumpInfo");
    }
    assertThat(place("window")).as("the window has its own").isNotEqualTo(kept);
  }

  @Test
  void whatWasKeptOfAnotherVersionGoes() throws Exception {
    windowIsPossible();
    Path home = Files.createDirectories(folder.toRealPath().resolve("home"));
    environment.put("HEADROOM_HOME", home.toString());
    Path jar = Files.createDirectories(app.resolve("lib")).resolve("headroom.jar");
    for (String command : List.of("window", "separate")) {
      Files.writeString(jar, "one");
      Path first = place(command);
      Files.createFile(first);
      Files.createFile(first.resolveSibling(first.getFileName() + ".4711.temp"));
      assertThat(place(command)).as("nothing has changed").isEqualTo(first).exists();
      Files.writeString(jar, "another");

      assertThat(place(command)).as("another version").isNotEqualTo(first);
      assertThat(home).isEmptyDirectory();
    }
  }

  @Test
  void classesThatAnotherJavaHasReadAreNotUsed() throws Exception {
    Path home = folder.toRealPath().resolve("home");
    environment.put("HEADROOM_HOME", home.toString());
    environment.put("JAVA_HOME", java(folder.resolve("25"), "25", "java").toString());
    Files.createFile(place("separate"));
    Path other = java(folder.resolve("26"), "26", "another");
    Files.createDirectories(other.resolve("lib"));
    Files.createFile(other.resolve("lib/modules"));
    environment.put("JAVA_HOME", other.toString());

    assertThat(run("separate").lines())
        .contains("-XX:+RecordDynamicDumpInfo")
        .noneMatch(line -> line.startsWith("-XX:SharedArchiveFile"));
  }

  private Path place(String command) throws Exception {
    String option = "-Dheadroom.archive=";
    return run(command).lines().stream()
        .filter(line -> line.startsWith(option))
        .map(line -> Path.of(line.substring(option.length())))
        .findFirst()
        .orElseThrow();
  }

  private static String archive(Path folder, String start) {
    return "-Dheadroom[.]archive=" + Pattern.quote(folder + "/" + start) + "-[0-9]+[.]jsa";
  }

  private static boolean tellsOfClasses(String line) {
    return line.contains("rchive") || line.contains("DumpInfo");
  }

  @Test
  void startsWhereNothingCanBeKept() throws Exception {
    windowIsPossible();
    Path file = Files.createFile(folder.resolve("file"));
    for (String place : List.of(file.toString(), folder + "/with:colon")) {
      environment.put("XDG_CACHE_HOME", place);

      assertThat(run("window").lines())
          .endsWith("app.headroom.app.Launcher", "window", "C.UTF-8")
          .noneMatch(LauncherScriptTest::tellsOfClasses);
      assertThat(run("separate").lines())
          .endsWith("app.headroom.app.Launcher", "separate", "C.UTF-8")
          .noneMatch(LauncherScriptTest::tellsOfClasses);
    }
  }

  @Test
  void aSongAloneOpensTheWindow() throws Exception {
    windowIsPossible();
    String song = Files.createFile(folder.resolve("a song.wav")).toString();

    assertThat(run(song, "gone.wav").lines())
        .endsWith("app.headroom.app.Launcher", "window", song, "gone.wav", "C.UTF-8");
    assertThat(run("gone.wav").lines()).doesNotContain("window");
  }

  @Test
  void aWindowWithoutAScreenIsToldInALine() throws Exception {
    windowIsPossible();
    environment.remove("DISPLAY");

    assertThat(run("window").lines()).singleElement().asString().contains("no screen here");
  }

  /** Here is a screen, a GTK, and a Java. */
  private void windowIsPossible() throws IOException {
    environment.put("DISPLAY", ":0");
    Path tools = Files.createDirectories(folder.resolve("tools"));
    Path libraries =
        Files.writeString(tools.resolve("ldconfig"), "#!/bin/sh\necho libgtk-3.so.0\n");
    Files.setPosixFilePermissions(libraries, PosixFilePermissions.fromString("rwxr-xr-x"));
    environment.put("PATH", tools + ":/usr/bin:/bin");
    environment.put("JAVA_HOME", java(folder.resolve("25"), "25", "java").toString());
  }

  private Path script() {
    return app.resolve("bin/headroom");
  }

  private Outcome run(String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of(script().toString()));
    command.addAll(List.of(arguments));
    return start(command, folder);
  }

  private Outcome start(List<String> command, Path directory) throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true);
    builder.environment().clear();
    builder.environment().putAll(environment);
    Process process = builder.start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Outcome(process.waitFor(), output.lines().toList());
  }

  /** A folder with a {@code bin/java} that prints its name, its arguments and its locale. */
  private static Path java(Path home, String version, String name) throws IOException {
    Path java = home.resolve("bin/java");
    Files.createDirectories(home.resolve("bin"));
    Files.writeString(
        java,
        """
        #!/bin/sh
        if [ "$1" = -version ]; then
          echo 'openjdk version "%s" 2026-01-01' >&2
          exit
        fi
        echo '%s'
        printf '%%s\\n' "$@" "${LC_CTYPE:-}"
        exit 7
        """
            .formatted(version, name));
    Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.writeString(home.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
    return home;
  }

  private record Outcome(int exitCode, List<String> lines) {}
}
