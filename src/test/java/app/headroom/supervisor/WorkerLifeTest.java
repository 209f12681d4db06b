package app.headroom.supervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import app.headroom.bench.SynthesisedSong;
import app.headroom.job.ClipMode;
import app.headroom.job.Delivery;
import app.headroom.job.EngineChoice;
import app.headroom.job.OutputFormat;
import app.headroom.job.OutputRate;
import app.headroom.job.Overlap;
import app.headroom.job.Precision;
import app.headroom.job.Provider;
import app.headroom.job.SegmentLength;
import app.headroom.job.Stem;
import app.headroom.job.StemSelection;
import app.headroom.protocol.LineReader;
import app.headroom.protocol.Protocol;
import app.headroom.protocol.WorkerCommand;
import app.headroom.protocol.WorkerEvent;
import app.headroom.testing.TestModel;
import app.headroom.testing.Workplace;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A worker process as it is seen from its pipes. */
@Timeout(300)
class WorkerLifeTest {

  @TempDir Path folder;
  private Workplace place;
  private Process worker;
  private LineReader events;
  private OutputStream commands;

  @BeforeEach
  void start() throws IOException {
    place = new Workplace(folder);
    worker =
        Workplace.program()
            .process(Workplace.NATIVES, folder, Mark.fresh())
            .redirectError(folder.resolve("errors").toFile())
            .start();
    events = new LineReader(worker.getInputStream());
    commands = worker.getOutputStream();
    assertThat(next()).isEqualTo(new WorkerEvent.Hello(Protocol.VERSION, worker.pid()));
  }

  @AfterEach
  void end() {
    worker.destroyForcibly().onExit().join();
  }

  @Test
  void isThereAfterEverythingElse() throws Exception {
    Path proc = Path.of("/proc", Long.toString(worker.pid()));
    assumeTrue(Files.isDirectory(proc), "SKIPPED: this system has no /proc");
    assertThat(Files.readString(proc.resolve("oom_score_adj")).strip()).isEqualTo("900");
    int seen = 0;
    try (DirectoryStream<Path> threads = Files.newDirectoryStream(proc.resolve("task"))) {
      for (Path thread : threads) {
        String stat = statOf(thread);
        if (!stat.isEmpty()) {
          String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
          assertThat(fields[16]).as("nice of " + stat).isEqualTo("10");
          seen++;
        }
      }
    }
    assertThat(seen).as("threads").isGreaterThan(1);
  }

  /** Empty of a thread that has ended meanwhile, as the compiler's do. */
  private static String statOf(Path thread) throws IOException {
    try {
      return Files.readString(thread.resolve("stat"));
    } catch (IOException e) {
      if (Files.exists(thread)) {
        throw e;
      }
      return "";
    }
  }

  /** No worker is through with it before its test has said what it has to say. */
  private void takeALongSong() throws IOException {
    SynthesisedSong.write(place.song, 30);
  }

  @Test
  void skipsWhatIsNoCommand() throws Exception {
    takeALongSong();
    say(Protocol.line(order(Protocol.VERSION)));
    say("garbage");
    say("{\"type\":\"set-segment\",\"frames\":1}");
    say("{\"type\":\"sing\"}");
    say(Protocol.line(order(Protocol.VERSION)));
    say(Protocol.line(new WorkerCommand.Stop()));
    assertThat(last()).isInstanceOf(WorkerEvent.Stopped.class);
    assertThat(exitCode()).isEqualTo(0);
    assertThat(folder.resolve("errors"))
        .content()
        .contains("A line was skipped: not a message of protocol 1")
        .contains("Not expected now: SetSegment[frames=1]")
        .contains("Not expected now: Separate");
  }

  @Test
  void refusesAnOrderOfAnotherVersion() throws Exception {
    say(Protocol.line(order(Protocol.VERSION + 1)));
    assertThat(next()).isInstanceOf(WorkerEvent.Failed.class);
    assertThat(exitCode()).isEqualTo(1);
  }

  @Test
  void endsWithoutAnOrder() throws Exception {
    say("garbage");
    assertThat(exitCode()).isEqualTo(2);
  }

  @Test
  void endsAtOnceWhenItsInputEnds() throws Exception {
    takeALongSong();
    say(Protocol.line(order(Protocol.VERSION)));
    while (!(next() instanceof WorkerEvent.SegmentDone)) {
      // on its way
    }
    commands.close();
    assertThat(exitCode()).isEqualTo(0);
    assertThat(place.stemFolder()).doesNotExist();
    assertThat(place.spool().resolve("checkpoint.json")).exists();
  }

  @Test
  void endsWhenItsParentIsKilled() throws Exception {
    WorkerProgram program = WorkerProgram.ofThisProcess();
    Process parent =
        new ProcessBuilder(
                program.java().toString(),
                "-Dheadroom.test.home=" + System.getProperty("headroom.test.home"),
                "-cp",
                System.getProperty("java.class.path"),
                ParentOfWorker.class.getName(),
                Files.createDirectory(folder.resolve("parent")).toString())
            .redirectError(folder.resolve("parent-errors").toFile())
            .start();
    try (BufferedReader out =
        new BufferedReader(
            new InputStreamReader(parent.getInputStream(), StandardCharsets.UTF_8))) {
      String line = out.readLine();
      assertThat(line).as("pid of the worker").isNotNull();
      ProcessHandle orphan = ProcessHandle.of(Long.parseLong(line)).orElseThrow();
      parent.destroyForcibly();
      // Whether it is gone or a zombie that nobody waits for.
      while (!ProcessTree.gone(orphan)) {
        Thread.onSpinWait();
      }
    } finally {
      parent.destroyForcibly();
    }
  }

  private WorkerCommand order(int protocol) throws IOException {
    return new WorkerCommand.Separate(
        protocol,
        place.job.value(),
        place.song,
        place.out,
        place.spool(),
        EngineChoice.BUILT_IN,
        List.of(
            new WorkerCommand.Pass(
                TestModel.graph(Precision.INT8),
                List.of(Stem.DRUMS, Stem.BASS, Stem.OTHER, Stem.VOCALS))),
        Workplace.NATIVES,
        "htdemucs",
        List.of(Stem.DRUMS, Stem.BASS, Stem.OTHER, Stem.VOCALS),
        StemSelection.all(),
        OutputFormat.WAV16,
        SegmentLength.SHORTEST.frames(),
        new Overlap.Share(0.25),
        ClipMode.RESCALE,
        "{model}/{track}/{stem}.{ext}",
        OutputRate.HZ_44100,
        2,
        Provider.CPU,
        false,
        Delivery.PLAIN);
  }

  private void say(String line) throws IOException {
    commands.write((line + "\n").getBytes(StandardCharsets.UTF_8));
    commands.flush();
  }

  private WorkerEvent next() throws IOException {
    String line = events.next();
    if (line == null) {
      throw new IOException("it says nothing more");
    }
    return Protocol.event(line);
  }

  private WorkerEvent last() throws IOException {
    WorkerEvent last = next();
    for (String line = events.next(); line != null; line = events.next()) {
      last = Protocol.event(line);
    }
    return last;
  }

  private int exitCode() throws InterruptedException {
    assertThat(worker.waitFor(120, TimeUnit.SECONDS)).isTrue();
    return worker.exitValue();
  }
}
