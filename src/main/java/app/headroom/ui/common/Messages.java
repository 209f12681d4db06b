package app.headroom.ui.common;

import java.text.MessageFormat;
import java.time.ZoneId;
import java.util.Locale;
import java.util.ResourceBundle;

/** The window's texts in one language, and how that language writes numbers. */
public final class Messages {

  private static final String BUNDLE = "app.headroom.ui.common.messages";

  private final ResourceBundle bundle;
  private final Locale locale;
  private final Figures figures;
  private final Sayings sayings;

  public Messages(Locale locale) {
    this(locale, ZoneId.systemDefault());
  }

  public Messages(Locale locale, ZoneId zone) {
    this.bundle = bundle(BUNDLE, locale);
    this.locale = bundle.getLocale().equals(Locale.ROOT) ? Locale.ENGLISH : bundle.getLocale();
    this.figures = new Figures(this.locale, zone);
    this.sayings = new Sayings(this.locale);
  }

  static ResourceBundle bundle(String name, Locale locale) {
    return ResourceBundle.getBundle(
        name,
        locale,
        ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));
  }

  /** For FXML. */
  public ResourceBundle bundle() {
    return bundle;
  }

  public Figures figures() {
    return figures;
  }

  /**
   * The text with its arguments filled in.
   *
   * @throws java.util.MissingResourceException if there is no such key
   */
  public String text(String key, Object... arguments) {
    return new MessageFormat(bundle.getString(key), locale).format(arguments);
  }

  /** What was said in English below the window, in this language. */
  public String said(String english) {
    return sayings.of(english);
  }

  public boolean has(String key) {
    return bundle.containsKey(key);
  }
}
