package app.headroom.cli;

import app.headroom.settings.Setting;
import app.headroom.settings.Settings;
import app.headroom.settings.SettingsException;
import app.headroom.settings.SettingsFile;
import java.io.IOException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The settings, and the file that keeps them; the file is written when it is first asked for. */
@Command(
    name = "settings",
    description =
        "Shows and changes the settings; alone it says where the file lies that explains them all.")
final class SettingsCommands implements Callable<Integer> {

  private final Services services;
  private final Console console;

  @Spec private @Nullable CommandSpec spec;

  SettingsCommands(Services services, Console console) {
    this.services = services;
    this.console = console;
  }

  /** Alone it says where the file lies. */
  @Override
  public Integer call() throws IOException {
    return path();
  }

  @Command(name = "list", description = "All settings; * marks those that you have set.")
  int list() throws IOException, SettingsException {
    services.settingsFile().createIfAbsent();
    Settings settings = services.settings();
    for (Setting<?> setting : Setting.all()) {
      console.result(
          (settings.isChosen(setting) ? "* " : "  ")
              + setting.name()
              + " = "
              + settings.text(setting));
    }
    return ExitCode.DONE;
  }

  @Command(name = "path", description = "Where the file lies that explains them all.")
  int path() throws IOException {
    SettingsFile file = services.settingsFile();
    file.createIfAbsent();
    console.result(file.path().toString());
    return ExitCode.DONE;
  }

  @Command(name = "set", description = "Changes one setting.")
  int set(
      @Parameters(paramLabel = "NAME", description = "Such as output.format.") String name,
      @Parameters(paramLabel = "VALUE", description = "As in the file.") String value)
      throws IOException, SettingsException {
    Settings settings = services.settings();
    try {
      services.settingsFile().save(settings.withText(setting(name), value));
    } catch (IllegalArgumentException e) {
      throw wrong(name + ": " + e.getMessage());
    }
    return ExitCode.DONE;
  }

  @Command(name = "reset", description = "Puts one setting back to its default.")
  int reset(@Parameters(paramLabel = "NAME", description = "Such as output.format.") String name)
      throws IOException, SettingsException {
    services.settingsFile().save(services.settings().without(setting(name)));
    return ExitCode.DONE;
  }

  private Setting<?> setting(String name) {
    return Setting.all().stream()
        .filter(setting -> setting.name().equals(name))
        .findFirst()
        .orElseThrow(() -> wrong("there is no setting " + name));
  }

  private RuntimeException wrong(String message) {
    return spec == null
        ? new IllegalStateException(message)
        : new ParameterException(spec.commandLine(), message);
  }
}
