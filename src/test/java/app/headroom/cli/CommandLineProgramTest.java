package app.headroom.cli;

import static org.assertj.core.api.Assertions.assertThat;

import app.headroom.memory.MemoryProbe;
import app.headroom.models.ModelStore;
import app.headroom.queue.HandOffs;
import app.headroom.queue.QueueSettings;
import app.headroom.queue.SourceProbe;
import app.headroom.settings.MemorySettings;
import app.headroom.settings.Settings;
import app.headroom.settings.SettingsException;
import app.headroom.settings.SettingsFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the command line says before any song is touched. */
class CommandLineProgramTest {

  @TempDir private Path folder;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @Test
  void wrongUseIsOneLineAndTheWayToHelp() {
    assertThat(run("separate", "--format", "mp4", "song.mp3")).isEqualTo(2);
    assertThat(err)
        .hasToString(
            "headroom: Invalid value for option '--format': \"mp4\" is not one of wav16, wav24,"
                + " wav32f, flac, mp3, aac, alac, opus\n"
                + "\"headroom separate --help\" shows what there is.\n");
    assertThat(out.size()).isZero();
  }

  @Test
  void numbersOutOfTheirRangeAreWrongUse() {
    assertThat(run("separate", "a.mp3", "--overlap", "0.95")).isEqualTo(2);
    assertThat(err.toString(StandardCharsets.UTF_8))
        .contains("\"0.95\" is not auto, or a number from 0 to 0.9");
    assertThat(run("separate", "a.mp3", "--overlap", "some")).isEqualTo(2);
    assertThat(run("separate", "a.mp3", "--segment", "1")).isEqualTo(2);
    assertThat(run("separate", "a.mp3", "--threads", "0")).isEqualTo(2);
    assertThat(run("separate", "a.mp3", "--jobs", "4")).isEqualTo(2);
    assertThat(run("separate", "a.mp3", "--memory-budget", "lots")).isEqualTo(2);
    assertThat(run("separate", "a.mp3", "--name", "/etc/{stem}")).isEqualTo(2);
    assertThat(run("separate")).isEqualTo(2);
    assertThat(run("seperate", "a.mp3")).isEqualTo(2);
    assertThat(run("queue", "pause")).isEqualTo(2);
  }

  @Test
  void helpAndVersionAreNoMistakes() {
    assertThat(run("--help")).isZero();
    assertThat(run("separate", "--help")).isZero();
    assertThat(run("queue", "pause", "--help")).isZero();
    assertThat(run("--version")).isZero();
  }

  @Test
  void settingsAreWrittenExplainedAndChanged() throws Exception {
    assertThat(run("settings")).isZero();
    assertThat(out).hasToString(file() + "\n");
    out.reset();
    assertThat(run("settings", "path")).isZero();
    assertThat(out).hasToString(file() + "\n");
    assertThat(file()).content().contains("#output.format = wav16");

    assertThat(run("settings", "set", "output.format", "flac")).isZero();
    assertThat(Files.readString(file())).contains("\noutput.format = flac\n");
    out.reset();
    assertThat(run("settings", "list")).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8))
        .contains("* output.format = flac\n")
        .contains("  memory.limits.budget = 2048 MB\n");

    assertThat(run("settings", "set", "output.format", "mp4")).isEqualTo(2);
    assertThat(run("settings", "set", "output.fromat", "flac")).isEqualTo(2);
    String before = Files.readString(file());
    assertThat(run("settings", "set", "memory.tiers.critical-used-percent", "60")).isNotZero();
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("must be less than");
    assertThat(file()).as("what contradicts another setting is not written").hasContent(before);
    assertThat(run("settings", "reset", "output.format")).isZero();
    assertThat(Files.readString(file())).contains("\n#output.format = wav16\n");
  }

  @Test
  void limitsThatContradictEachOtherAreRefused() throws Exception {
    assertThat(run("settings", "set", "memory.limits.budget", "100MB")).isNotZero();
    assertThat(run("settings", "set", "memory.limits.kill", "1GB")).isNotZero();
    assertThat(err.toString(StandardCharsets.UTF_8))
        .contains("memory.limits.budget must be at least")
        .contains("memory.limits.kill must be at least memory.limits.budget (2048 MB), not 1 GB");
    assertThat(Files.exists(file())).isFalse();
    err.reset();
    assertThat(run("separate", "--memory-budget", "2GB", "--kill-limit", "1GB", "a.mp3"))
        .isEqualTo(2);
    assertThat(err.toString(StandardCharsets.UTF_8))
        .startsWith("headroom: --kill-limit must be at least --memory-budget (2 GB), not 1 GB\n");
  }

  @Test
  void aMistakeInTheSettingsIsNamedByFileAndLine() throws Exception {
    Files.writeString(file(), "memory.limits.budget = 1 MB\nmemory.limits.kil = 3 GB\n");

    assertThat(run("separate", "a.mp3")).isEqualTo(2);
    assertThat(err)
        .hasToString(
            "headroom: "
                + file()
                + ":2: there is no setting memory.limits.kil; did you mean memory.limits.kill?\n");
  }

  @Test
  void aFolderInPlaceOfTheSettingsIsNamed() throws Exception {
    Files.createDirectory(file());
    assertThat(run("settings", "list")).isNotZero();
    assertThat(err.toString(StandardCharsets.UTF_8)).contains(file().toString());
  }

  private Path file() {
    return folder.resolve("headroom.properties");
  }

  private int run(String... arguments) {
    Console console =
        new Console(
            new PrintStream(out, false, StandardCharsets.UTF_8),
            new PrintStream(err, false, StandardCharsets.UTF_8),
            OptionalInt.empty());
    return new CommandLineProgram(new SettingsOnly(new SettingsFile(file())), console, "1")
        .run(arguments);
  }

  private record SettingsOnly(SettingsFile settingsFile) implements Services {

    @Override
    public Settings settings() throws IOException, SettingsException {
      return settingsFile.load();
    }

    @Override
    public QueueSettings queueSettings() throws IOException, SettingsException {
      return QueueSettings.DEFAULT.with(MemorySettings.policy(settings()));
    }

    @Override
    public SourceProbe sourceProbe() {
      throw new AssertionError("no song is looked at");
    }

    @Override
    public void requireKnownQueue() {}

    @Override
    public ModelStore models() {
      throw new AssertionError("no model is needed");
    }

    @Override
    public MemoryProbe memoryProbe() {
      throw new AssertionError("memory does not matter");
    }

    @Override
    public QueueAccess queue(String role, QueueSettings settings) {
      throw new AssertionError("the queue is not touched");
    }

    @Override
    public HandOffs handOffs() {
      throw new AssertionError("nothing is made");
    }

    @Override
    public Benchmarks benchmarks() {
      throw new AssertionError("nothing is measured");
    }
  }
}
