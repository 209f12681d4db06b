package app.headroom.worker;

import app.headroom.audio.AudioException;
import app.headroom.audio.Publication;
import app.headroom.audio.Publisher;
import app.headroom.audio.Spool;
import app.headroom.audio.StemExport;
import app.headroom.audio.Watch;
import app.headroom.job.Extras;
import app.headroom.job.Music;
import app.headroom.job.StemSelection;
import app.headroom.protocol.WorkerCommand;
import app.headroom.protocol.WorkerEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CancellationException;

/** What becomes of a separated song: its stems are encoded, then published. */
final class Finishing {

  private final WorkerCommand.Separate order;
  private final JobSpool spool;
  private final Events events;
  private final Watch watch;

  /**
   * @param watch of the encoding
   */
  Finishing(WorkerCommand.Separate order, JobSpool spool, Events events, Watch watch) {
    this.order = order;
    this.spool = spool;
    this.events = events;
    this.watch = watch;
  }

  /** Leaves the stems, checked, beside where they belong. */
  Checkpoint encode(Plan plan, Checkpoint place, Hearing hearing)
      throws AudioException, IOException {
    Music music = music(hearing, place.source().frames());
    StemExport.Order export = plan.export(spool.samples(), place.source(), place.peaks(), music);
    spool.save(place.with(new Checkpoint.Export(StemExport.plan(export), null, false)));
    StemExport.Exported exported = StemExport.write(export, watch);
    exported.notes().forEach(this::note);
    HandOffMaking.Made made =
        new HandOffMaking(
                HandOffMaking.Song.of(
                    order, spool.samples(), place.source(), exported, music, plan.track()))
            .make(exported.publication(), plan.handOffs(place.source().info()), watch, this::note);
    Checkpoint encoded =
        place.with(
            new Checkpoint.Export(
                made.publication(),
                new Checkpoint.Encoded(
                    exported.frames(),
                    exported.sampleRateHz(),
                    exported.gain(),
                    new Extras(exported.match(), music, made.files())),
                false));
    spool.save(encoded);
    return encoded;
  }

  /** Hears what was not heard on the way. */
  private Music music(Hearing hearing, long frames) throws IOException {
    while (hearing.heardFrames() < frames) {
      hearing.goOn(frames);
      if (!watch.goOn(0, frames)) {
        throw new CancellationException("asked to stop");
      }
    }
    return hearing.music();
  }

  /** Moves the stems into their place and gives the spool back. The worker's last word. */
  WorkerEvent publish(Checkpoint place, PhaseClock clock) throws AudioException, IOException {
    Checkpoint.Export export = place.export();
    Checkpoint.Encoded encoded = export == null ? null : export.encoded();
    if (export == null || encoded == null) {
      throw new IllegalStateException("nothing is encoded");
    }
    if (!export.published()) {
      try {
        Publisher.publish(export.publication());
      } catch (AudioException e) {
        // The encoded stems are gone with it; another try encodes them again.
        spool.save(place.with(null));
        throw e;
      }
      spool.save(place.with(new Checkpoint.Export(export.publication(), encoded, true)));
    }
    if (Files.exists(spool.samples().waveform()) && order.stems() instanceof StemSelection.All) {
      spool.keepWaveform(place);
    }
    spool.deleteSamples();
    return finished(place, export.publication(), encoded, clock.millis());
  }

  private WorkerEvent finished(
      Checkpoint place,
      Publication publication,
      Checkpoint.Encoded encoded,
      Map<String, Long> millis) {
    Map<String, Path> stems = new LinkedHashMap<>();
    for (Publication.Move move : publication.moves()) {
      if (!encoded.extras().handOffs().containsValue(move.to())) {
        stems.put(move.stem(), move.to());
      }
    }
    return new WorkerEvent.Finished(
        stems,
        encoded.frames(),
        encoded.sampleRateHz(),
        place.source().frames() / (double) Spool.SAMPLE_RATE_HZ,
        encoded.gain(),
        place.segments(),
        PeakMemory.rssBytes(),
        millis,
        encoded.extras());
  }

  private void note(String text) {
    events.say(new WorkerEvent.Noted(text));
  }
}
