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
import app.headroom.job.OutputFormat;
import app.headroom.job.TrackTags;
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
 * Makes the files for other programs from encoded stems. What cannot be made becomes a note; the
 * stems are none the worse.
 */
final class HandOffMaking {

  private static final String UNKNOWN_VERSION = "0";

  private final Song song;

  HandOffMaking(Song song) {
    this.song = song;
  }

  /**
   * @param spool with what is left of the decoded song, and its cover
   * @param music for the sessions
   * @param tagged of it, what is written into tags
   * @param track the file name without its extension
   * @param stems by stem id
   * @param rateHz of these files
   * @param frames of each of these files
   * @param gain that the stems have and the song has not
   */
  record Song(
      Path file,
      Spool spool,
      TrackTags tags,
      Music music,
      Music tagged,
      String track,
      Map<String, StemFile> stems,
      OutputFormat format,
      int rateHz,
      long frames,
      double gain) {

    /** While it is separated. */
    static Song of(
        WorkerCommand.Separate order,
        Spool spool,
        DecodedSource source,
        StemExport.Exported exported,
        Music music,
        String track) {
      Map<String, StemFile> stems = new LinkedHashMap<>();
      for (Publication.Move move : exported.publication().moves()) {
        stems.put(move.stem(), new StemFile(move.from(), move.to()));
      }
      return new Song(
          order.source(),
          spool,
          source.info().tags(),
          music,
          order.delivery().tagMusic() ? music : Music.UNKNOWN,
          track,
          stems,
          order.format(),
          exported.sampleRateHz(),
          exported.frames(),
          exported.gain());
    }

    String title() {
      String title = tags.title();
      return title == null ? track : title;
    }
  }

  /** Where it lies now, and where it will lie beside the hand-offs. */
  record StemFile(Path now, Path then) {}

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
   * @param begun whose work folder takes the files
   * @param wanted final path by hand-off
   * @throws java.util.concurrent.CancellationException if the watch stops it
   */
  Made make(Publication begun, Map<HandOff, Path> wanted, Watch watch, Notes notes) {
    Publication publication = begun;
    Map<HandOff, Path> made = new LinkedHashMap<>();
    for (Map.Entry<HandOff, Path> each : wanted.entrySet()) {
      HandOff handOff = each.getKey();
      Path file = publication.workFolder().resolve(handOff.id() + "." + handOff.extension());
      try {
        switch (handOff) {
          case NISTEM -> NiStemFile.write(niStem(file), watch);
          case REAPER -> ReaperProject.write(file, session(each.getValue()));
          case DAWPROJECT -> DawProject.write(file, session(each.getValue()), version());
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

  private NiStemFile.Order niStem(Path file) {
    Map<String, Path> stems = new LinkedHashMap<>();
    Map<String, NiStemFile.Look> looks = new LinkedHashMap<>();
    song.stems.forEach(
        (stem, of) -> {
          stems.put(stem, of.now);
          looks.put(stem, new NiStemFile.Look(StemLook.name(stem), StemLook.colour(stem)));
        });
    return new NiStemFile.Order(
        file,
        song.file,
        song.spool,
        stems,
        song.format,
        song.rateHz,
        song.frames,
        song.gain,
        looks,
        song.tags,
        song.tagged,
        song.title());
  }

  private Session session(Path target) {
    Path folder = Objects.requireNonNull(target.getParent(), "a hand-off lies in a folder");
    List<Session.Track> tracks =
        song.stems.entrySet().stream()
            .map(stem -> Session.Track.of(stem.getKey(), folder.relativize(stem.getValue().then)))
            .toList();
    return new Session(
        song.title(),
        song.tags.artist(),
        song.frames / (double) song.rateHz,
        song.rateHz,
        song.music.tempoBpm(),
        tracks);
  }

  private static String version() {
    return Objects.requireNonNullElse(
        HandOffMaking.class.getPackage().getImplementationVersion(), UNKNOWN_VERSION);
  }
}
