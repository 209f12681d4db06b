package app.headroom.ui.queue;

import app.headroom.job.JobId;
import app.headroom.job.SeparationRequest;
import app.headroom.queue.Answer;
import app.headroom.queue.QueueCommand;
import app.headroom.queue.QueueDesk;
import app.headroom.queue.Submission;
import app.headroom.ui.common.FailureWords;
import app.headroom.ui.common.FxBridge;
import app.headroom.ui.queue.SongSearch.Found;
import app.headroom.ui.queue.SongSearch.Probed;
import app.headroom.ui.queue.SongSearch.Refused;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes what is dropped, pasted, chosen or handed over, looks at it on a thread of its own and adds
 * the songs to the queue. Tells on the FX thread how it goes. {@link #add} may be called from any
 * thread and returns at once.
 */
public final class SongIntake implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(SongIntake.class);

  /** So many songs are added at a time, so that the first rows are there soon. */
  private static final int BATCH = 16;

  private static final int MOST_REFUSED = 200;

  private final SongSearch search;
  private final Function<Path, SeparationRequest> requests;
  private final QueueDesk desk;
  private final FailureWords words;
  private final Consumer<Progress> progress;
  private final Consumer<JobId> firstAdded;
  private final Consumer<Report> reports;
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().name("song-intake").factory());

  /**
   * @param requests what is asked for, for a song; called on the intake's thread
   * @param progress called on the FX thread
   * @param firstAdded called on the FX thread with the first song of each {@link #add} that is
   *     taken
   * @param reports called on the FX thread, once for each {@link #add}
   */
  public SongIntake(
      SongSearch search,
      Function<Path, SeparationRequest> requests,
      QueueDesk desk,
      FailureWords words,
      FxBridge bridge,
      Consumer<Progress> progress,
      Consumer<JobId> firstAdded,
      Consumer<Report> reports) {
    this.search = search;
    this.requests = requests;
    this.desk = desk;
    this.words = words;
    this.progress = bridge.newest(progress);
    this.firstAdded = song -> bridge.execute(() -> firstAdded.accept(song));
    this.reports = report -> bridge.execute(() -> reports.accept(report));
  }

  /** How many of the songs that were found are looked at; both 0 when nothing is going on. */
  public record Progress(int done, int all) {}

  /**
   * @param skipped files below folders that have not the name of a sound
   * @param moreRefused how many more than {@code refused} names were refused
   */
  public record Report(int added, List<Refused> refused, int moreRefused, long skipped) {}

  public void add(List<Path> dropped) {
    List<Path> paths = List.copyOf(dropped);
    if (!paths.isEmpty()) {
      thread.execute(() -> take(paths));
    }
  }

  private void take(List<Path> paths) {
    Run run = new Run();
    try {
      Found found = search.find(paths);
      for (Refused file : found.refused()) {
        run.refuse(new Refused(file.file(), words.said(file.why()), words.said(file.remedy())));
      }
      List<Submission> batch = new ArrayList<>();
      int done = 0;
      for (Path song : found.songs()) {
        look(song, run, batch);
        progress.accept(new Progress(++done, found.songs().size()));
        if (batch.size() == BATCH) {
          submit(batch, run);
        }
      }
      submit(batch, run);
      reports.accept(new Report(run.added, run.refused, run.moreRefused, found.skipped()));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      LOG.error("what was dropped could not be taken", e);
      reports.accept(new Report(run.added, run.refused, run.moreRefused, 0));
    } finally {
      progress.accept(new Progress(0, 0));
    }
  }

  private void look(Path song, Run run, List<Submission> batch) throws InterruptedException {
    try {
      switch (search.probe(song)) {
        case Probed.Song found -> batch.add(new Submission(requests.apply(song), found.info()));
        case Probed.NoSong none ->
            run.refuse(new Refused(song, words.what(none.failure()), words.remedy(none.failure())));
      }
    } catch (IOException e) {
      // the job itself will tell what is wrong with the song
      LOG.warn("{} could not be probed", song, e);
      batch.add(new Submission(requests.apply(song), null));
    }
  }

  private void submit(List<Submission> batch, Run run) {
    if (batch.isEmpty()) {
      return;
    }
    List<Submission> songs = List.copyOf(batch);
    batch.clear();
    switch (desk.ask(new QueueCommand.Submit(songs)).join()) {
      case Answer.Submitted submitted -> submitted.songs().forEach(outcome -> count(outcome, run));
      case Answer.Unable unable ->
          songs.forEach(
              song ->
                  run.refuse(
                      new Refused(song.request().source(), words.said(unable.reason()), "")));
      case Answer.Done _ -> {}
    }
  }

  private void count(Answer.SongOutcome outcome, Run run) {
    switch (outcome) {
      case Answer.SongOutcome.Added added -> {
        if (run.added++ == 0) {
          firstAdded.accept(added.id());
        }
      }
      case Answer.SongOutcome.Rejected rejected ->
          run.refuse(
              new Refused(
                  rejected.request().source(),
                  words.what(rejected.why()),
                  words.remedy(rejected.why())));
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }

  private static final class Run {
    final List<Refused> refused = new ArrayList<>();
    int moreRefused;
    int added;

    void refuse(Refused file) {
      if (refused.size() < MOST_REFUSED) {
        refused.add(file);
      } else {
        moreRefused++;
      }
    }
  }
}
