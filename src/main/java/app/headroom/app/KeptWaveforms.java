package app.headroom.app;

import app.headroom.job.JobId;
import app.headroom.player.Waveform;
import app.headroom.queue.JobFiles;
import app.headroom.queue.SpoolFolders;
import app.headroom.settings.Locations;
import app.headroom.worker.JobSpool;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Jobs' folders, of which the waveform stays when a finished job's folder goes: some 8 kB a song,
 * until the job is removed from the queue. Safe from any thread.
 */
record KeptWaveforms(JobFiles files, Path folder) implements JobFiles {

  private static final Logger LOG = LoggerFactory.getLogger(KeptWaveforms.class);

  static KeptWaveforms in(Locations locations) {
    return new KeptWaveforms(
        new SpoolFolders(locations.spool(), JobSpool::discard),
        locations.spool().resolveSibling("waveforms"));
  }

  /** What was kept of a job; empty where nothing is, or nothing that can be read. */
  Optional<Waveform> of(JobId job) {
    try {
      return Optional.of(Waveform.read(file(job)));
    } catch (NoSuchFileException _) {
      return Optional.empty();
    } catch (IOException e) {
      LOG.warn("a waveform cannot be read: {}", e.toString());
      return Optional.empty();
    }
  }

  /** Deletes what was kept of other jobs than these. */
  void keepOnly(Set<JobId> jobs) {
    Set<String> names = jobs.stream().map(JobId::value).collect(Collectors.toSet());
    try (DirectoryStream<Path> kept = Files.newDirectoryStream(folder)) {
      for (Path file : kept) {
        if (!names.contains(String.valueOf(file.getFileName()))) {
          Files.deleteIfExists(file);
        }
      }
    } catch (NoSuchFileException _) {
      // nothing was ever kept
    } catch (IOException e) {
      LOG.warn("old waveforms could not be deleted: {}", e.toString());
    }
  }

  private Path file(JobId job) {
    return folder.resolve(job.value());
  }

  @Override
  public void discard(JobId job) throws IOException {
    Path made = spool(job).resolve(Waveform.FILE);
    if (Files.exists(made)) {
      Files.createDirectories(folder);
      Files.move(made, file(job), StandardCopyOption.REPLACE_EXISTING);
    } else if (!Files.exists(spool(job))) { // else the program was killed over it
      Files.deleteIfExists(file(job));
    }
    files.discard(job);
  }

  @Override
  public Path spoolRoot() {
    return files.spoolRoot();
  }

  @Override
  public Path spool(JobId job) {
    return files.spool(job);
  }

  @Override
  public Set<JobId> spools() throws IOException {
    return files.spools();
  }

  @Override
  public long freeBytes(Path of) throws IOException {
    return files.freeBytes(of);
  }

  @Override
  public boolean sameDisk(Path one, Path other) throws IOException {
    return files.sameDisk(one, other);
  }
}
