package app.headroom.app;

import app.headroom.audio.DiskSpace;
import app.headroom.job.JobId;
import app.headroom.queue.JobFiles;
import app.headroom.worker.JobSpool;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/** The spool folders of all jobs below one folder, each named by its job. */
record SpoolFolders(Path spoolRoot) implements JobFiles {

  @Override
  public Path spool(JobId job) {
    return spoolRoot.resolve(job.value());
  }

  @Override
  public Set<JobId> spools() throws IOException {
    Set<JobId> jobs = new HashSet<>();
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(spoolRoot)) {
      for (Path folder : folders) {
        try {
          jobs.add(new JobId(String.valueOf(folder.getFileName())));
        } catch (IllegalArgumentException e) {
          // not one of ours
        }
      }
    }
    return jobs;
  }

  @Override
  public void discard(JobId job) throws IOException {
    JobSpool.discard(spool(job));
  }

  @Override
  public long freeBytes(Path folder) throws IOException {
    return DiskSpace.usableBytes(folder);
  }
}
