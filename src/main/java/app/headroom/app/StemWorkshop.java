package app.headroom.app;

import app.headroom.audio.Spool;
import app.headroom.job.JobFailure;
import app.headroom.job.JobId;
import app.headroom.player.Gain;
import app.headroom.player.SpoolStems;
import app.headroom.player.Waveform;
import app.headroom.player.WaveformReader;
import app.headroom.player.Workshop;
import app.headroom.protocol.Protocol;
import app.headroom.protocol.WorkerCommand;
import app.headroom.protocol.WorkerEvent;
import app.headroom.settings.Locations;
import app.headroom.supervisor.Errand;
import app.headroom.supervisor.WorkerProgram;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has stems decoded and mixes written by worker processes. What was decoded to be listened to lies
 * in one folder beside the jobs' spools; there is never more than one song in it, and none when the
 * program ends.
 */
final class StemWorkshop implements Workshop, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(StemWorkshop.class);

  private static final String LISTENING = "listening";

  private final WorkerProgram program;
  private final Locations locations;
  private final KeptWaveforms waveforms;
  private final Function<String, Layout> layouts;
  private final Path listening;
  private final ExportNotes exports;
  private @Nullable Errand unpacking;

  /**
   * @param layouts of models by their names; does not wait
   */
  StemWorkshop(
      WorkerProgram program,
      Locations locations,
      ExportNotes exports,
      KeptWaveforms waveforms,
      Function<String, Layout> layouts) {
    this.layouts = layouts;
    this.program = program;
    this.locations = locations;
    this.waveforms = waveforms;
    this.listening = locations.spool().resolve(LISTENING);
    delete(listening);
    this.exports = exports;
  }

  @Override
  public Layout layout(String model) {
    return layouts.apply(model);
  }

  @Override
  public Opened separating(JobId job, int stems, long totalFrames) {
    return opened(new Spool(locations.spool().resolve(job.value())), stems, totalFrames, Work.NONE);
  }

  private static Opened opened(Spool spool, int stems, long totalFrames, Work work) {
    return new Opened(
        new SpoolStems(spool, stems, totalFrames),
        new WaveformReader(spool, stems, totalFrames),
        spool.folder(),
        work);
  }

  @Override
  public synchronized Opened unpack(
      JobId job, List<Path> files, long totalFrames, Consumer<News> listener) throws IOException {
    endUnpacking();
    Path folder = listening.resolve(job.value());
    delete(listening);
    Files.createDirectories(folder);
    Opened opened = opened(new Spool(folder), files.size(), totalFrames, Work.NONE);
    Errand errand =
        Errand.start(
            program,
            locations.natives(),
            folder,
            new WorkerCommand.Unpack(Protocol.VERSION, files, totalFrames, folder),
            event -> {
              switch (event) {
                case WorkerEvent.Progress progress -> {
                  opened.stems().ready(progress.doneUnits());
                  listener.accept(news(progress));
                }
                case WorkerEvent.Unpacked unpacked -> {
                  opened.stems().ready(unpacked.frames());
                  listener.accept(new News.Done(1));
                }
                case WorkerEvent.Failed failed ->
                    listener.accept(new News.Failed(failed.failure()));
                case WorkerEvent.Stopped _ -> listener.accept(new News.Stopped());
                default -> {}
              }
            });
    unpacking = errand;
    Work work = () -> Thread.ofVirtual().start(() -> end(errand, folder));
    return new Opened(opened.stems(), opened.waveform(), folder, work);
  }

  private synchronized void end(Errand errand, Path folder) {
    if (unpacking == errand) {
      endUnpacking();
      delete(folder);
    }
  }

  private void endUnpacking() {
    if (unpacking != null) {
      unpacking.close();
      unpacking = null;
    }
  }

  private static News news(WorkerEvent.Progress progress) {
    return new News.Progress(
        progress.totalUnits() <= 0
            ? 0
            : Math.min(1, progress.doneUnits() / (double) progress.totalUnits()));
  }

  @Override
  public Optional<Waveform> waveform(JobId job) {
    return waveforms.of(job);
  }

  @Override
  public Work export(Export export, Consumer<News> listener) throws IOException {
    JobId id = JobId.random();
    ExportNotes.Note note = exports.begin(id, List.of(export.target()));
    if (note == null) {
      // nobody else has an id made by chance
      throw new IOException("the note of the export is locked by another program; try it again");
    }
    Consumer<News> end =
        news -> {
          note.end();
          listener.accept(news);
        };
    try {
      Errand errand =
          Errand.start(
              program,
              locations.natives(),
              locations.natives(),
              command(id, export),
              event -> {
                switch (event) {
                  case WorkerEvent.Progress progress -> listener.accept(news(progress));
                  case WorkerEvent.MixExported exported ->
                      end.accept(new News.Done(exported.gain()));
                  case WorkerEvent.Failed failed ->
                      end.accept(new News.Failed(plain(failed.failure())));
                  case WorkerEvent.Stopped _ -> end.accept(new News.Stopped());
                  default -> {}
                }
              });
      return errand::stop;
    } catch (IOException e) {
      note.end();
      throw e;
    }
  }

  private static WorkerCommand command(JobId id, Export export) {
    List<Gain> gains = export.mix().gains();
    return new WorkerCommand.ExportMix(
        Protocol.VERSION,
        id.value(),
        export.spool(),
        gains.size(),
        export.frames(),
        gains.stream().map(gain -> new WorkerCommand.StemGain(gain.left(), gain.right())).toList(),
        export.practice().tempo(),
        export.practice().semitones(),
        export.format(),
        export.target(),
        export.tags(),
        export.title(),
        export.overwrite());
  }

  /** A crash is written down here; the user is told that it happened. */
  private static JobFailure plain(JobFailure failure) {
    if (failure instanceof JobFailure.WorkerCrashed crashed) {
      LOG.warn("the process that writes a mix has crashed: {}", crashed);
    }
    return failure;
  }

  @Override
  public synchronized void close() {
    endUnpacking();
    delete(listening);
  }

  private static void delete(Path folder) {
    if (!Files.isDirectory(folder)) {
      return;
    }
    try (Stream<Path> tree = Files.walk(folder)) {
      for (Path each : tree.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(each);
      }
    } catch (IOException | UncheckedIOException e) {
      LOG.warn("what was unpacked to listen to cannot be deleted: {}", e.toString());
    }
  }
}
