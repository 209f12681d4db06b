package app.headroom.ui.common;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is written can be read: contrast as WCAG 2.2 has it. */
class ContrastTest {

  private static final double TEXT = 4.5;
  private static final double SHAPE = 3;

  @ParameterizedTest
  @ValueSource(strings = {"dark", "light"})
  void textStandsOutOfWhatItIsWrittenOn(String theme) throws IOException {
    Map<String, double[]> colours = colours(theme);
    for (String paper : List.of("window", "surface", "raised", "row-selected")) {
      for (String ink : List.of("text", "text-soft", "good-text", "warn-text", "bad-text")) {
        check(colours, ink, colour(colours, paper), paper, TEXT);
      }
    }
    check(colours, "on-accent", colour(colours, "accent"), "accent", TEXT);
    check(colours, "on-accent", colour(colours, "accent-hover"), "accent-hover", TEXT);
    for (String tone : List.of("good", "warn", "bad")) {
      double[] paper = over(colour(colours, tone + "-soft"), colour(colours, "surface"));
      check(colours, tone + "-text", paper, tone + "-soft", TEXT);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"dark", "light"})
  void signsAndTheFocusRingCanBeSeen(String theme) throws IOException {
    Map<String, double[]> colours = colours(theme);
    for (String paper : List.of("window", "surface")) {
      for (String ink :
          List.of("accent", "good", "warn", "bad", "drums", "bass", "other", "vocals")) {
        check(colours, ink, colour(colours, paper), paper, SHAPE);
      }
    }
  }

  private static void check(
      Map<String, double[]> colours, String ink, double[] paper, String on, double least) {
    assertThat(contrast(colour(colours, ink), paper))
        .as(ink + " on " + on)
        .isGreaterThanOrEqualTo(least);
  }

  private static Map<String, double[]> colours(String theme) throws IOException {
    String css =
        Files.readString(Path.of("src/main/resources/app/headroom/ui/common", theme + ".css"));
    Matcher matcher = Pattern.compile("-hr-([a-z-]+): #([0-9a-f]{6})([0-9a-f]{2})?;").matcher(css);
    Map<String, double[]> colours = new HashMap<>();
    while (matcher.find()) {
      int rgb = Integer.parseInt(matcher.group(2), 16);
      double alpha = matcher.group(3) == null ? 1 : Integer.parseInt(matcher.group(3), 16) / 255.0;
      colours.put(
          matcher.group(1),
          new double[] {(rgb >> 16) / 255.0, (rgb >> 8 & 255) / 255.0, (rgb & 255) / 255.0, alpha});
    }
    return colours;
  }

  private static double[] colour(Map<String, double[]> colours, String name) {
    return Objects.requireNonNull(colours.get(name), name);
  }

  private static double[] over(double[] colour, double[] below) {
    double[] mixed = new double[4];
    for (int i = 0; i < 3; i++) {
      mixed[i] = colour[i] * colour[3] + below[i] * (1 - colour[3]);
    }
    mixed[3] = 1;
    return mixed;
  }

  private static double contrast(double[] one, double[] other) {
    double a = luminance(one);
    double b = luminance(other);
    return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
  }

  private static double luminance(double[] colour) {
    return 0.2126 * linear(colour[0]) + 0.7152 * linear(colour[1]) + 0.0722 * linear(colour[2]);
  }

  private static double linear(double value) {
    return value <= 0.04045 ? value / 12.92 : Math.pow((value + 0.055) / 1.055, 2.4);
  }
}
