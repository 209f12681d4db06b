package app.headroom.ui.queue;

import static org.assertj.core.api.Assertions.assertThat;

import app.headroom.job.JobFailure;
import app.headroom.queue.JobSnapshot;
import app.headroom.ui.scripted.Song;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class JobDetailsTest {

  private static final Song SONG = new Song("Harbour Lights", "Marlow & the Tide", 252);

  @Test
  void areInWordsInEveryState() {
    List<JobSnapshot> all =
        List.of(
            SONG.waitingFor("one song at a time"),
            SONG.running(0.5, 1.9, 3.9, 1),
            SONG.resumed(0.5, 1.9, 3.9, 1),
            SONG.paused(0.3),
            SONG.parked(0.3, "memory at 91 %"),
            SONG.finished(Path.of("out"), 1, 1),
            SONG.failed(new JobFailure.WorkerCrashed(137, "tail"), 0.2),
            SONG.cancelled());
    assertThat(all)
        .allSatisfy(
            job ->
                assertThat(JobDetails.of(job, "headroom 1"))
                    .startsWith("headroom 1\njob: " + job.id())
                    .contains("history: ", "htdemucs")
                    .doesNotContain("[", "]", "{"));
    assertThat(JobDetails.of(all.get(2), "headroom 1"))
        .contains("state: running", "2 attempts, 1 ended for memory", "2:06 of 4:12 done in 1:00");
    assertThat(JobDetails.of(all.get(6), "headroom 1")).contains("code: worker-crashed", "tail");
  }
}
