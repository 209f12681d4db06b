package app.headroom.settings;

import app.headroom.fuzz.Target;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The settings' file, which users write themselves. */
public final class SettingsTarget implements Target {

  @Override
  public String name() {
    return "settings";
  }

  @Override
  public List<byte[]> corpus(Path folder) throws Exception {
    Path file = folder.resolve("headroom.properties");
    new SettingsFile(file).createIfAbsent();
    String template = Files.readString(file);
    List<byte[]> corpus = new ArrayList<>();
    corpus.add(template.getBytes(StandardCharsets.UTF_8));
    corpus.add(
        template
            .lines()
            .filter(line -> line.startsWith("#") && line.contains(" = "))
            .map(line -> line.substring(1))
            .reduce("", (a, b) -> a + b + "\n")
            .getBytes(StandardCharsets.UTF_8));
    for (Setting<?> setting : Setting.all()) {
      corpus.add(
          (setting.name() + " = " + setting.fallbackText() + "\n")
              .getBytes(StandardCharsets.UTF_8));
      corpus.add((setting.name() + " = 1e999999999\n").getBytes(StandardCharsets.UTF_8));
      corpus.add(
          (setting.name() + " = " + "9".repeat(8000) + "\n").getBytes(StandardCharsets.UTF_8));
    }
    return corpus;
  }

  @Override
  public List<String> words() {
    return Setting.all().stream().map(setting -> setting.name() + " = ").toList();
  }

  @Override
  public String read(byte[] input, Path folder) throws Exception {
    SettingsFile file = new SettingsFile(Files.write(folder.resolve("headroom.properties"), input));
    Settings settings;
    try {
      settings = file.load();
    } catch (SettingsException e) {
      return "refused " + e.problems().size();
    }
    file.save(settings);
    if (!file.load().equals(settings)) {
      throw new IllegalStateException("what was saved reads back as something else");
    }
    return "read";
  }
}
