package app.headroom.protocol;

import app.headroom.job.ClipMode;
import app.headroom.job.Delivery;
import app.headroom.job.EngineChoice;
import app.headroom.job.HandOff;
import app.headroom.job.Music;
import app.headroom.job.OutputFormat;
import app.headroom.job.OutputRate;
import app.headroom.job.Overlap;
import app.headroom.job.Provider;
import app.headroom.job.Stem;
import app.headroom.job.StemSelection;
import app.headroom.job.TrackTags;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What the application says to a worker, one JSON object a line on the worker's stdin. The first
 * line is an order ({@link Separate}, {@link Probe}, {@link Prepare}, {@link Unpack}, {@link
 * ExportMix} or {@link MakeHandOffs}); what follows steers a running {@link Separate}, or stops the
 * last three. When stdin ends, the application is gone and the worker ends itself at once.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = WorkerCommand.Separate.class, name = "separate"),
  @JsonSubTypes.Type(value = WorkerCommand.Probe.class, name = "probe"),
  @JsonSubTypes.Type(value = WorkerCommand.Prepare.class, name = "prepare"),
  @JsonSubTypes.Type(value = WorkerCommand.Unpack.class, name = "unpack"),
  @JsonSubTypes.Type(value = WorkerCommand.ExportMix.class, name = "export-mix"),
  @JsonSubTypes.Type(value = WorkerCommand.MakeHandOffs.class, name = "make-hand-offs"),
  @JsonSubTypes.Type(value = WorkerCommand.SetSegment.class, name = "set-segment"),
  @JsonSubTypes.Type(value = WorkerCommand.CleanUp.class, name = "clean-up"),
  @JsonSubTypes.Type(value = WorkerCommand.Hold.class, name = "hold"),
  @JsonSubTypes.Type(value = WorkerCommand.Unload.class, name = "unload"),
  @JsonSubTypes.Type(value = WorkerCommand.Resume.class, name = "resume"),
  @JsonSubTypes.Type(value = WorkerCommand.Stop.class, name = "stop"),
})
public sealed interface WorkerCommand {

  /**
   * Separate one song. If the spool folder holds a checkpoint of the same source and the same
   * order, the worker goes on from there.
   *
   * @param protocol {@link Protocol#VERSION}
   * @param source absolute path of the song
   * @param outputFolder absolute; the template is filled in below it
   * @param spoolFolder absolute; this job's own, created if absent; the worker empties it when the
   *     job is finished
   * @param engine what separates
   * @param passes over the whole song, one after the other; together they give each stem once
   * @param nativesFolder where the native libraries are extracted once
   * @param modelStems the model's stems in its order
   * @param segmentFrames length of the first segment at 44.1 kHz
   * @param threads compute threads, at least 1
   * @param provider what the network is to be computed on; the processor where that is not to be
   *     had
   * @param delivery what the stems come with
   */
  record Separate(
      int protocol,
      String jobId,
      Path source,
      Path outputFolder,
      Path spoolFolder,
      EngineChoice engine,
      List<Pass> passes,
      Path nativesFolder,
      String model,
      List<Stem> modelStems,
      StemSelection stems,
      OutputFormat format,
      int segmentFrames,
      Overlap overlap,
      ClipMode clip,
      String nameTemplate,
      OutputRate rate,
      int threads,
      Provider provider,
      boolean overwrite,
      Delivery delivery)
      implements WorkerCommand {

    public Separate {
      delivery = Delivery.of(delivery);
    }
  }

  /**
   * One network over the whole song; only one is loaded at a time.
   *
   * @param graph absolute path of the model file that ONNX Runtime opens; where a command of the
   *     user's separates, no file but a name: the engine's and the model's
   * @param stems what it gives, in the order of its outputs
   */
  record Pass(Path graph, List<Stem> stems) {
    public Pass {
      stems = List.copyOf(stems);
    }
  }

