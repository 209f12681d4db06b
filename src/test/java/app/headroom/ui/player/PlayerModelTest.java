package app.headroom.ui.player;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import app.headroom.job.JobFailure;
import app.headroom.job.OutputFormat;
import app.headroom.job.Stem;
import app.headroom.player.Loop;
import app.headroom.player.Playback.Standing;
import app.headroom.player.Practice;
import app.headroom.player.SoundDevice.NoSoundException.Reason;
import app.headroom.player.Workshop.News;
import app.headroom.ui.common.FxBridge;
import app.headroom.ui.common.Messages;
import app.headroom.ui.scripted.ScriptedSound;
import app.headroom.ui.scripted.ScriptedWorkshop;
import app.headroom.ui.scripted.Song;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The player without a toolkit: this thread is the window's. */
class PlayerModelTest {

  private static final Song SHORT = new Song("Short", "Someone", 4);
  private static final Song LONG = new Song("Harbour Lights", "Marlow & the Tide", 252);
  private static final Path OUT = Path.of("out").toAbsolutePath();
  private static final int SECOND = 44_100;

  private final BlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();
  private final ScriptedWorkshop workshop = new ScriptedWorkshop();
  private final ScriptedSound sound = new ScriptedSound();
  private final PlayerModel model = new PlayerModel(workshop, sound, new FxBridge(tasks::add));
  private final Messages messages = new Messages(Locale.ENGLISH);

  @AfterEach
  void close() {
    sound.unplug();
    model.close();
  }

  @Test
  void theFirstSongThatCanBeHeardIsOpenedARunningOneBeforeAFinishedOne() {
    model.apply(List.of(LONG.waiting()));
    assertThat(model.song().get()).isNull();
    model.apply(List.of(SHORT.finished(OUT, 1, 0), LONG.running(0.5, 1.9, 3.9, 1)));
    assertThat(song().title()).isEqualTo("Harbour Lights");
    assertThat(song().separatedFrames()).isEqualTo(126L * SECOND);
    assertThat(song().stems()).containsExactly("drums", "bass", "other", "vocals");
    until(() -> model.waveform().get().known() > 0.9);
  }

  @Test
  void aModelOfSeveralPassesIsHeardInItsLast() {
    workshop.passes = 4;
    model.apply(List.of(LONG.running(0.7, 1.9, 3.9, 1)));
    assertThat(model.song().get()).as("stems are missing everywhere").isNull();
    model.apply(List.of(LONG.running(0.8, 1.9, 3.9, 1)));
    assertThat(song().separatedFrames() / (double) song().frames()).isCloseTo(0.2, within(0.001));
  }

  @Test
  void withoutADeviceItSaysSoAndSeekMixAndLoopWork() {
    model.apply(List.of(SHORT.finished(OUT, 1, 0)));
    model.toggle();
    until(() -> model.deck().playback().get().noSound() == Reason.NONE_FOUND);
    NoticeLine line = Objects.requireNonNull(notice());
    assertThat(line.text()).startsWith("No sound device: none was found.");
    assertThat(line.trouble()).isFalse();
    assertThat(line.action()).isEqualTo(new NoticeLine.Action.TryAgain());
    model.deck().seek(2L * SECOND);
    assertThat(model.deck().position().get()).isEqualTo(2L * SECOND);
    model.deck().nudge(-0.5);
    assertThat(model.deck().position().get()).isEqualTo(3L * SECOND / 2);
    model.deck().toggleLoop();
    model.deck().seek(3L * SECOND);
    model.deck().toggleLoop();
    assertThat(model.deck().loop().get()).isEqualTo(new Loop(3L * SECOND / 2, 3L * SECOND));
    assertThat(model.deck().position().get())
        .as("goes to its beginning")
        .isEqualTo(3L * SECOND / 2);
    model.deck().toggleLoop();
    assertThat(model.deck().loop().get()).isNull();
    sound.plugIn();
    model.toggle();
    sound.run(SECOND / 2); // and holds then, so that it is seen playing
    until(() -> model.deck().playback().get().standing() == Standing.PLAYING);
    until(() -> notice() == null);
  }

  @Test
  void whatIsPlayedIsTheMixThatIsSet() {
    sound.plugIn();
    model.apply(List.of(SHORT.finished(OUT, 1, 0)));
    model.deck().change(0, channel -> channel.withSolo(true));
    model.deck().seek(SECOND);
    model.toggle();
    sound.run(2 * SECOND);
    until(() -> sound.played().length > 2 * SECOND);
    float[] played = sound.played();
    for (int frame = 1000; frame < SECOND; frame++) {
      assertThat(played[2 * frame])
          .isCloseTo(ScriptedWorkshop.tone(0, SECOND + frame), within(1e-4f));
    }
    model.toggle();
    sound.run(20 * SECOND);
    until(() -> model.deck().playback().get().standing() == Standing.STOPPED);
  }

