package app.headroom.worker;

import app.headroom.audio.DecodedSource;
import app.headroom.audio.Levels;
import app.headroom.audio.Publication;
import app.headroom.audio.StemPeaks;
import app.headroom.demucs.OverlapState;
import app.headroom.fuzz.Target;
import app.headroom.job.Extras;
import app.headroom.job.SourceInfo;
import app.headroom.job.Stem;
import app.headroom.job.TrackTags;
import app.headroom.protocol.Protocol;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

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
      OrderIdentity identity = new OrderIdentity(song, 1000, 5, "x/int8.onnx", STEMS, 0.25);
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
}
