package app.headroom.queue;

import app.headroom.job.JobFailure;
import app.headroom.job.JobHistory;
import app.headroom.job.OutputFormat;
import app.headroom.job.SegmentLength;
import app.headroom.job.SeparationRequest;
import app.headroom.job.StemSelection;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether disks have room for one more job. */
final class DiskRoom {

  private static final Logger LOG = LoggerFactory.getLogger(DiskRoom.class);

  /** Nobody's disk is filled to the last byte. */
  private static final long RESERVE_BYTES = 32_000_000;

  private final JobFiles files;
  private final StemLayout layout;
  private final Disks disks = new Disks();

  DiskRoom(JobFiles files, StemLayout layout) {
    this.files = files;
    this.layout = layout;
  }

  /**
   * What is missing for the job, if anything.
   *
   * @param spoolBytes what it still takes of the spool's disk, or null if that is not known
   * @param audioSeconds length of the whole song, or null if that is not known
   */
  Optional<JobFailure.DiskFull> missing(
      SeparationRequest request,
      @Nullable Long spoolBytes,
      @Nullable Double audioSeconds,
      Collection<Run> running) {
    if (spoolBytes == null || audioSeconds == null) {
      return Optional.empty(); // its worker finds out
    }
    long promised = running.stream().mapToLong(DiskRoom::stillTaken).sum();
    long stems = stemBytes(request, audioSeconds);
    Path spool = files.spoolRoot();
    Path output = request.outputFolder();
    try {
      long spoolNeed = spoolBytes + promised + RESERVE_BYTES;
      if (disks.ask(output, () -> files.sameDisk(spool, output))) {
        return missing(spool, spoolNeed + stems);
      }
      Optional<JobFailure.DiskFull> ofSpool = missing(spool, spoolNeed);
      return ofSpool.isPresent() ? ofSpool : missing(output, stems + RESERVE_BYTES);
    } catch (IOException e) {
      LOG.debug("room on a disk is not known", e);
      return Optional.empty();
    }
  }

  private Optional<JobFailure.DiskFull> missing(Path folder, long needed) throws IOException {
    long free = freeBytes(folder);
    return free >= needed
        ? Optional.empty()
        : Optional.of(new JobFailure.DiskFull(folder, needed, Math.max(0, free)));
  }

  boolean has(DiskNeed need) {
    try {
      return freeBytes(need.folder()) >= need.bytes();
    } catch (Disks.SilentDiskException _) {
      return false;
    } catch (IOException e) {
      LOG.debug("room on a disk is not known", e);
      return true;
    }
  }

  private long freeBytes(Path folder) throws IOException {
    return disks.ask(folder, () -> files.freeBytes(folder));
  }

  /** Of what a running job was started for, what it has not yet taken. */
  private static long stillTaken(Run run) {
    JobHistory.Work work = run.history.work();
    return Math.round(run.spoolBytes * (1 - work.share()));
  }

  /** About what the stem files take. */
  private long stemBytes(SeparationRequest request, double audioSeconds) {
    int stems =
        switch (request.stems()) {
          case StemSelection.All _ -> layout.modelStems(request.engine(), request.model());
          case StemSelection.Isolate _ -> 2;
        };
    return Math.round(stems * audioSeconds * bytesPerSecond(request.format()));
  }

  private static double bytesPerSecond(OutputFormat format) {
    double samples = 2.0 * SegmentLength.SAMPLE_RATE_HZ;
    return switch (format) {
      case WAV16 -> 2 * samples;
      case WAV24 -> 3 * samples;
      case WAV32F -> 4 * samples;
      case FLAC, ALAC -> 1.3 * samples;
      case MP3, AAC -> 320_000 / 8.0;
      case OPUS -> 192_000 / 8.0;
    };
  }
}
