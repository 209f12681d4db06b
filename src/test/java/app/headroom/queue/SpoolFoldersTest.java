package app.headroom.queue;

import static org.assertj.core.api.Assertions.assertThat;

import app.headroom.job.JobId;
import app.headroom.worker.JobSpool;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CyclicBarrier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Folders that two delete at once: the worker that has finished, and the queue. */
@Timeout(60)
class SpoolFoldersTest {

  @TempDir private Path root;

  @Test
  void whatIsGoneMeanwhileIsNoFailure() throws Exception {
    SpoolFolders folders = new SpoolFolders(root, JobSpool::discard);
    for (int round = 0; round < 200; round++) {
      JobId job = JobId.random();
      Path folder = Files.createDirectories(folders.spool(job));
      for (int file = 0; file < 20; file++) {
        Files.createFile(folder.resolve("carry-" + file + ".f32"));
      }
      CyclicBarrier both = new CyclicBarrier(2);
      Thread worker =
          Thread.ofPlatform()
              .start(
                  () -> {
                    try {
                      both.await();
                      JobSpool.discard(folder);
                    } catch (Exception e) {
                      throw new AssertionError(e);
                    }
                  });
      both.await();
      folders.discard(job);
      worker.join();
      assertThat(folder).doesNotExist();
    }
    assertThat(folders.spools()).isEmpty();
  }

  @Test
  void aJobWithoutAFolderHasNothingToDelete() throws Exception {
    SpoolFolders folders = new SpoolFolders(root.resolve("absent"), JobSpool::discard);
    folders.discard(JobId.random());
    assertThat(folders.spools()).isEmpty();
  }

  @Test
  void whatIsNotNamedLikeAJobIsLeftAlone() throws Exception {
    SpoolFolders folders = new SpoolFolders(root, JobSpool::discard);
    Files.createDirectory(root.resolve("my songs"));
    JobId job = JobId.random();
    Files.createDirectory(folders.spool(job));
    assertThat(folders.spools()).containsExactly(job);
  }
}
