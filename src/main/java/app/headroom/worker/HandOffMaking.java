package app.headroom.worker;

import app.headroom.audio.DecodedSource;
import app.headroom.audio.NiStemFile;
import app.headroom.audio.Publication;
import app.headroom.audio.Spool;
import app.headroom.audio.StemExport;
import app.headroom.audio.Watch;
import app.headroom.handoff.DawProject;
import app.headroom.handoff.ReaperProject;
import app.headroom.handoff.Session;
import app.headroom.handoff.StemLook;
import app.headroom.job.HandOff;
import app.headroom.job.Music;
import app.headroom.protocol.WorkerCommand;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Makes the files for other programs from stems that are encoded and not yet published. What cannot
 * be made becomes a note; the stems are none the worse.
 */
final class HandOffMaking {

  private static final String UNKNOWN_VERSION = "0";

  private final WorkerCommand.Separate order;
  private final Spool spool;
  private final DecodedSource source;
  private final StemExport.Exported exported;
  private final Music music;

  HandOffMaking(
      WorkerCommand.Separate order,
      Spool spool,
      DecodedSource source,
      StemExport.Exported exported,
      Music music) {
    this.order = order;
    this.spool = spool;
    this.source = source;
    this.exported = exported;
    this.music = music;
  }

  /** Told what cannot be made, in one plain sentence. */
  interface Notes {
    void note(String text);
  }

  /**
   * @param publication with what was made
   * @param files their final paths
   */
  record Made(Publication publication, Map<HandOff, Path> files) {}

  /**
   * @param wanted final path by hand-off
   * @throws java.util.concurrent.CancellationException if the watch stops it
   */
  Made make(Map<HandOff, Path> wanted, String track, Watch watch, Notes notes) {
    Publication publication = exported.publication();
    Map<HandOff, Path> made = new LinkedHashMap<>();
    for (Map.Entry<HandOff, Path> each : wanted.entrySet()) {
      HandOff handOff = each.getKey();
      Path file = publication.workFolder().resolve(handOff.id() + "." + handOff.extension());
      try {
        switch (handOff) {
          case NISTEM -> NiStemFile.write(niStem(file, track), watch);
          case REAPER -> ReaperProject.write(file, session(each.getValue(), track));
          case DAWPROJECT -> DawProject.write(file, session(each.getValue(), track), version());
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
          channel.force(true);
        }
        publication = publication.with(new Publication.Move(handOff.id(), file, each.getValue()));
        made.put(handOff, each.getValue());
      } catch (IOException e) {
        notes.note("Its " + name(handOff) + " was not made: " + e.getMessage() + ".");
      }
    }
    return new Made(publication, made);
  }

  private static String name(HandOff handOff) {
    return switch (handOff) {
      case NISTEM -> "NI stem file";
      case REAPER -> "REAPER project";
      case DAWPROJECT -> "DAWproject";
    };
  }

  private String title(String track) {
    String title = source.info().tags().title();
    return title == null ? track : title;
  }

  private NiStemFile.Order niStem(Path file, String track) {
    Map<String, Path> stems = new LinkedHashMap<>();
    Map<String, NiStemFile.Look> looks = new LinkedHashMap<>();
    for (Publication.Move move : exported.publication().moves()) {
      stems.put(move.stem(), move.from());
      looks.put(
          move.stem(),
          new NiStemFile.Look(StemLook.name(move.stem()), StemLook.colour(move.stem())));
    }
    return new NiStemFile.Order(
        file,
        order.source(),
        spool,
        stems,
        order.format(),
        exported.sampleRateHz(),
        exported.frames(),
        exported.gain(),
        looks,
        source.info().tags(),
        order.delivery().tagMusic() ? music : Music.UNKNOWN,
        title(track));
  }

  private Session session(Path target, String track) {
    Path folder = Objects.requireNonNull(target.getParent(), "a hand-off lies in a folder");
    List<Session.Track> tracks =
        exported.publication().moves().stream()
            .map(move -> Session.Track.of(move.stem(), folder.relativize(move.to())))
            .toList();
    return new Session(
        title(track),
        source.info().tags().artist(),
        exported.frames() / (double) exported.sampleRateHz(),
        exported.sampleRateHz(),
        music.tempoBpm(),
        tracks);
  }

  private static String version() {
    return Objects.requireNonNullElse(
        HandOffMaking.class.getPackage().getImplementationVersion(), UNKNOWN_VERSION);
  }
}
