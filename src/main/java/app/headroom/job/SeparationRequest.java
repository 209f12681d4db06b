package app.headroom.job;

import java.nio.file.Path;
import java.util.Objects;

/**
 * What the user asked for, for one song. Never changes once the job exists.
 *
 * @param source absolute path of the song
 * @param outputFolder absolute path of the folder under which {@code nameTemplate} is filled in
 * @param model name in the model catalogue: {@code htdemucs}
 * @param overlap how much of a segment the next one repeats
 * @param nameTemplate path of a stem below {@code outputFolder}, for example {@code
 *     {model}/{track}/{stem}.{ext}}
 * @param threads compute threads, or 0 for what suits the machine
 * @param overwrite whether files that exist under the stems' names may be replaced
 * @param delivery what the stems come with
 * @param engine never null, though jobs of older databases say nothing of it
 */
public record SeparationRequest(
    Path source,
    Path outputFolder,
    String model,
    StemSelection stems,
    OutputFormat format,
    SegmentChoice segment,
    Overlap overlap,
    Precision precision,
    ClipMode clip,
    String nameTemplate,
    OutputRate rate,
    int threads,
    boolean overwrite,
    Delivery delivery,
    EngineChoice engine) {

  /** Demucs's own layout. */
  public static final String DEFAULT_NAME_TEMPLATE = "{model}/{track}/{stem}.{ext}";

  public SeparationRequest {
    Objects.requireNonNull(overlap, "overlap");
    delivery = Delivery.of(delivery);
    engine = Objects.requireNonNullElse(engine, EngineChoice.BUILT_IN);
    if (!source.isAbsolute() || !outputFolder.isAbsolute()) {
      throw new IllegalArgumentException(
          "paths of a request are absolute: " + source + ", " + outputFolder);
    }
    if (threads < 0 || threads > 256) {
      throw new IllegalArgumentException("threads: 0 to 256, not " + threads);
    }
  }

  /** The song's file name without its extension. */
  public String track() {
    String file = String.valueOf(source.getFileName());
    int dot = file.lastIndexOf('.');
    return dot > 0 ? file.substring(0, dot) : file;
  }
}
