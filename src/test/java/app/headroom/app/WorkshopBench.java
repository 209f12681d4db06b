package app.headroom.app;

import static org.assertj.core.api.Assertions.assertThat;

import app.headroom.job.JobId;
import app.headroom.player.Workshop;
import app.headroom.player.Workshop.News;
import app.headroom.settings.Locations;
import app.headroom.testing.Workplace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** The player's workshop with real worker processes, and what it says. */
final class WorkshopBench implements AutoCloseable {

  final Locations locations;
  private final BlockingQueue<News> news = new LinkedBlockingQueue<>();
  private StemWorkshop workshop;

  WorkshopBench(Path folder) throws IOException {
    locations = Locations.under(folder.resolve("home"));
    locations.create();
    Files.createDirectories(Workplace.NATIVES);
    Files.delete(locations.natives());
    Files.createSymbolicLink(locations.natives(), Workplace.NATIVES.toAbsolutePath());
    workshop = open();
  }

  private StemWorkshop open() {
    ExportNotes exports = new ExportNotes(locations.data().resolve("exports"));
    exports.clearUp();
    return new StemWorkshop(
        Workplace.program(),
        locations,
        exports,
        KeptWaveforms.in(locations),
        model -> new Workshop.Layout(List.of(), 1));
  }

  /** As the program's next start does. */
  void reopen() {
    workshop.close();
    workshop = open();
  }

  Workshop.Opened unpack(List<Path> files, long frames) throws IOException {
    return workshop.unpack(JobId.random(), files, frames, news::add);
  }

  void export(Workshop.Export export) throws IOException {
    Workshop.Work _ = workshop.export(export, news::add);
  }

  News next() throws InterruptedException {
    News next = news.poll(60, TimeUnit.SECONDS);
    assertThat(next).as("in a minute").isNotNull();
    return next;
  }

  /** After all progress. */
  News last() throws InterruptedException {
    News next = next();
    while (next instanceof News.Progress) {
      next = next();
    }
    return next;
  }

  @Override
  public void close() {
    workshop.close();
  }
}
