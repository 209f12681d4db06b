package app.headroom.worker;

import app.headroom.audio.AudioException;
import app.headroom.audio.AudioProbe;
import app.headroom.audio.ExportPlan;
import app.headroom.audio.NiStemFile;
import app.headroom.audio.Publication;
import app.headroom.audio.Publisher;
import app.headroom.audio.Spool;
import app.headroom.audio.StemFrames;
import app.headroom.audio.Watch;
import app.headroom.job.HandOff;
import app.headroom.job.JobFailure;
import app.headroom.job.JobId;
import app.headroom.job.Music;
import app.headroom.job.OutputFormat;
import app.headroom.job.SourceInfo;
import app.headroom.job.Stem;
import app.headroom.job.TrackTags;
import app.headroom.music.MusicListener;
import app.headroom.protocol.Phase;
import app.headroom.protocol.WorkerCommand;
import app.headroom.protocol.WorkerEvent;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CancellationException;

/** Files for other programs, made of stems that have been finished before. */
final class HandingOff {

  private static final String WHERE_THEY_ARE =
      "Export the folder where its stems are now, or separate the song again.";

  /** A lossless file's header tells its length better than this. */
  private static final double EARLY_SECONDS = 0.1;

  private static final int PIECE_FRAMES = 4096;

  private final WorkerCommand.MakeHandOffs order;
  private final Events events;
  private final Steering steering;

  HandingOff(WorkerCommand.MakeHandOffs order, Events events, Steering steering) {
    this.order = order;
    this.events = events;
    this.steering = steering;
  }

  /** The worker's last word. */
  WorkerEvent run() {
    try {
      return make();
    } catch (AudioException e) {
      return new WorkerEvent.Failed(e.failure());
    } catch (CancellationException e) {
      return new WorkerEvent.Stopped(0);
    } catch (IOException e) {
      return new WorkerEvent.Failed(
          e.getCause() instanceof AudioException
              ? new JobFailure.InvalidRequest(String.valueOf(e.getMessage()), WHERE_THEY_ARE)
              : new JobFailure.OutputNotWritable(folder(), String.valueOf(e.getMessage())));
    }
  }

  private WorkerEvent make() throws AudioException, IOException {
    if (order.stems().isEmpty() || order.wanted().isEmpty()) {
      return new WorkerEvent.Failed(
          new JobFailure.InvalidRequest("there is nothing to make", "Name stems and files."));
    }
    for (Path stem : order.stems().values()) {
      try {
        var _ = AudioProbe.probe(stem);
      } catch (AudioException e) {
        return new WorkerEvent.Failed(unusable(stem, e.failure().what()));
      }
    }
    List<String> notes = new ArrayList<>();
    HandOffMaking.Made made = make(notes);
    if (made.files().isEmpty()) {
      Publisher.abandon(made.publication());
      return new WorkerEvent.Failed(
          new JobFailure.InvalidRequest(String.join(" ", notes), "The stems are as they were."));
    }
    Publisher.publish(made.publication());
    notes.forEach(note -> events.say(new WorkerEvent.Noted(note)));
    return new WorkerEvent.HandedOff(made.files());
  }

