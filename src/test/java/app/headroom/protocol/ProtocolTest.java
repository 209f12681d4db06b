package app.headroom.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.headroom.job.ClipMode;
import app.headroom.job.Delivery;
import app.headroom.job.EngineChoice;
import app.headroom.job.Extras;
import app.headroom.job.HandOff;
import app.headroom.job.JobFailure;
import app.headroom.job.JobId;
import app.headroom.job.MixMatch;
import app.headroom.job.Music;
import app.headroom.job.OutputFormat;
import app.headroom.job.OutputRate;
import app.headroom.job.Overlap;
import app.headroom.job.Provider;
import app.headroom.job.Residual;
import app.headroom.job.SourceInfo;
import app.headroom.job.Stem;
import app.headroom.job.StemSelection;
import app.headroom.job.TrackTags;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProtocolTest {

  private static final Path ODD = Path.of("song\n\"so-called\" 🎵 -x 'q' %20.mp3").toAbsolutePath();

  private static final TrackTags TAGS =
      new TrackTags("T\n\"x\"", null, "Ä", null, "7", "1998-05-01", null);

  static Stream<WorkerCommand> commands() {
    return Stream.of(
        new WorkerCommand.Separate(
            Protocol.VERSION,
            JobId.random().value(),
            ODD,
            ODD.resolveSibling("out"),
            ODD.resolveSibling("spool"),
            new EngineChoice.Command(EngineChoice.Flavour.PYTHON, ODD, 2, "cpu", 7),
            List.of(
                new WorkerCommand.Pass(
                    ODD.resolveSibling("int8.onnx"), List.of(Stem.DRUMS, Stem.BASS, Stem.OTHER)),
                new WorkerCommand.Pass(ODD.resolveSibling("v.onnx"), List.of(Stem.VOCALS))),
            ODD.resolveSibling("natives"),
            "htdemucs",
            List.of(Stem.DRUMS, Stem.BASS, Stem.OTHER, Stem.VOCALS),
            StemSelection.isolate(Stem.VOCALS),
            OutputFormat.FLAC,
            57_330,
            Overlap.AUTO,
            ClipMode.RESCALE,
            "{model}/{track}/{stem}.{ext}",
            OutputRate.SOURCE,
            2,
            Provider.CUDA,
            true,
            new Delivery(Residual.SHARE, Set.of(HandOff.REAPER), true)),
        new WorkerCommand.Probe(Protocol.VERSION, "7", ODD, ODD.resolveSibling("natives"), null),
        new WorkerCommand.Prepare(
            Protocol.VERSION,
            "htdemucs",
            ODD,
            ODD.resolveSibling("m"),
            null,
            List.of(Stem.DRUMS, Stem.BASS),
            List.of(Stem.BASS)),
        new WorkerCommand.Unpack(
            Protocol.VERSION, List.of(ODD), 9, ODD.resolveSibling("listening")),
        new WorkerCommand.ExportMix(
            Protocol.VERSION,
            JobId.random().value(),
            ODD.resolveSibling("spool"),
            2,
            44_100,
            List.of(
                new WorkerCommand.StemGain(0.5f, 1f), new WorkerCommand.StemGain(0f, 0.123456f)),
            0.85,
            -2,
            OutputFormat.FLAC,
            ODD,
            TAGS,
            "T (minus vocals)",
            true),
        new WorkerCommand.MakeHandOffs(
            Protocol.VERSION,
            "id",
            null,
            Map.of("drums", ODD),
            0.5,
            null,
            Music.UNKNOWN,
            true,
            "song",
            Set.of(HandOff.REAPER, HandOff.NISTEM),
            false),
        new WorkerCommand.SetSegment(114_660),
        new WorkerCommand.CleanUp(),
        new WorkerCommand.Hold(),
        new WorkerCommand.Unload(),
        new WorkerCommand.Resume(),
        new WorkerCommand.Stop());
  }

  static Stream<WorkerEvent> events() {
    return Stream.of(
        new WorkerEvent.Hello(Protocol.VERSION, 4711),
        new WorkerEvent.Probed("7", new SourceInfo("mp3", "mp3", 44_100, 2, null, TAGS, true)),
        new WorkerEvent.ProbeFailed("7", new JobFailure.UnreadableAudio("no sound", "Pick one.")),
        new WorkerEvent.Progress(Phase.DECODING, 1, 0),
        new WorkerEvent.SourceDecoded(
            new SourceInfo("wav", "pcm_s16le", 48_000, 1, 1.5, TAGS, false), 66_150, 3),
        new WorkerEvent.Resumed(1, 2),
        new WorkerEvent.SegmentDone(0, 1, 2, 57_330, 400),
        new WorkerEvent.Alive(),
        new WorkerEvent.Noted("began afresh"),
        new WorkerEvent.CleanedUp(),
        new WorkerEvent.Held(1),
        new WorkerEvent.Unloaded(),
        new WorkerEvent.Unpacked(44_100),
        new WorkerEvent.MixExported(ODD, 0.87),
        new WorkerEvent.HandedOff(Map.of(HandOff.DAWPROJECT, ODD)),
        new WorkerEvent.Stopped(1),
        new WorkerEvent.Prepared(Map.of("fp32", ODD), List.of(Stem.VOCALS)),
        new WorkerEvent.Finished(
            Map.of("vocals", ODD),
            66_150,
            44_100,
            1.5,
            0.9,
            2,
            null,
            Map.of("decoding", 3L),
            new Extras(
                new MixMatch(-31.5, null), new Music(118.0, "F#m"), Map.of(HandOff.NISTEM, ODD))),
        new WorkerEvent.Failed(new JobFailure.DiskFull(ODD, 2, 1)),
        new WorkerEvent.Failed(new JobFailure.SourceMissing(ODD)),
        new WorkerEvent.Failed(new JobFailure.ModelMissing("htdemucs", "gone")),
        new WorkerEvent.Failed(new JobFailure.OutputNotWritable(ODD, "read-only")),
        new WorkerEvent.Failed(new JobFailure.OutputExists(ODD)),
        new WorkerEvent.Failed(new JobFailure.InvalidRequest("r", "Do.")),
        new WorkerEvent.Failed(new JobFailure.BudgetTooSmall(1, 2, null)),
        new WorkerEvent.Failed(new JobFailure.MemoryLimitExceeded(1, 2)),
        new WorkerEvent.Failed(new JobFailure.WorkerCrashed(134, "tail\nof the log")),
        new WorkerEvent.Failed(new JobFailure.WorkerUnresponsive("silent")));
  }

  @ParameterizedTest
  @MethodSource("commands")
  void aCommandIsOneLineAndComesBackAsItWas(WorkerCommand command) throws ProtocolException {
    String line = Protocol.line(command);
    assertThat(line).doesNotContain("\n");
    assertThat(Protocol.command(line)).isEqualTo(command);
  }

  @ParameterizedTest
  @MethodSource("events")
  void anEventIsOneLineAndComesBackAsItWas(WorkerEvent event) throws ProtocolException {
    String line = Protocol.line(event);
    assertThat(line).doesNotContain("\n");
    assertThat(Protocol.event(line)).isEqualTo(event);
  }

  @Test
  void propertiesOfALaterVersionAreIgnored() throws ProtocolException {
    assertThat(Protocol.event("{\"type\":\"alive\",\"mood\":\"fine\"}"))
        .isEqualTo(new WorkerEvent.Alive());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "garbage",
        "{}",
        "{\"type\":\"no-such-thing\"}",
        "{\"type\":\"set-segment\"}",
        "{\"type\":\"set-segment\",\"frames\":99999999999999}",
        "{\"type\":\"set-segment\",\"frames\":{\"a\":1}}"
      })
  void whatIsNoCommandIsRefused(String line) {
    assertThatThrownBy(() -> Protocol.command(line)).isInstanceOf(ProtocolException.class);
  }

  @Test
  void deepNestingIsRefused() {
    assertThatThrownBy(() -> Protocol.command("[".repeat(1000)))
        .isInstanceOf(ProtocolException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"type\":\"progress\",\"doneUnits\":1,\"totalUnits\":2}",
        "{\"type\":\"noted\"}",
        "{\"type\":\"noted\",\"note\":null}",
        "{\"type\":\"failed\",\"failure\":{\"code\":\"source-missing\"}}",
        "{\"type\":\"prepared\",\"graphs\":{\"fp32\":\"http://127.0.0.1/x\"},\"stems\":[]}",
        "{\"type\":\"prepared\",\"graphs\":{\"fp32\":\"jar:file:///x.zip!/y\"},\"stems\":[]}",
        "{\"type\":\"prepared\",\"graphs\":{\"fp32\":\"file:///%00\"},\"stems\":[]}"
      })
  void aMessageThatLacksAPartIsNone(String line) {
    assertThatThrownBy(() -> Protocol.event(line)).isInstanceOf(ProtocolException.class);
  }
}
