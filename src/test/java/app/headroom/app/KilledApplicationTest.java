package app.headroom.app;

import static org.assertj.core.api.Assertions.assertThat;

import app.headroom.bench.SynthesisedSong;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The application, not its workers, ended by SIGKILL at random moments and started again. */
@Tag("slow")
class KilledApplicationTest {

  private static final int KILLS = Integer.getInteger("headroom.test.kills", 50);
  private static final long SEED = 20261122;
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(30);

  @TempDir private Path temp;
  private Path folder;
  private Path home;
  private Path song;

  @BeforeEach
  void prepare() throws Exception {
    folder = temp.toRealPath();
    home = folder.resolve("home");
    song = folder.resolve("song.wav");
    SynthesisedSong.write(song, 2);
    ProgramProcess.lendModel(home);
  }

  @Test
  void everyJobEndsFinishedWithTheSameStems() throws Exception {
    long begun = System.nanoTime();
    assertThat(finishes(folder.resolve("whole"))).isTrue();
    long whole = System.nanoTime() - begun;
    Map<String, byte[]> expected = stems(folder.resolve("whole"));
    assertThat(expected).hasSize(4);

    Random random = new Random(SEED);
    int kills = 0;
    int jobs = 0;
    while (kills < KILLS) {
      Path out = folder.resolve("job-" + jobs++);
      boolean done = false;
      for (boolean again = false; !done; again = true) {
        // begun by a song's own command, gone on with by it or by that of the whole queue
        boolean wholeQueue = again && random.nextBoolean();
        String[] command = wholeQueue ? queueRun() : separate(out);
        try (ProgramProcess program = ProgramProcess.start(home, command)) {
          if (program.endedWithin(random.nextLong(whole))) {
            done = ended(program, wholeQueue, out);
          } else {
            List<ProcessHandle> workers = program.descendants();
            program.kill();
            kills++;
            program.exitCode();
            awaitGone(workers, "seed %d, kill %d".formatted(SEED, kills));
          }
        }
      }
      Map<String, byte[]> stems = stems(out);
      assertThat(stems).as("seed %d, job %d", SEED, jobs).containsOnlyKeys(expected.keySet());
      expected.forEach(
          (name, bytes) ->
              assertThat(stems.get(name)).as("seed %d, %s", SEED, name).isEqualTo(bytes));
    }
    System.out.printf("%d kills of the application over %d jobs%n", kills, jobs);

    try (ProgramProcess program = ProgramProcess.start(home, queueRun())) {
      assertThat(program.exitCode()).as(program.err.toString()).isZero();
    }
    try (ProgramProcess list = ProgramProcess.start(home, "queue", "list", "--json")) {
      assertThat(list.exitCode()).isZero();
      assertThat(list.events())
          .extracting(job -> job.path("state").asText())
          .as("none waits, failed or is thought to run")
          .containsOnly("finished");
    }
    try (Stream<Path> left = Files.list(home.resolve("spool"))) {
      assertThat(left).isEmpty();
    }
  }

  private static String[] queueRun() {
    return new String[] {"queue", "run", "--json"};
  }

  private String[] separate(Path out) {
    return new String[] {
      "separate",
      song.toString(),
      "--out",
      out.toString(),
      "--json",
      "--segment",
      "1.3",
      "--precision",
      "int8"
    };
  }

  private boolean finishes(Path out) throws Exception {
    try (ProgramProcess program = ProgramProcess.start(home, separate(out))) {
      return program.exitCode() == 0;
    }
  }

  /**
   * @return whether the song is done; the queue's command may have been killed before it had it
   */
  private static boolean ended(ProgramProcess program, boolean wholeQueue, Path out)
      throws Exception {
    int exitCode = program.exitCode();
    if (exitCode == 0) {
      return !wholeQueue || Files.exists(out);
    }
    // the kill before came between the end of the job and that of its command
    assertThat(program.events())
        .as(program.err.toString())
        .anyMatch(KilledApplicationTest::stemsAreThere);
    return true;
  }

  private static boolean stemsAreThere(JsonNode event) {
    return event.path("code").asText().equals("output-exists");
  }

  private static Map<String, byte[]> stems(Path out) throws IOException {
    Map<String, byte[]> stems = new TreeMap<>();
    try (Stream<Path> files = Files.walk(out)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        stems.put(out.relativize(file).toString(), Files.readAllBytes(file));
      }
    }
    return stems;
  }

  private static void awaitGone(List<ProcessHandle> workers, String what)
      throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    List<ProcessHandle> left = new ArrayList<>(workers);
    while (!left.isEmpty()) {
      left.removeIf(KilledApplicationTest::gone);
      assertThat(System.nanoTime()).as(what + ", left: " + left).isLessThan(deadline);
      TimeUnit.MILLISECONDS.sleep(5);
    }
  }

  /** A zombie holds nothing; it waits for a parent that may never look. */
  private static boolean gone(ProcessHandle process) {
    try {
      String stat =
          Files.readString(
              Path.of("/proc", Long.toString(process.pid()), "stat"), StandardCharsets.ISO_8859_1);
      return stat.substring(stat.lastIndexOf(')') + 1).strip().startsWith("Z");
    } catch (IOException e) {
      return !process.isAlive();
    }
  }
}
