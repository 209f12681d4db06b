package app.headroom.worker;

import app.headroom.audio.AudioException;
import app.headroom.audio.MixFile;
import app.headroom.audio.Spool;
import app.headroom.audio.StemUnpacking;
import app.headroom.audio.Watch;
import app.headroom.job.JobFailure;
import app.headroom.job.JobId;
import app.headroom.job.OutputFormat;
import app.headroom.player.Gain;
import app.headroom.player.Practice;
import app.headroom.player.Rendering;
import app.headroom.player.SpoolStems;
import app.headroom.protocol.Phase;
import app.headroom.protocol.WorkerCommand;
import app.headroom.protocol.WorkerEvent;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CancellationException;

/** What the player has done outside of the application: decoding stems, and writing a mix. */
final class Listening {

  private static final int PIECE_FRAMES = 4096;

  private final Events events;
  private final Steering steering;

  Listening(Events events, Steering steering) {
    this.events = events;
    this.steering = steering;
  }

  private Watch watch(Phase phase) {
    return (doneUnits, totalUnits) -> {
      events.progress(phase, doneUnits, totalUnits);
      return !steering.mustStop();
    };
  }

  /** The worker's last word. */
  WorkerEvent unpack(WorkerCommand.Unpack order) {
    try {
      return new WorkerEvent.Unpacked(
          StemUnpacking.unpack(
              order.stems(), order.frames(), new Spool(order.folder()), watch(Phase.DECODING)));
    } catch (AudioException e) {
      return new WorkerEvent.Failed(e.failure());
    } catch (CancellationException e) {
      return new WorkerEvent.Stopped(0);
    }
  }

  /** The worker's last word. */
  WorkerEvent export(WorkerCommand.ExportMix order) {
    MixFile.Order written =
        new MixFile.Order(
            new JobId(order.id()),
            order.target(),
            order.format(),
            new Practice(order.tempo(), order.semitones()).framesOf(order.frames()),
            order.tags(),
            order.title(),
            new Spool(order.spoolFolder()),
            order.overwrite());
    try (MixFile file = MixFile.create(written)) {
      Watch watch = watch(Phase.ENCODING);
      // floats hold what is above full scale; all else is lowered so far that nothing clips
      boolean measured = order.format() != OutputFormat.WAV32F;
      long total = written.frames() * (measured ? 2 : 1);
      float gain = 1;
      if (measured) {
        float[] peak = {0};
        render(
            order,
            watch,
            0,
            total,
            (stereo, frames) -> {
              for (int i = 0; i < 2 * frames; i++) {
                peak[0] = Math.max(peak[0], Math.abs(stereo[i]));
              }
            });
        gain = 1 / Math.max(1, peak[0]);
      }
      float factor = gain;
      render(
          order,
          watch,
          total - written.frames(),
          total,
          (stereo, frames) -> {
            for (int i = 0; i < 2 * frames; i++) {
              stereo[i] *= factor;
            }
            file.append(stereo, frames);
          });
      file.publish();
      return new WorkerEvent.MixExported(order.target(), gain);
    } catch (AudioException e) {
      return new WorkerEvent.Failed(e.failure());
    } catch (CancellationException e) {
      return new WorkerEvent.Stopped(0);
    } catch (IOException e) {
      return new WorkerEvent.Failed(
          new JobFailure.UnreadableAudio(
              "the stems cannot be read (" + e.getMessage() + ")", "Open the song again."));
    }
  }

  private interface Sink {
    void take(float[] stereo, int frames) throws AudioException;
  }

  private static void render(
      WorkerCommand.ExportMix order, Watch watch, long before, long total, Sink sink)
      throws IOException, AudioException {
    List<Gain> gains =
        order.gains().stream().map(gain -> new Gain(gain.left(), gain.right())).toList();
    try (SpoolStems source =
        new SpoolStems(new Spool(order.spoolFolder()), order.stems(), order.frames())) {
      source.ready(order.frames());
      Rendering rendering =
          Rendering.of(source, gains, new Practice(order.tempo(), order.semitones()));
      float[] piece = new float[2 * PIECE_FRAMES];
      long done = 0;
      while (!rendering.atEnd()) {
        int got = rendering.render(piece, PIECE_FRAMES);
        sink.take(piece, got);
        done += got;
        if (!watch.goOn(before + done, total)) {
          throw new CancellationException("the export was stopped");
        }
      }
    }
  }
}
