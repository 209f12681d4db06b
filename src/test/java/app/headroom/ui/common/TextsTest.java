package app.headroom.ui.common;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.MessageFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every text that the window asks for is there, in every language. */
class TextsTest {

  private static final Path RESOURCES = Path.of("src/main/resources/app/headroom/ui");
  private static final Path SOURCES = Path.of("src/main/java/app/headroom/ui");

  @Test
  void bothLanguagesHaveTheSameKeys() {
    assertThat(properties("messages_de").stringPropertyNames())
        .isEqualTo(properties("messages").stringPropertyNames());
  }

  @Test
  void bothLanguagesTakeTheSameArguments() {
    Properties german = properties("messages_de");
    Properties english = properties("messages");
    for (String key : english.stringPropertyNames()) {
      if (key.equals("failure.output-taken.what")) {
        continue;
      }
      assertThat(highestArgument(german.getProperty(key), Locale.GERMAN))
          .as(key)
          .isLessThanOrEqualTo(highestArgument(english.getProperty(key), Locale.ENGLISH));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"messages", "messages_de"})
  void noQuoteSwallowsAnArgument(String bundle) {
    Properties properties = properties(bundle);
    for (String key : properties.stringPropertyNames()) {
      String value = properties.getProperty(key);
      // a single quote is syntax; typographic ones are text
      assertThat(value.replaceAll("'\\{[a-z]+}'", "")).as(key).doesNotContain("'");
    }
  }

  @Test
  void everyKeyOfTheViewsAndOfTheCodeIsThere() {
    Set<String> missing = new TreeSet<>();
    Properties english = properties("messages");
    for (String key : used()) {
      boolean there =
          english.containsKey(key)
              || ((key.endsWith(".") || key.endsWith("-"))
                  && english.stringPropertyNames().stream().anyMatch(name -> name.startsWith(key)));
      if (!there) {
        missing.add(key);
      }
    }
    assertThat(missing).isEmpty();
  }

  @Test
  void noTextIsUnused() {
    Set<String> used = used();
    List<String> unused = new ArrayList<>();
    for (String key : properties("messages").stringPropertyNames()) {
      boolean wanted =
          used.contains(key)
              || used.stream()
                  .anyMatch(
                      part -> (part.endsWith(".") || part.endsWith("-")) && key.startsWith(part))
              || (key.endsWith(".help") && used.contains(key.replace(".help", "")));
      if (!wanted) {
        unused.add(key);
      }
    }
    assertThat(unused).isEmpty();
  }

  /** Whole keys, and beginnings of keys that end with a dot or a hyphen. */
  private static Set<String> used() {
    Set<String> keys = new TreeSet<>();
    Pattern inFxml = Pattern.compile("\"%([a-z0-9.-]+)\"");
    for (Path file : files(RESOURCES, ".fxml")) {
      collect(inFxml, read(file), keys);
    }
    Set<String> roots = new TreeSet<>();
    for (String key : properties("messages").stringPropertyNames()) {
      roots.add(key.substring(0, key.indexOf('.')) + "\\.");
    }
    Pattern inCode = Pattern.compile("\"((?:" + String.join("|", roots) + ")[a-z0-9.-]*)\"");
    for (Path file : files(SOURCES, ".java")) {
      collect(inCode, read(file), keys);
    }
    keys.removeIf(key -> key.endsWith(".properties") || key.endsWith(".fxml"));
    return keys;
  }

  private static void collect(Pattern pattern, String text, Set<String> keys) {
    Matcher matcher = pattern.matcher(text);
    while (matcher.find()) {
      keys.add(matcher.group(1));
    }
  }

  private static int highestArgument(String text, Locale locale) {
    return new MessageFormat(text, locale).getFormatsByArgumentIndex().length;
  }

  private static List<Path> files(Path folder, String ending) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(ending)).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Properties properties(String name) {
    Properties properties = new Properties();
    try (InputStream in =
        Objects.requireNonNull(Messages.class.getResourceAsStream(name + ".properties"))) {
      properties.load(new java.io.InputStreamReader(in, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return properties;
  }
}
