package app.headroom.app;

import app.headroom.cli.SongFinder;
import app.headroom.queue.SourceProbe;
import app.headroom.ui.queue.SongSearch;
import java.nio.file.Path;
import java.util.List;

/** Finds and probes for the window as the command line does. */
record SongLookup(SourceProbe probe) implements SongSearch {

  @Override
  public Found find(List<Path> dropped) {
    SongFinder.Found found = SongFinder.find(dropped);
    return new Found(
        found.songs(),
        found.problems().stream()
            .map(problem -> new Refused(problem.path(), problem.what(), problem.remedy()))
            .toList(),
        found.skipped());
  }

  @Override
  public Probed probe(Path song) throws InterruptedException {
    return switch (probe.probe(song)) {
      case SourceProbe.Answer.Accepted accepted -> new Probed.Song(accepted.source());
      case SourceProbe.Answer.Rejected rejected -> new Probed.NoSong(rejected.why());
    };
  }
}
