package app.headroom.app;

import static org.assertj.core.api.Assertions.assertThat;

import app.headroom.job.JobId;
import app.headroom.player.Waveform;
import app.headroom.settings.Locations;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeptWaveformsTest {

  @TempDir Path home;
  private final JobId job = JobId.random();

  @BeforeEach
  void createHome() throws IOException {
    Locations.under(home).create();
  }

  private KeptWaveforms kept() {
    return KeptWaveforms.in(Locations.under(home));
  }

  private void finish(JobId finished) throws IOException {
    Path folder = Files.createDirectories(kept().spool(finished));
    Waveform.empty(4).write(folder.resolve(Waveform.FILE));
    Files.write(folder.resolve("rest"), new byte[100]);
    kept().discard(finished);
    assertThat(folder).doesNotExist();
  }

  @Test
  void aFinishedJobsWaveformStaysUntilTheJobIsRemoved() throws IOException {
    assertThat(kept().of(job)).isEmpty();
    finish(job);
    assertThat(kept().of(job).orElseThrow().stems()).isEqualTo(4);
    kept().discard(job);
    assertThat(kept().of(job)).isEmpty();
  }

  @Test
  void whoIsKilledOverDeletingTheFolderKeepsTheWaveform() throws IOException {
    finish(job);
    Path folder = Files.createDirectories(kept().spool(job)); // as it was left
    kept().discard(job);
    assertThat(folder).doesNotExist();
    assertThat(kept().of(job)).isPresent();
  }

  @Test
  void whatIsLeftOfJobsThatAreGoneIsDeletedAtTheStart() throws IOException {
    JobId other = JobId.random();
    finish(job);
    finish(other);
    kept().keepOnly(Set.of(other));
    assertThat(kept().of(job)).isEmpty();
    assertThat(kept().of(other)).isPresent();
  }

  @Test
  void aFileThatIsNoWaveformIsAsGoodAsNone() throws IOException {
    finish(job);
    Path file = home.resolve("waveforms").resolve(job.value());
    assertThat(Files.size(file)).as("bounded whatever the song's length").isLessThan(10_000);
    Files.write(file, new byte[50_000]);
    assertThat(kept().of(job)).isEmpty();
  }
}
