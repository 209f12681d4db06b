package app.headroom.job;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a source file holds, as far as its header says.
 *
 * @param container ffmpeg's name: {@code wav}, {@code mp3}, {@code mov}
 * @param codec ffmpeg's name: {@code mp3}, {@code flac}, {@code pcm_s16le}
 * @param sampleRateHz of the file itself
 * @param channels of the file itself, at least 1
 * @param durationSeconds as the container promises or as its bit rate suggests, or null where
 *     neither is known or plausible; the decoded length can differ
 * @param hasCover whether an embedded picture was found
 */
public record SourceInfo(
    String container,
    String codec,
    int sampleRateHz,
    int channels,
    @Nullable Double durationSeconds,
    TrackTags tags,
    boolean hasCover) {

  private static final Pattern PCM = Pattern.compile("pcm_([a-z]+?)([0-9]{1,2})(?:le|be)?");

  /** What kind of file it is, as musicians say it: {@code WAV 16 bit}, {@code AAC}. */
  public String formatName() {
    Matcher pcm = PCM.matcher(codec);
    if (pcm.matches()) {
      return pcmContainer()
          + " "
          + pcm.group(2)
          + " bit"
          + (pcm.group(1).startsWith("f") ? " float" : "");
    }
    return switch (codec) {
      case "vorbis" -> "Ogg Vorbis";
      case "opus" -> "Opus";
      case "wavpack" -> "WavPack";
      case "ape" -> "Monkey's Audio";
      case "wmav1", "wmav2", "wmapro", "wmalossless" -> "WMA";
      case "pcm_alaw", "pcm_mulaw" -> pcmContainer();
      default -> {
        int mark = codec.indexOf('_');
        yield (mark > 0 ? codec.substring(0, mark) : codec).toUpperCase(Locale.ROOT);
      }
    };
  }

  private String pcmContainer() {
    return switch (container) {
      case "aiff" -> "AIFF";
      case "caf" -> "CAF";
      case "wav", "w64", "rf64" -> "WAV";
      default -> "PCM";
    };
  }
}
