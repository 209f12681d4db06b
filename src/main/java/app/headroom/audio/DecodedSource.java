package app.headroom.audio;

import app.headroom.job.SourceInfo;
import java.util.List;

/**
 * A song that lies decoded in its spool; goes as JSON into the spool's {@code source.json}.
 *
 * @param info what its header says
 * @param frames length in the spool, at 44.1 kHz; at least 1
 * @param sourceFrames length at the source's own rate {@link SourceInfo#sampleRateHz}
 * @param nonFiniteSamples how many samples were NaN or infinite and became 0
 * @param notes what the user should know about this source, one plain sentence each: that it ends
 *     early, that damaged places were skipped
 */
public record DecodedSource(
    SourceInfo info,
    long frames,
    long sourceFrames,
    Levels levels,
    long nonFiniteSamples,
    List<String> notes) {

  public DecodedSource {
    notes = List.copyOf(notes);
  }
}
