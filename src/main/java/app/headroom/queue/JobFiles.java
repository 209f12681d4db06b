package app.headroom.queue;

import app.headroom.job.JobId;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;

/** The jobs' folders on the spool disk, and how much room disks have. Safe from any thread. */
public interface JobFiles {

  /** Where all spool folders lie. */
  Path spoolRoot();

  /** The job's own folder; it need not exist. */
  Path spool(JobId job);

  /** Jobs that have a folder. */
  Set<JobId> spools() throws IOException;

  /**
   * Deletes the job's folder and what an unfinished publication left beside its target. May take
   * long; does nothing where there is none.
   */
  void discard(JobId job) throws IOException;

  /** Bytes that this user can still write to the disk that holds, or would hold, {@code folder}. */
  long freeBytes(Path folder) throws IOException;

  /** Whether what is written to one takes room from the other. */
  boolean sameDisk(Path one, Path other) throws IOException;
}
