package app.headroom.handoff;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * A song's stems as tracks that begin together.
 *
 * @param seconds length of every stem
 * @param tempoBpm null where it is not known; the session then has none, and its program takes its
 *     own
 * @param tracks at least one
 */
public record Session(
    String title,
    @Nullable String artist,
    double seconds,
    int sampleRateHz,
    @Nullable Double tempoBpm,
    List<Track> tracks) {

  public Session {
    tracks = List.copyOf(tracks);
  }

  /**
   * @param colour {@code #RRGGBB}
   * @param file relative to the folder in which the session lies, or absolute
   */
  public record Track(String name, String colour, Path file) {

    /** With the name and the colour that the stem of that id has everywhere. */
    public static Track of(String stem, Path file) {
      return new Track(StemLook.name(stem), StemLook.colour(stem), file);
    }

    /** With slashes, which every system reads. */
    String path() {
      return file.isAbsolute() ? file.toString() : String.join("/", pathNames());
    }

    private List<String> pathNames() {
      return StreamSupport.stream(file.spliterator(), false).map(Path::toString).toList();
    }
  }
}