  @Test
  void aSongThatFinishesWhileItPlaysGoesOnFromItsFiles() {
    sound.plugIn();
    model.apply(List.of(SHORT.running(0.5, 1.9, 3.9, 1)));
    model.deck().change(1, channel -> channel.withMute(true));
    model.toggle();
    sound.run(SECOND / 2);
    until(() -> sound.played().length >= SECOND / 2);
    until(() -> model.deck().playback().get().standing() == Standing.PLAYING);
    model.apply(List.of(SHORT.finished(OUT, 1, 0)));
    // piece by piece: nothing real plays a second while the song is changed
    until(
        () -> {
          sound.run(2000);
          return sound.played().length / 2 >= 4 * SECOND;
        });
    sound.run(SECOND);
    until(() -> model.deck().playback().get().standing() == Standing.STOPPED);
    assertThat(sound.played().length / 2)
        .as("all of it, with a breath at the change")
        .isBetween(4 * SECOND, 4 * SECOND + 8000);
    assertThat(model.deck().mix().get().channels().get(1).mute()).as("the mix stays").isTrue();
  }

  @Test
  void aSongThatLeavesTheQueueLeavesThePlayer() {
    model.apply(List.of(SHORT.finished(OUT, 1, 0)));
    assertThat(song().title()).isEqualTo("Short");
    model.apply(List.of());
    assertThat(model.song().get()).isNull();
  }

  @Test
  void aMixIsExportedAsItIsHeard() {
    model.apply(List.of(SHORT.finished(OUT, 1, 0)));
    model.deck().change(3, channel -> channel.withMute(true));
    model.deck().practise(new Practice(0.8, 2));
    assertThat(model.export().possible()).isTrue();
    Path target = OUT.resolve("minus.flac");
    model.export().begin(target, OutputFormat.FLAC, "Short (minus vocals)", false);
    assertThat(model.task().get()).isInstanceOf(PlayerTask.Exporting.class);
    until(() -> workshop.exports.size() == 1);
    assertThat(workshop.exports.getFirst().mix()).isEqualTo(model.deck().mix().get());
    assertThat(workshop.exports.getFirst().practice()).isEqualTo(new Practice(0.8, 2));
    workshop.exportGoes(new News.Progress(0.43));
    until(() -> Objects.requireNonNull(notice()).text().equals("Exporting minus.flac · 43 %"));
    workshop.exportGoes(new News.Done(0.5));
    until(() -> model.task().get() instanceof PlayerTask.Exported);
    assertThat(Objects.requireNonNull(notice()).text())
        .isEqualTo("Exported minus.flac. It is 6.02 dB lower, so that nothing clips.");
  }

  @Test
  void aFailedExportIsToldInWords() {
    model.apply(List.of(SHORT.finished(OUT, 1, 0)));
    Path target = OUT.resolve("mix.flac");
    model.export().begin(target, OutputFormat.FLAC, "Short (mix)", false);
    until(() -> workshop.exports.size() == 1);
    workshop.exportGoes(new News.Failed(new JobFailure.OutputExists(target)));
    until(() -> model.task().get() instanceof PlayerTask.ExportFailed);
    NoticeLine line = Objects.requireNonNull(notice());
    assertThat(line.trouble()).isTrue();
    assertThat(line.text())
        .startsWith("The mix was not exported. ")
        .contains("mix.flac exists already")
        .endsWith(". Choose another name or folder.");
    model.dismiss();
    assertThat(notice()).isNull();
  }

  @Test
  void whatWasCancelledSaysNoMore() {
    model.apply(List.of(SHORT.finished(OUT, 1, 0)));
    model.export().begin(OUT.resolve("one.flac"), OutputFormat.FLAC, "One", false);
    model.export().cancel();
    assertThat(notice()).isNull();
    model.export().begin(OUT.resolve("two.flac"), OutputFormat.FLAC, "Two", false);
    until(() -> !workshop.exports.isEmpty());
    Path target = workshop.exports.getLast().target();
    assertThat(target.getFileName()).hasToString("two.flac");
    workshop.exportGoes(new News.Done(1));
    until(() -> model.task().get().equals(new PlayerTask.Exported(target, 1)));
  }

  @Test
  void aRunningSongsMixCannotBeExportedYet() {
    model.apply(List.of(LONG.running(0.5, 1.9, 3.9, 1)));
    assertThat(model.export().possible()).isFalse();
    assertThat(Objects.requireNonNull(notice()).text())
        .isEqualTo("The mix can be exported when all of the song is separated.");
  }

  @Test
  void twoAndSixStemsHaveTheirNames() {
    PlayerWords words = new PlayerWords(messages);
    model.apply(List.of(SHORT.finished(OUT, 1, List.of("vocals", "no_vocals"))));
    assertThat(song().stems().stream().map(words::stem)).containsExactly("Vocals", "Instrumental");
    model.apply(List.of());
    workshop.stems = List.of(Stem.values());
    model.apply(List.of(LONG.running(0.5, 1.9, 3.9, 1)));
    assertThat(song().stems().stream().map(words::stem)).contains("Guitar", "Piano");
    assertThat(words.mix(song().stems(), model.deck().mix().get())).isEqualTo("mix");
    model.deck().change(3, channel -> channel.withMute(true));
    assertThat(words.mix(song().stems(), model.deck().mix().get())).isEqualTo("minus Vocals");
  }

  private OpenSong song() {
    return Objects.requireNonNull(model.song().get());
  }

  private @Nullable NoticeLine notice() {
    return NoticeLine.of(model.task().get(), model.deck().playback().get(), messages);
  }

  /** Does the window's work until the condition holds. */
  private void until(BooleanSupplier condition) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("in time").isLessThan(deadline);
      try {
        Runnable task = tasks.poll(20, TimeUnit.MILLISECONDS);
        if (task != null) {
          task.run();
        }
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
