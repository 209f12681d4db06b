package app.headroom.ui.common;

import java.text.DecimalFormatSymbols;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ResourceBundle;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is said below the window (by other processes, in the store, in a failure's reason) is said
 * in English; this says it in the window's language. As with gettext the English sentence itself is
 * looked up: every text of the bundle {@code sayings} is a pattern whose {@code {0}} stand for
 * anything, sayings among it. What is not known stays as it is. Immutable; needs no toolkit.
 */
public final class Sayings {

  private static final String BUNDLE = "app.headroom.ui.common.sayings";
  private static final Pattern PLACE = Pattern.compile("\\{([0-9])}");
  private static final Pattern DECIMAL = Pattern.compile("(?<=[0-9])\\.(?=[0-9])");

  /** Longer ones cannot come from us; they are left alone. */
  private static final int MOST_CHARS = 2_000;

  private final List<Saying> sayings;
  private final String decimalSeparator;

  /**
   * @param places the number of each group's place
   */
  private record Saying(Pattern english, List<Integer> places, String other, int literal) {}

  Sayings(Locale locale) {
    decimalSeparator =
        String.valueOf(DecimalFormatSymbols.getInstance(locale).getDecimalSeparator());
    ResourceBundle english = Messages.bundle(BUNDLE, Locale.ENGLISH);
    ResourceBundle other = Messages.bundle(BUNDLE, locale);
    List<Saying> all = new ArrayList<>();
    for (String key : english.keySet()) {
      all.add(saying(english.getString(key), other.getString(key)));
    }
    // what says more about a sentence is the better answer
    all.sort(Comparator.comparingInt(Saying::literal).reversed());
    sayings = List.copyOf(all);
  }

  private static Saying saying(String english, String other) {
    StringBuilder regex = new StringBuilder();
    List<Integer> places = new ArrayList<>();
    Matcher place = PLACE.matcher(english);
    int at = 0;
    int literal = 0;
    while (place.find()) {
      regex.append(Pattern.quote(english.substring(at, place.start()))).append("(.+?)");
      literal += place.start() - at;
      places.add(Integer.valueOf(place.group(1)));
      at = place.end();
    }
    regex.append(Pattern.quote(english.substring(at)));
    literal += english.length() - at;
    return new Saying(Pattern.compile(regex.toString(), Pattern.DOTALL), places, other, literal);
  }

  /** The sentence in the window's language. */
  public String of(String english) {
    if (english.length() <= MOST_CHARS) {
      for (Saying saying : sayings) {
        Matcher said = saying.english.matcher(english);
        if (said.matches()) {
          return say(saying, said);
        }
      }
    }
    return english;
  }

  /** Whether the sentence is one that can be said in every language. */
  boolean knows(String english) {
    return sayings.stream().anyMatch(saying -> saying.english.matcher(english).matches());
  }

  private String say(Saying saying, Matcher said) {
    Map<Integer, String> parts = new HashMap<>();
    for (int i = 0; i < saying.places.size(); i++) {
      parts.put(saying.places.get(i), part(said.group(i + 1)));
    }
    return PLACE
        .matcher(saying.other)
        .replaceAll(
            place ->
                Matcher.quoteReplacement(
                    parts.getOrDefault(Integer.valueOf(place.group(1)), place.group())));
  }

  private String part(String words) {
    String said = of(words);
    return said.equals(words) && words.matches("[0-9.]+( ?[%A-Za-z]{1,3})?")
        ? DECIMAL.matcher(words).replaceAll(decimalSeparator)
        : said;
  }
}
