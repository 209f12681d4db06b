package app.headroom.worker;

import app.headroom.audio.DecodedSource;
import app.headroom.audio.Levels;
import app.headroom.audio.Publication;
import app.headroom.audio.SoundTargets;
import app.headroom.audio.StemPeaks;
import app.headroom.demucs.OverlapState;
import app.headroom.demucs.StemNetwork;
import app.headroom.fuzz.Target;
import app.headroom.job.ClipMode;
import app.headroom.job.Delivery;
import app.headroom.job.EngineChoice;
import app.headroom.job.Extras;
import app.headroom.job.HandOff;
import app.headroom.job.JobFailure;
import app.headroom.job.OutputFormat;
import app.headroom.job.OutputRate;
import app.headroom.job.Overlap;
import app.headroom.job.Provider;
import app.headroom.job.Residual;
import app.headroom.job.SegmentLength;
import app.headroom.job.SourceInfo;
import app.headroom.job.Stem;
import app.headroom.job.StemSelection;
import app.headroom.job.TrackTags;
import app.headroom.protocol.Protocol;
import app.headroom.protocol.WorkerCommand;
import app.headroom.protocol.WorkerEvent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** What a killed worker left in its spool. */
public final class SpoolTargets {

  private static final List<Stem> STEMS = List.of(Stem.DRUMS, Stem.BASS, Stem.OTHER, Stem.VOCALS);

  private SpoolTargets() {}

  /** Read, and then given up with all that it names. */
  public static final class CheckpointFile implements Target {

    private Path outside = Path.of("");

    @Override
    public String name() {
      return "checkpoint";
    }

    @Override
    public List<byte[]> corpus(Path folder) throws Exception {
      outside = folder.resolveSibling("outside");
      Path song = folder.resolve("song.wav");
      OrderIdentity identity =
          new OrderIdentity(song, 1000, 5, "x/int8.onnx", STEMS, new Overlap.Share(0.25));
      TrackTags tags = new TrackTags("T", "A", null, null, "7", null, null);
      DecodedSource source =
          new DecodedSource(
              new SourceInfo("wav", "pcm_s16le", 44_100, 2, 1.0, tags, false),
              100,
              100,
              new Levels(0, 0.1, 0.5),
              0,
              List.of("It ends early."));
      Path out = folder.resolve("out");
      Path work = out.resolve(".headroom-00000000-0000-4000-8000-000000000001");
      Publication publication =
          new Publication(
              out,
              work,
              List.of(out, out.resolve("a")),
              List.of(
                  new Publication.Move("vocals", work.resolve("v.wav"), out.resolve("a/v.wav"))),
              false);
      Checkpoint start = Checkpoint.atStart(identity, source);
      List<byte[]> corpus = new ArrayList<>();
      for (Checkpoint each :
          List.of(
              start,
              start.segmentDone(50, StemPeaks.none(4)),
              start.with(new Checkpoint.Export(publication, null, false)),
              start.with(
                  new Checkpoint.Export(
                      publication, new Checkpoint.Encoded(100, 44_100, 1, Extras.NONE), false)))) {
        corpus.add(Protocol.json().writeValueAsBytes(each));
      }
      return corpus;
    }

    @Override
    public List<String> words() {
      return List.of(
          outside.toUri().toString(),
          outside.resolveSibling("").toUri() + "/",
          "\"workFolder\":",
          "\"moves\":",
          "\"doneFrames\":");
    }

    @Override
    public String read(byte[] input, Path folder) throws Exception {
      Path spool = Files.createDirectory(folder.resolve("spool"));
      Files.write(spool.resolve("checkpoint.json"), input);
      Files.write(spool.resolve("source.f32"), new byte[800]);
      Path work =
          Files.createDirectories(
              folder.resolve("out/.headroom-00000000-0000-4000-8000-000000000001"));
      Files.writeString(work.resolve("v.wav"), "v");
      JobSpool job = new JobSpool(spool);
      String outcome;
      try {
        Checkpoint checkpoint = job.load();
        if (checkpoint == null) {
          return "none";
        }
        job.verify(checkpoint);
        outcome = "whole";
      } catch (IOException e) {
        outcome = String.valueOf(e.getMessage());
      }
      JobSpool.discard(spool);
      return outcome;
    }
  }

  public static final class OverlapFile implements Target {

    @Override
    public String name() {
      return "overlap";
    }

    @Override
    public List<byte[]> corpus(Path folder) throws Exception {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      OverlapState.atStart(4).save(Channels.newChannel(bytes));
      return List.of(bytes.toByteArray(), new byte[24], new byte[4096]);
    }

