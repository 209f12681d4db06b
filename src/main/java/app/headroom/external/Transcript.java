package app.headroom.external;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a command prints, line by line, however much that is: how far it is, and its last lines.
 * Lines are ended by line feeds or, as progress bars are, by carriage returns alone. Safe from any
 * thread.
 *
 * <p>The Python command draws a bar of tqdm for each network of its model and each shift, such as
 * {@code " 33%|#### | 11.7/35.1 [00:09<00:18, 1.29seconds/s]"}; bars in bytes are downloads. The
 * npm command prints {@code 1/3}.
 */
final class Transcript {

  private static final int MAX_LINE_BYTES = 4096;
  private static final int MAX_LINES = 200;
  private static final int MAX_TAIL_CHARS = 4000;

  private static final Pattern BAR = Pattern.compile("^\\s{0,3}(\\d{1,3})%\\|.*seconds/s");
  private static final Pattern STEPS = Pattern.compile("^(\\d{1,6})/(\\d{1,6})$");
  private static final Pattern BAG = Pattern.compile("is a bag of (\\d{1,2}) models");

  private final byte[] line = new byte[MAX_LINE_BYTES];
  private final Deque<String> lines = new ArrayDeque<>();
  private int lineBytes;
  private int bars;
  private int fullBars;
  private int lastPercent;
  private double share;
  private long heard;

  /**
   * @param bars how many are drawn for each network of the model
   */
  Transcript(int bars) {
    this.bars = Math.max(1, bars);
  }

  synchronized void add(byte[] block, int count) {
    heard += count;
    for (int i = 0; i < count; i++) {
      if (block[i] == '\n' || block[i] == '\r') {
        endLine();
      } else if (lineBytes < MAX_LINE_BYTES) {
        line[lineBytes++] = block[i];
      }
    }
  }

  synchronized void end() {
    endLine();
  }

  /** How many bytes came so far: whether it said anything since the last look. */
  synchronized long heard() {
    return heard;
  }

  /** From 0 to 1, never falling. */
  synchronized double share() {
    return share;
  }

  /** The lines that are no progress, oldest first; of very many the last. */
  synchronized String text() {
    return String.join("\n", lines);
  }

  /** The end of these, to be shown. */
  String tail() {
    String text = text();
    return text.substring(Math.max(0, text.length() - MAX_TAIL_CHARS));
  }

  private void endLine() {
    String text = new String(line, 0, lineBytes, StandardCharsets.UTF_8);
    lineBytes = 0;
    if (text.isBlank() || progress(text)) {
      return;
    }
    lines.addLast(text.stripTrailing());
    if (lines.size() > MAX_LINES) {
      lines.removeFirst();
    }
  }

  private boolean progress(String text) {
    Matcher bar = BAR.matcher(text);
    if (bar.find()) {
      int percent = Math.min(100, Integer.parseInt(bar.group(1)));
      if (percent < lastPercent) {
        fullBars++;
      }
      lastPercent = percent;
      reach((fullBars + percent / 100.0) / bars);
      return true;
    }
    Matcher steps = STEPS.matcher(text);
    if (steps.find()) {
      int total = Integer.parseInt(steps.group(2));
      reach(total == 0 ? 0 : Integer.parseInt(steps.group(1)) / (double) total);
      return true;
    }
    Matcher bag = BAG.matcher(text);
    if (bag.find()) {
      bars *= Math.max(1, Integer.parseInt(bag.group(1)));
    }
    return false;
  }

  private void reach(double newShare) {
    share = Math.max(share, Math.min(1, newShare));
  }
}