  /**
   * Say what a file holds. A worker started for probing answers any number of these, in order.
   *
   * @param cover where the picture in its tags is left if there is one, before the answer; null
   *     where it is not asked for
   */
  record Probe(
      int protocol, String requestId, Path source, Path nativesFolder, @Nullable Path cover)
      implements WorkerCommand {}

  /**
   * Build a model file from weights. Long-running and memory-hungry, therefore never in the
   * application.
   *
   * @param weights the fetched file, in any of the forms that the catalogue knows
   * @param modelFolder where the canonical weights and the graphs are kept
   * @param expectedSha256 digest of the parameters, whatever their form ({@code
   *     demucs.weights.Weights.sha256}), or null where any weights of the model's shape will do
   * @param modelStems what the weights give, in the order of their outputs; empty where that is to
   *     be found out
   * @param stems those of them that the graphs shall give; empty for all
   */
  record Prepare(
      int protocol,
      String model,
      Path weights,
      Path modelFolder,
      @Nullable String expectedSha256,
      List<Stem> modelStems,
      List<Stem> stems)
      implements WorkerCommand {}

  /**
   * Decode the finished stems of a song into a spool, to listen to them.
   *
   * @param stems their files, absolute
   * @param frames of the song at 44.1 kHz, as was told when it was finished
   * @param folder absolute, created if absent; of no other use
   */
  record Unpack(int protocol, List<Path> stems, long frames, Path folder)
      implements WorkerCommand {}

  /**
   * Write a mix of the stems that lie in a spool.
   *
   * @param id names the hidden work folder beside the target; a UUID
   * @param spoolFolder absolute
   * @param stems how many lie in it
   * @param frames of the song at 44.1 kHz
   * @param gains by stem
   * @param target absolute path of the file to write
   * @param title the whole title
   */
  record ExportMix(
      int protocol,
      String id,
      Path spoolFolder,
      int stems,
      long frames,
      List<StemGain> gains,
      double tempo,
      int semitones,
      OutputFormat format,
      Path target,
      TrackTags tags,
      String title,
      boolean overwrite)
      implements WorkerCommand {}

  /**
   * Make files for other programs from the finished stems of a song, beside the first of them.
   *
   * @param id names the hidden work folder beside the stems; a UUID
   * @param song absolute; what an NI stem file's mix is made of, or null where that is the stems'
   *     sum
   * @param stems absolute path by stem id
   * @param gain that the stems have and the song has not
   * @param tags of the song, or null where the stems' own tags tell
   * @param music of the song; where nothing of it is known it is heard from the stems
   * @param tagMusic whether tempo and key are written into tags
   * @param track what the files are called, without extension
   * @param overwrite whether files that exist under these names may be replaced
   */
  record MakeHandOffs(
      int protocol,
      String id,
      @Nullable Path song,
      Map<String, Path> stems,
      double gain,
      @Nullable TrackTags tags,
      Music music,
      boolean tagMusic,
      String track,
      Set<HandOff> wanted,
      boolean overwrite)
      implements WorkerCommand {

    public MakeHandOffs {
      stems = Collections.unmodifiableMap(new LinkedHashMap<>(stems));
      wanted = Collections.unmodifiableSet(new TreeSet<>(wanted));
    }
  }

  /** What a stem's two sides are multiplied by. */
  record StemGain(float left, float right) {}

  /** The next segment has this length. */
  record SetSegment(int frames) implements WorkerCommand {}

  /** At the next segment boundary, give back what can be given back, and go on. */
  record CleanUp() implements WorkerCommand {}

  /** At the next segment boundary clean up and wait for {@link Resume}. */
  record Hold() implements WorkerCommand {}

  /** While held: close the model as well, and keep the place. */
  record Unload() implements WorkerCommand {}

  /** Go on after {@link Hold} or {@link Unload}. */
  record Resume() implements WorkerCommand {}

  /** At the next segment boundary, with the checkpoint written, end. */
  record Stop() implements WorkerCommand {}
}
