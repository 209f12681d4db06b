package app.headroom.app;

import static org.assertj.core.api.Assertions.assertThat;

import app.headroom.bench.SynthesisedSong;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
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
  private static final Pattern JOB = Pattern.compile("\"job\":\"([^\"]+)\"");
  private static final long SOON_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
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
    long starting;
    int lines;
    try (ProgramProcess program = ProgramProcess.start(home, separate(folder.resolve("whole")))) {
      awaitLines(program, 1);
      starting = System.nanoTime() - begun;
      assertThat(program.exitCode()).as(program.err.toString()).isZero();
      lines = program.out.size();
    }
    Map<String, byte[]> expected = stems(folder.resolve("whole"));
    assertThat(expected).hasSize(4);

    Random random = new Random(SEED);
    int kills = 0;
    int jobs = 0;
    // jobs of a command that was given once more after its song was done: they are rightly refused
    Set<String> late = new HashSet<>();
    while (kills < KILLS) {
      Path out = folder.resolve("job-" + jobs++);
      boolean done = false;
      Set<String> own = new HashSet<>();
      for (boolean again = false; !done; again = true) {
        // begun by a song's own command, gone on with by it or by that of the whole queue
        boolean wholeQueue = again && random.nextBoolean();
        boolean complete = Files.exists(out) && stems(out).size() == expected.size();
        String[] command = wholeQueue ? queueRun() : separate(out);
        try (ProgramProcess program = ProgramProcess.start(home, command)) {
          // while it starts, or soon after it has said something
          int said = random.nextInt(lines + 1);
          long nanos = random.nextLong(said == 0 ? starting : SOON_NANOS);
          awaitLines(program, said);
          if (program.endedWithin(nanos)) {
            int exitCode = program.exitCode();
            done = Files.exists(out) && stems(out).size() == expected.size();
            assertThat(program.events())
                .filteredOn(event -> event.path("event").asText().equals("failed"))
                .as("seed %d, kill %d, exit code %d", SEED, kills, exitCode)
                .allMatch(event -> event.path("code").asText().equals("output-exists"));
            assertThat(done || wholeQueue).as(program.err.toString()).isTrue();
          } else {
            List<ProcessHandle> workers = program.descendants();
            program.kill();
            kills++;
            program.exitCode();
            awaitGone(workers, "seed %d, kill %d".formatted(SEED, kills));
          }
          for (String id : jobIds(program)) {
            if (!own.contains(id)) {
              (complete ? late : own).add(id);
            }
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
          .filteredOn(job -> !late.contains(job.path("job").asText()))
          .as("none waits, has failed or is thought to run")
          .allMatch(job -> job.path("state").asText().equals("finished"));
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

  /** Until it has printed so much, or has ended. */
  private static void awaitLines(ProgramProcess program, int lines) throws InterruptedException {
    while (program.out.size() < lines && !program.endedWithin(1_000_000)) {
      Thread.onSpinWait();
    }
  }

  /** Also of a command whose last line was cut off. */
  private static Set<String> jobIds(ProgramProcess program) {
    return program.out.stream()
        .flatMap(line -> JOB.matcher(line).results())
        .map(found -> found.group(1))
        .collect(Collectors.toSet());
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
