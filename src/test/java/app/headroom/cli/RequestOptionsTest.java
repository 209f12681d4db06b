package app.headroom.cli;

import static org.assertj.core.api.Assertions.assertThat;

import app.headroom.job.Overlap;
import app.headroom.job.SeparationRequest;
import app.headroom.settings.Setting;
import app.headroom.settings.Settings;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class RequestOptionsTest {

  private static final Path SONG = Path.of("song.mp3").toAbsolutePath();

  @Test
  void theOverlapIsWhatIsSaidElseWhatIsSetElseAuto() {
    Settings half = Settings.FALLBACKS.with(Setting.OVERLAP, new Overlap.Share(0.5));
    assertThat(request(half, "--overlap", "auto").overlap()).isEqualTo(Overlap.AUTO);
    assertThat(request(half, "--overlap", "0.1").overlap()).isEqualTo(new Overlap.Share(0.1));
    assertThat(request(half).overlap()).isEqualTo(new Overlap.Share(0.5));
    assertThat(request(Settings.FALLBACKS).overlap()).isEqualTo(Overlap.AUTO);
  }

  private static SeparationRequest request(Settings settings, String... arguments) {
    RequestOptions options = new RequestOptions();
    CommandLine commandLine = new CommandLine(options);
    Options.register(commandLine);
    var _ = commandLine.parseArgs(arguments);
    return options.request(SONG, settings);
  }
}
