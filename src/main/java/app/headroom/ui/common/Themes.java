package app.headroom.ui.common;

import app.headroom.settings.WindowSettings;
import atlantafx.base.theme.PrimerDark;
import atlantafx.base.theme.PrimerLight;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import javafx.application.Application;
import javafx.application.ColorScheme;
import javafx.application.Platform;
import javafx.beans.value.ChangeListener;
import javafx.scene.Scene;
import javafx.scene.text.Font;

/**
 * Dark, light, or as the system: dresses every scene that is handed to {@link #adopt}. Belongs to
 * the FX thread.
 */
public final class Themes {

  private static final List<String> FONTS =
      List.of("HeadroomInter-Regular.otf", "HeadroomInter-Medium.otf", "HeadroomInter-Bold.otf");

  private final List<Scene> scenes = new ArrayList<>();
  private final ChangeListener<ColorScheme> systemChange = (scheme, before, after) -> dress();
  private WindowSettings.Theme choice;

  public Themes(WindowSettings.Theme first) {
    choice = first;
    FONTS.forEach(Themes::loadFont);
    Platform.getPreferences().colorSchemeProperty().addListener(systemChange);
    dress();
  }

  public void choose(WindowSettings.Theme next) {
    if (next != choice) {
      choice = next;
      dress();
    }
  }

  public boolean dark() {
    return switch (choice) {
      case DARK -> true;
      case LIGHT -> false;
      case SYSTEM -> Platform.getPreferences().getColorScheme() == ColorScheme.DARK;
    };
  }

  /** Dresses the scene now and whenever the theme changes, until its window is closed for good. */
  public void adopt(Scene scene) {
    scenes.add(scene);
    dress(scene);
  }

  public void release(Scene scene) {
    scenes.remove(scene);
  }

  private void dress() {
    Application.setUserAgentStylesheet(
        dark()
            ? new PrimerDark().getUserAgentStylesheet()
            : new PrimerLight().getUserAgentStylesheet());
    scenes.forEach(this::dress);
  }

  private void dress(Scene scene) {
    scene
        .getStylesheets()
        .setAll(resource(dark() ? "dark.css" : "light.css"), resource("base.css"));
  }

  private static void loadFont(String name) {
    try (InputStream in = url("fonts/" + name).openStream()) {
      Font.loadFont(in, 13);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String resource(String name) {
    return url(name).toExternalForm();
  }

  private static URL url(String name) {
    return Objects.requireNonNull(Themes.class.getResource(name), name);
  }
}
