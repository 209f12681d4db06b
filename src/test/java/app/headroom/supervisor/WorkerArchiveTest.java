package app.headroom.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import app.headroom.job.JobId;
import app.headroom.job.Stem;
import app.headroom.queue.KillCause;
import app.headroom.queue.RunningWorker;
import app.headroom.queue.WorkerListener.End;
import app.headroom.testing.RecordingListener;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The classes that workers leave for those to come, with real processes. */
@Timeout(120)
class WorkerArchiveTest {

  @TempDir private Path folder;
  private Path natives;
  private Path jar;

  /** A program of jars, since Java keeps nothing of what lies in folders. */
  @BeforeEach
  void install() throws IOException {
    natives = Files.createDirectories(folder.resolve("the natives"));
    jar = folder.resolve("program.jar");
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
      for (String part : List.of("job", "protocol", "supervisor")) {
        for (String root : List.of("target/classes", "target/test-classes")) {
          add(Path.of(root), Path.of("app/headroom").resolve(part), out);
        }
      }
    }
  }

  private static void add(Path root, Path part, JarOutputStream out) throws IOException {
    if (!Files.isDirectory(root.resolve(part))) {
      return;
    }
    try (Stream<Path> files = Files.walk(root.resolve(part))) {
      for (Path file : files.filter(each -> each.toString().endsWith(".class")).toList()) {
        String name = root.relativize(file).toString().replace('\\', '/');
        if (!name.endsWith("package-info.class")) {
          out.putNextEntry(new JarEntry(name));
          Files.copy(file, out);
        }
      }
    }
  }

  @Test
  void theFirstOneThatFinishesKeepsThemForAllToCome() throws Exception {
    Path left = Files.createFile(natives.resolve("workers-1.jsa.of-a-killed-one"));
    Path other = Files.createFile(natives.resolve("other-file"));
    ProcessWorkerLauncher launcher = launcher("finishes");

    RecordingListener first = new RecordingListener();
    RecordingListener beside = new RecordingListener();
    RunningWorker _ = launch(launcher, first);
    RunningWorker _ = launch(launcher, beside);
    assertThat(first.awaitEnd()).isInstanceOf(End.Finished.class);
    assertThat(beside.awaitEnd()).isInstanceOf(End.Finished.class);

    Path kept = kept();
    assertThat(left).doesNotExist();
    assertThat(natives.toFile().list())
        .containsExactlyInAnyOrder(other.getFileName().toString(), kept.getFileName().toString());
    assertThat(options("finishes")).contains("-XX:SharedArchiveFile=" + kept);
    byte[] before = Files.readAllBytes(kept);
    assertFinishes(launcher);
    assertThat(kept).as("it is made once").hasBinaryContent(before);
  }

  @Test
  void ofAnotherProgramTheyAreNotUsed() throws Exception {
    assertFinishes(launcher("finishes"));
    Path kept = kept();
    install();

    assertThat(options("finishes")).noneMatch(option -> option.contains("SharedArchiveFile"));
    assertFinishes(launcher("finishes"));
    assertThat(kept()).isNotEqualTo(kept);
  }

  @Test
  void whoIsKilledOrFailsLeavesNothing() throws Exception {
    ProcessWorkerLauncher launcher = launcher("obeys");
    RecordingListener killed = new RecordingListener();
    RunningWorker worker = launch(launcher, killed);
    worker.cleanUp();
    killed.await("cleaned up");
    worker.kill(new KillCause.Requested());
    assertThat(killed.awaitEnd()).isInstanceOf(End.Killed.class);
    assertThat(natives).isEmptyDirectory();

    RecordingListener failed = new RecordingListener();
    RunningWorker _ = launch(launcher("fails"), failed);
    assertThat(failed.awaitEnd()).isInstanceOf(End.Failed.class);
    assertThat(natives).isEmptyDirectory();
  }

  @Test
  void whatCannotBeReadAndWhereNothingCanBeKeptWorkersWork() throws Exception {
    Path place = program("finishes").archive(natives).orElseThrow().file();
    Files.writeString(place, "not what Java has written".repeat(1000));
    assertThat(options("finishes")).contains("-XX:SharedArchiveFile=" + place);
    assertFinishes(launcher("finishes"));

    Files.delete(place);
    Files.delete(natives);
    assertFinishes(launcher("finishes"));
  }

  private void assertFinishes(ProcessWorkerLauncher launcher) throws Exception {
    RecordingListener listener = new RecordingListener();
    RunningWorker _ = launch(launcher, listener);
    assertThat(listener.awaitEnd()).isInstanceOf(End.Finished.class);
    assertThat(listener.heard).contains("noted all went well");
  }

  private RunningWorker launch(ProcessWorkerLauncher launcher, RecordingListener listener) {
    return launcher.launch(ProcessWorkerLauncherTest.order(folder, JobId.random()), listener);
  }

  /** Never closed: the watch must go on for as long as its workers run. */
  private ProcessWorkerLauncher launcher(String way) {
    Path graph = folder.resolve("graph.onnx");
    return new ProcessWorkerLauncher(
        program(way),
        natives,
        folder.resolve("spool"),
        (model, precision) -> new Graphs.Answer.Present(graph, List.of(Stem.values())),
        new Patience(Duration.ofMinutes(5), Duration.ofMinutes(5)));
  }

  private List<String> options(String way) {
    return program(way).process(natives, folder, Mark.fresh()).command();
  }

  private WorkerProgram program(String way) {
    List<String> classPath = new ArrayList<>(List.of(jar.toString()));
    WorkerProgram here = ProcessWorkerLauncherTest.program(way);
    Arrays.stream(here.classPath().split(File.pathSeparator, -1))
        .filter(entry -> entry.endsWith(".jar"))
        .forEach(classPath::add);
    return new WorkerProgram(here.java(), String.join(File.pathSeparator, classPath), here.main());
  }

  private Path kept() throws IOException {
    try (Stream<Path> files = Files.list(natives)) {
      return files.filter(file -> file.toString().endsWith(".jsa")).findFirst().orElseThrow();
    }
  }
}
