package app.headroom.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import app.headroom.audio.Spool;
import app.headroom.job.JobFailure;
import app.headroom.job.JobId;
import app.headroom.job.OutputFormat;
import app.headroom.job.TrackTags;
import app.headroom.player.Mix;
import app.headroom.player.Practice;
import app.headroom.player.Workshop;
import app.headroom.player.Workshop.News;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A mix that cannot be written, or whose writer is killed, leaves nothing but words. */
class ExportTroubleTest {

  private static final int STEMS = 2;
  private static final int FRAMES = 120 * 44_100;

  /** Enough for two minutes of floats, and not for much more. */
  private static final int DISK_MEGABYTES = 60;

  /** To be rendered so takes seconds, and not a moment that is over before it is disturbed. */
  private static final Practice STRETCHED = new Practice(0.5, 3);

  @TempDir private Path folder;
  private Path spool;
  private Path disk;
  private WorkshopBench workshop;

  @BeforeEach
  void open() throws IOException {
    workshop = new WorkshopBench(folder);
    spool = Files.createDirectory(folder.resolve("spool"));
    disk = Files.createDirectory(folder.resolve("disk"));
    try (var stems = new RandomAccessFile(new Spool(spool).stems().toFile(), "rw")) {
      stems.setLength(8L * STEMS * FRAMES); // silence
    }
  }

  @AfterEach
  void close() throws Exception {
    workshop.close();
    succeeds("umount", disk.toString());
  }

  @Test
  void aDiskThatFillsIsToldWithWhatIsNeeded() throws Exception {
    mount();
    Path target = disk.resolve("mix.wav");
    exportStretched(target, OutputFormat.WAV32F);
    assertThat(workshop.next()).isInstanceOf(News.Progress.class);
    Path other = disk.resolve("other");
    fill(other);
    JobFailure failure = failure(workshop.last());
    assertThat(failure).isInstanceOf(JobFailure.DiskFull.class);
    assertThat(((JobFailure.DiskFull) failure).neededBytes()).isGreaterThan(8L * FRAMES - 1);
    assertThat(namesIn(disk)).containsExactly("other");

    export(target, OutputFormat.WAV32F);
    assertThat(failure(workshop.last())).as("at once").isInstanceOf(JobFailure.DiskFull.class);
    Files.delete(other);
    export(target, OutputFormat.WAV32F);
    assertThat(workshop.last()).isInstanceOf(News.Done.class);
    assertThat(namesIn(disk)).containsExactly("mix.wav");
  }

  private static void fill(Path file) throws IOException {
    try (var filling = Files.newOutputStream(file)) {
      byte[] some = new byte[1 << 16];
      for (long written = 0; written < DISK_MEGABYTES << 20; written += some.length) {
        filling.write(some);
      }
    } catch (IOException e) {
      assertThat(e).hasMessageContaining("No space left");
    }
  }

  @Test
  void aDiskThatIsReadOnlyIsTold() throws Exception {
    mount();
    assumeTrue(succeeds("mount", "-o", "remount,ro", disk.toString()), "SKIPPED: cannot remount");
    export(disk.resolve("mix.flac"), OutputFormat.FLAC);
    JobFailure failure = failure(workshop.last());
    assertThat(failure).isInstanceOf(JobFailure.OutputNotWritable.class);
    assertThat(((JobFailure.OutputNotWritable) failure).reason())
        .isEqualTo("the disk is read-only");
  }

  @Test
  void aWriterThatIsKilledLeavesNothing() throws Exception {
    Set<ProcessHandle> others = children();
    exportStretched(disk.resolve("mix.flac"), OutputFormat.FLAC);
    assertThat(workshop.next()).isInstanceOf(News.Progress.class);
    assertThat(namesIn(disk)).singleElement().asString().startsWith(".headroom-");
    Set<ProcessHandle> writers = children();
    writers.removeAll(others);
    assertThat(writers).isNotEmpty().allMatch(ProcessHandle::destroyForcibly);
    assertThat(failure(workshop.last())).isInstanceOf(JobFailure.WorkerCrashed.class);
    assertThat(namesIn(disk)).isEmpty();
    assertThat(namesIn(notes())).isEmpty();
  }

