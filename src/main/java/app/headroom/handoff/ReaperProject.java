package app.headroom.handoff;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** Writes a REAPER project: a track for every stem, which lies beside the project. */
public final class ReaperProject {

  private static final int OWN_COLOUR = 0x100_0000;

  private ReaperProject() {}

  public static void write(Path file, Session session) throws IOException {
    StringBuilder text = new StringBuilder();
    text.append("<REAPER_PROJECT 0.1 \"7.0\" 0\n");
    Double tempo = session.tempoBpm();
    if (tempo != null) {
      text.append("  TEMPO ").append(number(tempo)).append(" 4 4\n");
    }
    text.append("  SAMPLERATE ").append(session.sampleRateHz()).append(" 1 0\n");
    for (Session.Track track : session.tracks()) {
      track(text, track, session.seconds());
    }
    Files.writeString(file, text.append(">\n"));
  }

  private static void track(StringBuilder text, Session.Track track, double seconds) {
    text.append("  <TRACK\n");
    text.append("    NAME ").append(quoted(track.name())).append('\n');
    text.append("    PEAKCOL ").append(OWN_COLOUR | blueGreenRed(track.colour())).append('\n');
    text.append("    VOLPAN 1 0 -1 -1 1\n    NCHAN 2\n    <ITEM\n      POSITION 0\n");
    text.append("      LENGTH ").append(number(seconds)).append('\n');
    text.append("      LOOP 0\n");
    text.append("      NAME ").append(quoted(track.name())).append('\n');
    text.append("      <SOURCE ").append(reader(track.path())).append('\n');
    text.append("        FILE ").append(quoted(track.path())).append('\n');
    text.append("      >\n    >\n  >\n");
  }

  /** REAPER chooses its decoder by this, not by the file. */
  private static String reader(String path) {
    String name = path.toLowerCase(Locale.ROOT);
    return switch (name.substring(name.lastIndexOf('.') + 1)) {
      case "flac" -> "FLAC";
      case "mp3" -> "MP3";
      case "opus" -> "OPUS";
      case "m4a" -> "VIDEO";
      default -> "WAVE";
    };
  }

  private static int blueGreenRed(String colour) {
    int rgb = Integer.parseInt(colour.substring(1), 16);
    return (rgb & 0xff) << 16 | (rgb & 0xff00) | rgb >> 16;
  }

  private static String number(double value) {
    return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
  }

  /** In the first kind of quotes that is not in the text; there is no way to escape one. */
  static String quoted(String text) {
    String line = text.replaceAll("[\\r\\n]", " ");
    for (String quote : new String[] {"\"", "'", "`"}) {
      if (!line.contains(quote)) {
        return quote + line + quote;
      }
    }
    return "`" + line.replace('`', '\'') + "`";
  }
}
