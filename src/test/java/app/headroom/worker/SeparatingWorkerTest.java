package app.headroom.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import app.headroom.job.JobFailure;
import app.headroom.job.SegmentLength;
import app.headroom.player.Waveform;
import app.headroom.queue.KillCause;
import app.headroom.queue.RunningWorker;
import app.headroom.queue.WorkerListener.End;
import app.headroom.testing.RecordingListener;
import app.headroom.testing.Workplace;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Real processes, the real model, the lowest rung. */
@Timeout(300)
class SeparatingWorkerTest {

  /** Stems as they are when nothing interrupts. */
  private static Map<String, byte[]> expected = Map.of();

  @TempDir Path folder;
  private Workplace place;

  @BeforeAll
  static void separateWithoutInterruption(@TempDir Path folder) throws Exception {
    Workplace place = new Workplace(folder);
    RecordingListener listener = place.run();
    expected = Workplace.stems(listener.awaitEnd());
    assertThat(expected).containsOnlyKeys("bass", "drums", "other", "vocals");
    assertThat(Workplace.filesBelow(place.out))
        .containsExactly(
            "htdemucs/song/bass.wav",
            "htdemucs/song/drums.wav",
            "htdemucs/song/other.wav",
            "htdemucs/song/vocals.wav");
    assertThat(Workplace.filesBelow(place.spool()))
        .containsExactly("checkpoint.json", Waveform.FILE);
    Waveform waveform = Waveform.read(place.spool().resolve(Waveform.FILE));
    assertThat(waveform.stems()).isEqualTo(4);
    assertThat(waveform.known()).isEqualTo(1);
    assertThat(waveform.peak()).isGreaterThan(0.05);
    assertThat(listener.heard)
        .contains(
            "progress starting 0/0",
            "progress decoding 0/0",
            "decoded " + Workplace.SONG_SECONDS * 44_100,
            "progress loading 0/0",
            "segment 42997/176400 of 57330",
            "segment 176400/176400 of 57330");
    // while encoding, signs of life between two steps say the same again
    assertThat(listener.heard)
        .filteredOn(heard -> !heard.startsWith("progress encoding"))
        .doesNotHaveDuplicates();
    JobSpool.discard(place.spool());
    assertThat(place.spool()).doesNotExist();
    assertThat(Workplace.filesBelow(place.out)).hasSize(4);
  }

  @BeforeEach
  void openWorkplace() throws IOException {
    place = new Workplace(folder);
  }

  @Test
  void goesOnAfterAKill() throws Exception {
    RecordingListener first = new RecordingListener();
    RunningWorker worker = place.start(first);
    first.await("segment 85994/");
    worker.kill(new KillCause.Requested());
    assertThat(first.awaitEnd()).isEqualTo(new End.Killed(new KillCause.Requested()));

    RecordingListener second = place.run();
    assertThat(second.heard)
        .anyMatch(words -> words.matches("resumed (85994|128991|171988)/176400"));
    assertSameStems(second);
  }

  @Test
  @Tag("slow")
  void goesOnAfterAStop() throws Exception {
    stopAfterFirstSegment();
    RecordingListener second = place.run();
    assertThat(second.heard).doesNotContain("progress decoding 0/0");
    assertSameStems(second);
  }

  @Test
  @Tag("slow")
  void waitsWhileItIsHeld() throws Exception {
    RecordingListener listener = new RecordingListener();
    RunningWorker worker = place.start(listener);
    listener.await("segment ");
    worker.hold();
    listener.await("held ");
    worker.cleanUp();
    listener.await("cleaned up");
    worker.unload();
    listener.await("unloaded");
    int heard = listener.heard.size();
    worker.resume();
    listener.awaitEnd();
    assertThat(listener.heard.subList(heard, listener.heard.size()))
        .contains("progress loading 0/0");
    assertSameStems(listener);
  }

  @Test
  @Tag("slow")
  void stopsWhileItIsHeld() throws Exception {
    RecordingListener listener = new RecordingListener();
    RunningWorker worker = place.start(listener);
    worker.hold();
    listener.await("held ");
    worker.stop();
    assertThat(listener.awaitEnd()).isEqualTo(new End.Stopped());
  }

  @Test
  @Tag("slow")
  void changesItsSegmentsOnTheWay() throws Exception {
    RecordingListener listener = new RecordingListener();
    RunningWorker worker =
        place.launcher.launch(place.order(SegmentLength.ofSeconds(1.95)), listener);
    worker.hold();
    listener.await("held ");
    worker.setSegment(SegmentLength.SHORTEST);
    worker.resume();
    Map<String, byte[]> stems = Workplace.stems(listener.awaitEnd());
    assertThat(listener.heard.getLast()).isEqualTo("ended");
    assertThat(listener.heard).contains("segment 42997/176400 of 57330");
    expected.forEach(
        (stem, bytes) ->
            assertThat(signalToErrorDb(bytes, stems.getOrDefault(stem, new byte[0])))
                .as(stem)
                .isGreaterThan(30));
  }

  @Test
  @Tag("slow")
  void aSongThatIsGoneOnceDecodedIsFinished() throws Exception {
    stopAfterFirstSegment();
    Files.delete(place.song);
    assertSameStems(place.run());
  }