  private HandOffMaking.Made make(List<String> notes) throws AudioException, IOException {
    Path first = first();
    SourceInfo info = AudioProbe.probe(first);
    OutputFormat likeness = lossless(info.codec()) ? OutputFormat.FLAC : OutputFormat.AAC;
    long frames = frames(first, info.sampleRateHz());
    Double promised = info.durationSeconds();
    if (likeness == OutputFormat.FLAC
        && promised != null
        && frames / (double) info.sampleRateHz() < promised - EARLY_SECONDS) {
      throw new AudioException(unusable(first, "it is damaged and ends early"));
    }
    Map<HandOff, Path> files = ExportPlan.handOffs(order.stems(), order.track(), order.wanted());
    Publisher.check(
        folder(),
        files.values(),
        order.overwrite(),
        order.wanted().contains(HandOff.NISTEM)
            ? NiStemFile.bytesFor(frames / (double) info.sampleRateHz(), likeness)
            : 0);
    Music music = order.music().equals(Music.UNKNOWN) ? listen() : order.music();
    Publication publication = Publication.begin(new JobId(order.id()), folder(), order.overwrite());
    try {
      Spool spool = new Spool(publication.workFolder());
      AudioProbe.probe(first, spool.cover());
      Map<String, HandOffMaking.StemFile> stems = new LinkedHashMap<>();
      order
          .stems()
          .forEach((stem, file) -> stems.put(stem, new HandOffMaking.StemFile(file, file)));
      return new HandOffMaking(
              new HandOffMaking.Song(
                  Objects.requireNonNullElse(order.song(), spool.source()),
                  spool,
                  tags(info),
                  music,
                  order.tagMusic() ? music : Music.UNKNOWN,
                  order.track(),
                  stems,
                  likeness,
                  info.sampleRateHz(),
                  frames,
                  order.gain()))
          .make(publication, files, watch(Phase.ENCODING), notes::add);
    } catch (AudioException | RuntimeException e) {
      Publisher.abandon(publication);
      throw e;
    }
  }

  private static JobFailure unusable(Path stem, String why) {
    return new JobFailure.InvalidRequest(
        "its stem " + stem + " cannot be used: " + why, WHERE_THEY_ARE);
  }

  private Path first() {
    return order.stems().values().iterator().next();
  }

  private Path folder() {
    return Objects.requireNonNull(first().getParent(), "a stem lies in a folder");
  }

  private static boolean lossless(String codec) {
    return codec.startsWith("pcm_") || codec.equals("flac") || codec.equals("alac");
  }

  private Watch watch(Phase phase) {
    return (doneUnits, totalUnits) -> {
      events.progress(phase, doneUnits, totalUnits);
      return !steering.mustStop();
    };
  }

  /** Exactly, which a lossy file's header does not always tell. */
  private long frames(Path stem, int rateHz) throws AudioException, IOException {
    float[] piece = new float[2 * PIECE_FRAMES];
    Watch watch = watch(Phase.DECODING);
    long frames = 0;
    try (StemFrames reader = StemFrames.open(List.of(stem), rateHz)) {
      for (int got = reader.read(piece, PIECE_FRAMES);
          got > 0;
          got = reader.read(piece, PIECE_FRAMES)) {
        frames += got;
        requireGoOn(watch.goOn(0, frames));
      }
    }
    return frames;
  }

  /** A residual or the rest of two stems is no stem that has tones of its own. */
  private Music listen() throws AudioException, IOException {
    List<Stem> stems =
        Arrays.stream(Stem.values()).filter(stem -> order.stems().containsKey(stem.id())).toList();
    if (stems.isEmpty()) {
      return Music.UNKNOWN;
    }
    MusicListener listener = new MusicListener(stems);
    Watch watch = watch(Phase.DECODING);
    float[] piece = new float[2 * PIECE_FRAMES * stems.size()];
    List<Path> files =
        stems.stream().map(stem -> Objects.requireNonNull(order.stems().get(stem.id()))).toList();
    try (StemFrames reader = StemFrames.open(files, Spool.SAMPLE_RATE_HZ)) {
      for (int got = reader.read(piece, PIECE_FRAMES);
          got > 0;
          got = reader.read(piece, PIECE_FRAMES)) {
        listener.add(piece, got);
        requireGoOn(watch.goOn(0, 0));
      }
    }
    return listener.music();
  }

  private static void requireGoOn(boolean goOn) {
    if (!goOn) {
      throw new CancellationException("it was stopped");
    }
  }

  /** A stem's title is the song's with the stem's name behind it. */
  private TrackTags tags(SourceInfo stem) {
    TrackTags known = order.tags();
    if (known != null) {
      return known;
    }
    TrackTags own = stem.tags();
    String title = own.title();
    return new TrackTags(
        title == null ? null : title.replaceFirst(" \\([^()]{1,40}\\)$", ""),
        own.artist(),
        own.album(),
        own.albumArtist(),
        own.track(),
        own.year(),
        own.genre());
  }
}
