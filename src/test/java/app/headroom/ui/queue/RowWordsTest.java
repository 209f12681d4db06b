package app.headroom.ui.queue;

import static org.assertj.core.api.Assertions.assertThat;

import app.headroom.job.JobFailure;
import app.headroom.queue.JobSnapshot;
import app.headroom.ui.common.Messages;
import app.headroom.ui.queue.RowFace.Tone;
import app.headroom.ui.scripted.Song;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class RowWordsTest {
  private static final long WARNING = 2_000 * Song.MB;

  private static final Song SONG = new Song("Harbour Lights", "Marlow & the Tide", 252);

  private final RowWords words = new RowWords(new Messages(Locale.ENGLISH));

  @Test
  void aRunningSongTellsHowFarHowFastAndHowLong() {
    RowFace face = words.describe(SONG.running(0.64, 1.9, 3.9, 412 * Song.MB), null, 0, WARNING);
    assertThat(face.title()).isEqualTo("Harbour Lights");
    assertThat(face.subtitle()).isEqualTo("Marlow & the Tide · 4:12");
    assertThat(face.state()).isEqualTo("Separating");
    assertThat(face.detail()).isEqualTo("64 % · 1.9× · 0:48 left");
    assertThat(face.side()).isEqualTo("412 of 600 MB");
    assertThat(face.progress()).isEqualTo(0.64);
    assertThat(face.tone()).isEqualTo(Tone.ACTIVE);
    assertThat(face.first()).isEqualTo(RowAction.PAUSE);
  }

  @Test
  void numbersFollowTheLanguage() {
    RowFace face =
        new RowWords(new Messages(Locale.GERMAN))
            .describe(SONG.running(0.64, 1.9, 3.9, 412 * Song.MB), null, 0, WARNING);
    assertThat(face.detail()).isEqualTo("64 % · 1,9× · noch 0:48");
    assertThat(face.side()).isEqualTo("412 von 600 MB");
  }

  @Test
  void aPausedSongTellsWhatWasKept() {
    RowFace face = words.describe(SONG.paused(0.31), null, 0, WARNING);
    assertThat(face.state()).isEqualTo("Paused");
    assertThat(face.detail()).isEqualTo("31 % kept on disk · resumes where it was");
    assertThat(face.first()).isEqualTo(RowAction.RESUME);
  }

  @Test
  void aParkedSongTellsWhyAndThatItResumesByItself() {
    RowFace face =
        words.describe(SONG.parked(0.31, "memory at 91 % (chrome 9.1 GB)"), null, 0, WARNING);
    assertThat(face.detail()).isEqualTo("Memory at 91 % (chrome 9.1 GB)");
    assertThat(face.more()).isEqualTo("31 % kept · resumes by itself");
  }

  @Test
  void aResumedSongTellsWhatItHadUsed() {
    RowFace face = words.describe(SONG.resumed(0.41, 1.6, 2.6, 388 * Song.MB), null, 0, WARNING);
    assertThat(face.more()).isEqualTo("resumed after using 4.1 GB · now in 2.6 s segments");
  }

  /** From the moment on in which its worker was gone. */
  @Test
  void aSongThatBeginsAgainTellsWhyWhileItGetsReady() {
    JobSnapshot loading = SONG.beginningAgain(0.41, "the worker process was ended by signal 9");
    RowFace face = words.describe(loading, null, 0, WARNING);
    assertThat(face.state()).isEqualTo("Loading the model");
    assertThat(face.more()).isEqualTo("The worker process was ended by signal 9 · 41 % kept");
  }

  @Test
  void aFailureSaysWhatHappenedAndWhatToDo() {
    RowFace face =
        words.describe(
            SONG.failed(
                new JobFailure.UnreadableAudio(
                    "this file is copy-protected", "Export it as WAV first."),
                0),
            null,
            0,
            WARNING);
    assertThat(face.state()).isEqualTo("Not started");
    assertThat(face.detail()).isEqualTo("This file is copy-protected");
    assertThat(face.more()).isEqualTo("Export it as WAV first.");
    assertThat(face.first()).isEqualTo(RowAction.COPY_DETAILS);
  }

  @Test
  void aFinishedSongHasItsReceipt() {
    RowFace face =
        words.describe(SONG.finished(Path.of("out"), 431 * Song.MB, 1), null, 0, WARNING);
    assertThat(face.detail()).isEqualTo("4 stems · FLAC · sums to −31 dB");
    assertThat(face.more()).isEqualTo("stopped once for its memory · resumed once");
    assertThat(face.side()).isEqualTo("peak 431 MB · 2:06");
  }

  @Test
  void aSongThatEndsBeforeItsHeaderSaysTellsSo() {
    JobSnapshot song =
        SONG.noted(
            Path.of("out"),
            "paused: memory at 91 %",
            "It ends early: its header promises 4:12.0, 1:30.4 are there.");
    assertThat(words.describe(song, null, 0, WARNING).more())
        .isEqualTo("It ends early: its header promises 4:12.0, 1:30.4 are there.");
    assertThat(new RowWords(new Messages(Locale.GERMAN)).describe(song, null, 0, WARNING).more())
        .isEqualTo("Er ist kürzer, als sein Dateikopf sagt: 4:12.0 verspricht er, 1:30.4 sind da.");
  }

  @Test
  void aWaitingSongKnowsItsPlace() {
    assertThat(words.describe(SONG.waiting(), null, 0, WARNING).side()).isEqualTo("next");
    assertThat(words.describe(SONG.waiting(), null, 4, WARNING).side()).isEqualTo("no. 5");
  }

  @Test
  void fromTheWarningLimitOnTheRowIsAmberAndSaysSo() {
    assertThat(
            words
                .describe(SONG.running(0.5, 1.9, 3.9, WARNING - 1), null, 0, WARNING)
                .overWarning())
        .isFalse();
    RowFace face = words.describe(SONG.running(0.5, 1.9, 3.9, WARNING), null, 0, WARNING);
    assertThat(face.overWarning()).isTrue();
    assertThat(face.more()).isEqualTo("above the warning limit of 2.0 GB");
  }

  @Test
  void whatASongWaitsForIsSaidInTheWindowsLanguage() {
    RowFace face =
        new RowWords(new Messages(Locale.GERMAN))
            .describe(
                SONG.waitingFor("needs 0.6 GB, 0.4 GB free: memory at 78 %"), null, 0, WARNING);
    assertThat(face.more()).isEqualTo("Braucht 0,6 GB, frei sind 0,4 GB: Speicher bei 78 %");
  }

  @Test
  void neverOneHundredPercentBeforeTheEnd() {
    assertThat(words.describe(SONG.running(0.999, 1.9, 3.9, 1), null, 0, WARNING).detail())
        .startsWith("99 %");
  }
}