  @Test
  @Tag("slow")
  void aSongThatHasChangedBeginsAfresh() throws Exception {
    stopAfterFirstSegment();
    Files.setLastModifiedTime(place.song, FileTime.fromMillis(1_000_000_000_000L));
    RecordingListener second = place.run();
    assertThat(second.heard)
        .contains(
            "noted It begins afresh, since what was kept of it cannot be used: the song has"
                + " changed since.",
            "progress decoding 0/0");
    assertSameStems(second);
  }

  @Test
  @Tag("slow")
  void aDamagedPlaceBeginsAfresh() throws Exception {
    stopAfterFirstSegment();
    for (String file : Workplace.filesBelow(place.spool())) {
      if (file.startsWith("carry-")) {
        Files.write(place.spool().resolve(file), new byte[10]);
      }
    }
    RecordingListener second = place.run();
    assertThat(second.heard)
        .anyMatch(words -> words.startsWith("noted It begins afresh"))
        .contains("progress decoding 0/0");
    assertSameStems(second);
  }

  @Test
  void aMissingSongFails() throws Exception {
    Files.delete(place.song);
    assertFailed(place.run(), new JobFailure.SourceMissing(place.song));
    assertThat(place.out).doesNotExist();
  }

  @Test
  void aFileUnderAStemsNameIsLeftAlone() throws Exception {
    Files.createDirectories(place.stemFolder());
    Path bass = Files.writeString(place.stemFolder().resolve("bass.wav"), "mine");
    assertFailed(place.run(), new JobFailure.OutputExists(bass));
    assertThat(Workplace.filesBelow(place.out)).containsExactly("htdemucs/song/bass.wav");
    assertThat(bass).hasContent("mine");
  }

  @Test
  @Tag("slow")
  void aFileThatAppearsUnderAStemsNameIsLeftAloneAndTheWorkIsKept() throws Exception {
    stopAfterFirstSegment();
    Files.createDirectories(place.stemFolder());
    Path bass = Files.writeString(place.stemFolder().resolve("bass.wav"), "mine");
    assertFailed(place.run(), new JobFailure.OutputExists(bass));
    Files.delete(bass);
    RecordingListener last = place.run();
    assertThat(last.heard).anyMatch(words -> words.startsWith("resumed "));
    assertSameStems(last);
  }

  @Test
  void anOutputFolderThatIsAFileFails() throws Exception {
    Files.writeString(place.out, "mine");
    assertThat(place.run().awaitEnd())
        .isInstanceOfSatisfying(
            End.Failed.class,
            failed ->
                assertThat(failed.failure()).isInstanceOf(JobFailure.OutputNotWritable.class));
    assertThat(place.out).hasContent("mine");
  }

  @Test
  void aFileThatIsNoSongFails() throws Exception {
    Files.writeString(place.song, "once upon a time");
    assertThat(place.run().awaitEnd())
        .isInstanceOfSatisfying(
            End.Failed.class,
            failed -> assertThat(failed.failure()).isInstanceOf(JobFailure.UnreadableAudio.class));
    assertThat(place.out).doesNotExist();
  }

  private void stopAfterFirstSegment() throws Exception {
    RecordingListener listener = new RecordingListener();
    RunningWorker worker = place.start(listener);
    worker.hold();
    listener.await("held ");
    worker.setSegment(SegmentLength.SHORTEST);
    worker.resume();
    listener.await("segment 42997/");
    worker.stop();
    assertThat(listener.awaitEnd()).isEqualTo(new End.Stopped());
  }

  private static void assertFailed(RecordingListener listener, JobFailure failure)
      throws Exception {
    assertThat(listener.awaitEnd()).isEqualTo(new End.Failed(failure));
  }

  private static void assertSameStems(RecordingListener listener) throws Exception {
    Map<String, byte[]> stems = Workplace.stems(listener.awaitEnd());
    assertThat(stems).containsOnlyKeys(expected.keySet());
    expected.forEach((stem, bytes) -> assertThat(stems.get(stem)).as(stem).isEqualTo(bytes));
  }

  /** Of two 32-bit float WAVs of the same length. */
  static double signalToErrorDb(byte[] signal, byte[] other) {
    assertThat(other).hasSameSizeAs(signal);
    ByteBuffer a = ByteBuffer.wrap(signal).order(ByteOrder.LITTLE_ENDIAN);
    ByteBuffer b = ByteBuffer.wrap(other).order(ByteOrder.LITTLE_ENDIAN);
    int dataBytes = Workplace.SONG_SECONDS * 44_100 * 8;
    int start = dataStart(a);
    assertThat(dataStart(b)).isCloseTo(start, within(0));
    double signalPower = 0;
    double errorPower = 1e-30;
    for (int at = start; at < start + dataBytes; at += 4) {
      signalPower += Math.pow(a.getFloat(at), 2);
      errorPower += Math.pow(a.getFloat(at) - b.getFloat(at), 2);
    }
    return 10 * Math.log10(signalPower / errorPower);
  }

  private static int dataStart(ByteBuffer wav) {
    int at = 12;
    while (wav.getInt(at) != 0x61746164) { // "data"
      at += 8 + wav.getInt(at + 4);
    }
    return at + 8;
  }
}