  @Test
  void whatIsKilledWithTheProgramIsClearedUpAtTheNextStart() throws Exception {
    JobId id = JobId.random();
    note(id, disk.resolve("mix.flac"));
    Path work = Files.createDirectory(disk.resolve(".headroom-" + id));
    Files.writeString(work.resolve("mix.flac"), "half of it");
    Path foreign = Files.createDirectory(disk.resolve(".headroom-" + JobId.random()));
    Files.writeString(disk.resolve("mix.flac"), "of the user");
    JobId unplugged = JobId.random();
    note(unplugged, folder.resolve("not there").resolve("mix.flac"));
    JobId running = JobId.random();
    Path runs = Files.createDirectory(disk.resolve(".headroom-" + running));
    ExportNotes.Note held =
        Objects.requireNonNull(
            new ExportNotes(notes()).begin(running, List.of(disk.resolve("other.flac"))));
    Files.writeString(notes().resolve("a.txt"), "this is no note");
    JobId endless = JobId.random();
    Files.writeString(notes().resolve(endless.value()), "/a".repeat(100_000));
    JobId half = JobId.random();
    Files.writeString(notes().resolve(half.value()), disk.toString());

    workshop.reopen();
    await(
        () ->
            Files.notExists(work)
                && Files.notExists(notes().resolve(id.value()))
                && Files.notExists(notes().resolve(half.value()))
                && Files.notExists(notes().resolve(endless.value())));
    assertThat(foreign).as("a folder of another name").exists();
    assertThat(disk.resolve("mix.flac")).hasContent("of the user");
    assertThat(runs).as("what is being written").exists();
    assertThat(namesIn(notes()))
        .containsExactlyInAnyOrder(unplugged.value(), running.value(), "a.txt");
    held.end();
    assertThat(runs).doesNotExist();
    assertThat(namesIn(notes())).containsExactlyInAnyOrder(unplugged.value(), "a.txt");
  }

  /** As a program that was killed leaves it. */
  private void note(JobId id, Path target) throws IOException {
    Files.createDirectories(notes());
    Files.writeString(notes().resolve(id.value()), target.toString());
  }

  private interface Condition {
    boolean holds() throws IOException;
  }

  private static void await(Condition condition) throws Exception {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (!condition.holds()) {
      assertThat(System.nanoTime()).as("in time").isLessThan(deadline);
      TimeUnit.MILLISECONDS.sleep(10);
    }
  }

  private Path notes() {
    return workshop.locations.data().resolve("exports");
  }

  private void export(Path target, OutputFormat format) throws IOException {
    export(target, format, FRAMES, Practice.AS_RECORDED);
  }

  /** A file of the same length. */
  private void exportStretched(Path target, OutputFormat format) throws IOException {
    export(target, format, FRAMES / 2, STRETCHED);
  }

  private void export(Path target, OutputFormat format, int frames, Practice practice)
      throws IOException {
    workshop.export(
        new Workshop.Export(
            spool,
            frames,
            Mix.neutral(STEMS),
            practice,
            format,
            target,
            TrackTags.NONE,
            "Mix",
            false));
  }

  private static JobFailure failure(News news) {
    assertThat(news).isInstanceOf(News.Failed.class);
    return ((News.Failed) news).failure();
  }

  private static Set<ProcessHandle> children() {
    return ProcessHandle.current().children().collect(Collectors.toSet());
  }

  private void mount() throws Exception {
    assumeTrue(
        succeeds(
            "mount", "-t", "tmpfs", "-o", "size=" + DISK_MEGABYTES + "m", "mixes", disk.toString()),
        "SKIPPED: no small disk can be mounted here");
  }

  private static boolean succeeds(String... command) throws Exception {
    try {
      return new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    }
  }

  private static List<String> namesIn(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }
}
