package app.headroom.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a process keeps of its classes, with real Javas that end after it. */
@Timeout(120)
class ClassArchiveTest {

  private static final String DONE = "done";

  @TempDir private Path folder;
  private Path home;
  private Path archive;
  private String classPath;

  /** A program of jars, since Java keeps nothing of what lies in folders. */
  @BeforeEach
  void install() throws IOException {
    home = Files.createDirectories(folder.toRealPath().resolve("the user's = home"));
    archive = home.resolve("command-1.jsa");
    Path jar = folder.resolve("program.jar");
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
      for (Class<?> type : List.of(ClassArchive.class, Program.class)) {
        String name = type.getName().replace('.', '/') + ".class";
        out.putNextEntry(new JarEntry(name));
        try (var in = ClassArchiveTest.class.getResourceAsStream("/" + name)) {
          assertThat(in).isNotNull();
          in.transferTo(out);
        }
      }
    }
    List<String> libraries = new ArrayList<>(List.of(jar.toString()));
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      if (entry.endsWith(".jar") && (entry.contains("slf4j-api") || entry.contains("jspecify"))) {
        libraries.add(entry);
      }
    }
    classPath = String.join(File.pathSeparator, libraries);
  }

  /** Keeps its classes, as the program does last; its arguments are what it has to say. */
  static final class Program {
    public static void main(String[] args) {
      ClassArchive.keep();
      System.out.println(String.join(" ", args) + (isShared() ? " shared" : ""));
      System.exit(7);
    }

    /** Whether Java's own classes were read from an archive. */
    private static boolean isShared() {
      return System.getProperty("java.vm.info", "").contains("sharing");
    }
  }

  @Test
  void twoThatEndAtOnceBothKeepTheirs() throws Exception {
    List<Process> both = List.of(start(noting()), start(noting()));
    for (Process each : both) {
      assertThat(outputOf(each)).isEqualTo(DONE + " shared");
    }

    assertThat(home.toFile().list()).containsExactly("command-1.jsa");
    byte[] kept = Files.readAllBytes(archive);
    Process next = start(using());
    assertThat(outputOf(next)).isEqualTo(DONE + " shared");
    assertThat(archive).as("kept as it is").hasBinaryContent(kept);
  }

  @Test
  void whatCannotBeReadDoesNoHarmAndGoes() throws Exception {
    Files.write(archive, "not what Java has written".repeat(1000).getBytes(StandardCharsets.UTF_8));

    assertThat(outputOf(start(using()))).startsWith(DONE);
    assertThat(home).as("the next start finds none").isEmptyDirectory();
  }

  @Test
  void whereNothingCanBeKeptTheCommandEndsAsItWould() throws Exception {
    Files.delete(home);

    assertThat(outputOf(start(noting()))).isEqualTo(DONE + " shared");
    assertThat(outputOf(start(List.of("-Dheadroom.archive=" + folder.resolve("x.jsa")))))
        .as("a Java that has noted nothing")
        .isEqualTo(DONE + " shared");
    assertThat(folder.resolve("x.jsa")).doesNotExist();
  }

  private List<String> noting() {
    return List.of("-XX:+RecordDynamicDumpInfo", "-Dheadroom.archive=" + archive);
  }

  private List<String> using() {
    return List.of("-XX:SharedArchiveFile=" + archive, "-Dheadroom.archive=" + archive);
  }

  private Process start(List<String> options) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of("-Xlog:cds*=off", "-Xlog:aot*=off"));
    command.addAll(options);
    command.addAll(List.of("-cp", classPath, Program.class.getName(), DONE));
    return new ProcessBuilder(command)
        .directory(folder.toFile())
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  private static String outputOf(Process process) throws Exception {
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isEqualTo(7);
    return output.strip();
  }
}
