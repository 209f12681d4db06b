package app.headroom.player;

import static org.assertj.core.api.Assertions.assertThat;

import app.headroom.player.Playback.Standing;
import app.headroom.player.Signals.Source;
import app.headroom.player.SoundDevice.NoSoundException;
import app.headroom.ui.scripted.ScriptedSound;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The player's thread against a device that plays as far as it is let. */
class PlayerTest {

  private final ScriptedSound sound = new ScriptedSound();
  private final BlockingQueue<Playback> told = new LinkedBlockingQueue<>();
  private final Player player = new Player(sound, told::add);

  @AfterEach
  void close() {
    sound.unplug();
    player.close();
  }

  @Test
  void withoutADeviceItSaysSoAndPlaysWhenOneIsThere() throws Exception {
    Source source = new Source(2, 3000, (stem, side, frame) -> 0.1);
    player.open(source, Mix.neutral(2), 0, false);
    player.play();
    Playback silent = next();
    assertThat(silent.standing()).isEqualTo(Standing.STOPPED);
    assertThat(silent.noSound()).isEqualTo(NoSoundException.Reason.NONE_FOUND);
    sound.plugIn();
    sound.run(10_000);
    player.play();
    assertThat(next().standing()).isEqualTo(Standing.PLAYING);
    Playback over = next();
    assertThat(over.standing()).isEqualTo(Standing.STOPPED);
    assertThat(over.noSound()).isNull();
    assertThat(over.positionFrames()).as("at the start again").isZero();
    assertThat(sound.played()).hasSize(2 * 3000);
  }

  @Test
  void seekingWhileItStandsCountsWithoutADevice() {
    player.open(new Source(1, 50_000, Signals.noise(1)), Mix.neutral(1), 0, false);
    player.seek(12_345);
    assertThat(player.playback().positionFrames()).isEqualTo(12_345);
  }

  @Test
  void itWaitsForTheSeparationAndGoesOnByItself() throws Exception {
    Source source = new Source(1, 20_000, (stem, side, frame) -> 0.1);
    source.ready = 5000;
    sound.plugIn();
    sound.run(1_000_000);
    player.open(source, Mix.neutral(1), 0, false);
    player.play();
    assertThat(next().standing()).isEqualTo(Standing.PLAYING);
    assertThat(next().standing()).isEqualTo(Standing.WAITING);
    assertThat(sound.played()).hasSize(2 * 5000);
    source.ready = 20_000;
    assertThat(next().standing()).isEqualTo(Standing.PLAYING);
    assertThat(next().standing()).isEqualTo(Standing.STOPPED);
    assertThat(sound.played()).hasSize(2 * 20_000);
  }

  @Test
  void pausingEndsSoftlyAndGoesOnWhereItWas() throws Exception {
    Source source = new Source(1, 1_000_000, (stem, side, frame) -> 0.5);
    sound.plugIn();
    player.open(source, Mix.neutral(1), 0, false);
    player.play();
    sound.run(20_000);
    until(() -> sound.played().length >= 2 * 18_000);
    player.pause();
    sound.run(5_000);
    assertThat(next().standing()).isEqualTo(Standing.PLAYING);
    Playback paused = next();
    assertThat(paused.standing()).isEqualTo(Standing.STOPPED);
    float[] played = sound.played();
    assertThat(paused.positionFrames()).isEqualTo(played.length / 2);
    assertThat(played[played.length - 2]).isLessThan(0.01f);
    assertThat(Signals.largestStep(played, 0)).isLessThan(0.5 / MixReader.FADE_FRAMES + 1e-4);
    player.play();
    sound.run(4_000);
    until(() -> sound.played().length >= played.length + 2 * 3000);
    assertThat(Signals.largestStep(sound.played(), 0))
        .isLessThan(0.5 / MixReader.FADE_FRAMES + 1e-4);
  }

  @Test
  void aDeviceThatIsPulledOutStopsItAndIsTold() throws Exception {
    sound.plugIn();
    player.open(new Source(1, 1_000_000, Signals.noise(2)), Mix.neutral(1), 0, false);
    player.play();
    sound.run(10_000);
    assertThat(next().standing()).isEqualTo(Standing.PLAYING);
    sound.unplug();
    assertThat(next().noSound()).isEqualTo(NoSoundException.Reason.GONE);
  }

  @Test
  void aDiskThatFailsStopsItAndIsTold() throws Exception {
    Source source = new Source(1, 1_000_000, Signals.noise(2));
    source.broken = true;
    sound.plugIn();
    sound.run(1_000_000);
    player.open(source, Mix.neutral(1), 0, false);
    player.play();
    Playback told;
    do {
      told = next();
    } while (told.standing() != Standing.STOPPED);
    assertThat(told.unreadable()).isEqualTo("the disk is gone");
  }

  @Test
  void anotherSongClosesTheFirstAndGoesOnAtItsPlaceIfWished() throws Exception {
    Source first = new Source(1, 1_000_000, (stem, side, frame) -> 0.25);
    Source second = new Source(1, 1_000_000, (stem, side, frame) -> frame / 1e6);
    sound.plugIn();
    player.open(first, Mix.neutral(1), 0, false);
    player.play();
    sound.run(10_000);
    until(() -> sound.played().length >= 2 * 8_000);
    player.open(second, Mix.neutral(1), 500_000, true);
    sound.run(100_000);
    until(() -> first.closed);
    until(() -> sound.played().length >= 2 * 50_000);
    float[] played = sound.played();
    assertThat(played[played.length - 2]).isBetween(0.5f, 0.6f);
  }

  private Playback next() throws InterruptedException {
    Playback next = told.poll(60, TimeUnit.SECONDS);
    assertThat(next).isNotNull();
    return next;
  }

  private static void until(BooleanSupplier condition) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("in time").isLessThan(deadline);
      java.util.concurrent.locks.LockSupport.parkNanos(1_000_000);
    }
  }
}