    @Override
    public String read(byte[] input, Path folder) throws Exception {
      Path file = Files.write(folder.resolve("carry-1.f32"), input);
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
        return "at " + OverlapState.restore(channel, 4).nextFrame();
      } catch (IOException e) {
        return String.valueOf(e.getMessage());
      }
    }
  }

  /** What is remembered of providers. */
  public static final class ProviderFile implements Target {

    private static final FallBack.Offer RUNTIME =
        new FallBack.Offer() {
          @Override
          public Set<Provider> providers() {
            return EnumSet.allOf(Provider.class);
          }

          @Override
          public String version() {
            return "1.29.0";
          }
        };

    @Override
    public String name() {
      return "provider";
    }

    @Override
    public List<byte[]> corpus(Path folder) {
      String text = "{\"asked\":\"CUDA\",\"runtime\":\"1.29.0\",\"reason\":\"no device\"}";
      return List.of(
          text.getBytes(StandardCharsets.UTF_8),
          text.replace("CUDA", "AUTO").getBytes(StandardCharsets.UTF_8),
          "{}".getBytes(StandardCharsets.UTF_8),
          "null".getBytes(StandardCharsets.UTF_8),
          new byte[0]);
    }

    @Override
    public List<String> words() {
      return List.of("\"asked\":", "\"reason\":null", "\"runtime\":", "COREML", "null");
    }

    @Override
    public String read(byte[] input, Path folder) throws Exception {
      Path memory = Files.write(folder.resolve("provider.json"), input);
      List<String> said = new ArrayList<>();
      FallBack fallBack = new FallBack(Provider.CUDA, memory, RUNTIME, said::add);
      try (StemNetwork _ = fallBack.open(QuarterNetwork::new)) {
        return said.isEmpty() ? "tried" : "remembered";
      }
    }
  }

  /**
   * A song through all that a worker does with it, but the network itself, which is a simple one.
   */
  public static final class Song implements Target {

    private final SystemManners manners = new SystemManners();

    @Override
    public String name() {
      return "song";
    }

    @Override
    public List<byte[]> corpus(Path folder) throws Exception {
      return SoundTargets.songs(folder);
    }

    @Override
    public Duration patience() {
      return Duration.ofSeconds(40);
    }

    @Override
    public long memoryBytes() {
      return 1_000_000_000;
    }

    @Override
    public boolean contained() {
      return true;
    }

    @Override
    public String read(byte[] input, Path folder) throws Exception {
      Path song = Files.write(folder.resolve("song.mp3"), input);
      Path graph = Files.createFile(folder.resolve("int8.onnx"));
      Path spool = Files.createDirectory(folder.resolve("spool"));
      WorkerCommand.Separate order =
          new WorkerCommand.Separate(
              Protocol.VERSION,
              "00000000-0000-4000-8000-000000000001",
              song,
              folder.resolve("out"),
              spool,
              EngineChoice.BUILT_IN,
              List.of(new WorkerCommand.Pass(graph, STEMS)),
              folder,
              "htdemucs",
              STEMS,
              StemSelection.all(),
              input.length % 2 == 0 ? OutputFormat.WAV16 : OutputFormat.FLAC,
              SegmentLength.SHORTEST.frames(),
              new Overlap.Share(0.25),
              ClipMode.RESCALE,
              "{artist}/{title}/{track}/{stem}.{ext}",
              OutputRate.HZ_44100,
              1,
              Provider.CPU,
              false,
              new Delivery(Residual.NONE, EnumSet.of(HandOff.NISTEM, HandOff.DAWPROJECT), true));
      FallBack fallBack =
          new FallBack(Provider.CPU, folder.resolve("p.json"), ProviderFile.RUNTIME, _ -> {});
      WorkerEvent end =
          new Separation(
                  order,
                  new Events(OutputStream.nullOutputStream()),
                  new Steering(),
                  manners,
                  new BuiltInEngine((_, provider) -> new QuarterNetwork(provider), fallBack))
              .run();
      JobSpool.discard(spool);
      if (end instanceof WorkerEvent.Finished finished) {
        if (!finished.stems().values().stream().allMatch(Files::isRegularFile)) {
          throw new IllegalStateException("not there: " + finished.stems());
        }
        deleteTree(folder.resolve("out"));
      }
      if (Files.exists(folder.resolve("out"))) {
        throw new IllegalStateException("something is left in its output folder");
      }
      return switch (end) {
        case WorkerEvent.Finished _ -> "finished";
        case WorkerEvent.Failed(JobFailure failure) -> failure.what();
        default -> throw new IllegalStateException("it ended with " + end);
      };
    }

    private static void deleteTree(Path folder) throws IOException {
      try (Stream<Path> tree = Files.walk(folder)) {
        for (Path each : tree.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(each);
        }
      }
    }
  }
}
