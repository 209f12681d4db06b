package app.headroom.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import app.headroom.job.JobFailure;
import app.headroom.queue.RunningWorker;
import app.headroom.queue.WorkerListener.End;
import app.headroom.testing.RecordingListener;
import app.headroom.testing.Workplace;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On a disk of some megabytes, which only root can make. */
@Tag("slow")
class FullDiskTest {

  private static final int DISK_MEGABYTES = 16;

  @TempDir Path folder;
  private Path disk;

  @BeforeEach
  void mount() throws Exception {
    disk = Files.createDirectory(folder.resolve("disk"));
    assumeTrue(
        succeeds("mount", "-t", "tmpfs", "-o", "size=" + DISK_MEGABYTES + "m", "spool", disk),
        "SKIPPED: no small disk can be made");
  }

  @AfterEach
  void unmount() throws Exception {
    succeeds("umount", "-l", disk);
  }

  @Test
  void aSpoolThatDoesNotFitFailsBeforeTheStart() throws Exception {
    fill(DISK_MEGABYTES - 4);
    Workplace place = new Workplace(folder, disk);
    RecordingListener listener = place.run();
    assertDiskFull(listener.awaitEnd());
    assertThat(listener.heard).noneMatch(words -> words.startsWith("progress decoding"));
  }

  @Test
  void aDiskThatFillsInTheMiddleFailsTheJobAndKeepsItsPlace() throws Exception {
    Workplace undisturbed = new Workplace(Files.createDirectory(folder.resolve("undisturbed")));
    Map<String, byte[]> expected = Workplace.stems(undisturbed.run().awaitEnd());

    Workplace place = new Workplace(folder, disk);
    RecordingListener first = new RecordingListener();
    RunningWorker worker = place.start(first);
    first.await("segment ");
    worker.hold();
    first.await("held ");
    Path ballast = fill(DISK_MEGABYTES);
    truncate(ballast, 1);
    worker.resume();
    assertDiskFull(first.awaitEnd());

    Files.delete(ballast);
    RecordingListener second = place.run();
    assertThat(second.heard).anyMatch(words -> words.startsWith("resumed "));
    Map<String, byte[]> stems = Workplace.stems(second.awaitEnd());
    expected.forEach((stem, bytes) -> assertThat(stems.get(stem)).as(stem).isEqualTo(bytes));
  }

  private static void assertDiskFull(End end) {
    assertThat(end)
        .isInstanceOfSatisfying(
            End.Failed.class,
            failed -> assertThat(failed.failure()).isInstanceOf(JobFailure.DiskFull.class));
  }

  /** Writes up to so many megabytes of nothing, or until the disk is full. */
  private Path fill(int megabytes) throws IOException {
    Path ballast = disk.resolve("ballast");
    try (OutputStream out = Files.newOutputStream(ballast)) {
      for (int i = 0; i < megabytes; i++) {
        out.write(new byte[1 << 20]);
      }
    } catch (IOException e) {
      assertThat(e).hasMessageContaining("No space left");
    }
    return ballast;
  }

  /** Makes it smaller by so many megabytes. */
  private static void truncate(Path file, int byMegabytes) throws IOException {
    try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.truncate(channel.size() - ((long) byMegabytes << 20));
    }
  }

  private static boolean succeeds(Object... command) throws Exception {
    String[] words = new String[command.length];
    for (int i = 0; i < command.length; i++) {
      words[i] = command[i].toString();
    }
    try {
      Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
      process.getInputStream().readAllBytes();
      return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (IOException e) {
      return false;
    }
  }
}
