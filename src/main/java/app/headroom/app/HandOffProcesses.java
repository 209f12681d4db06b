package app.headroom.app;

import app.headroom.audio.ExportPlan;
import app.headroom.job.JobFailure;
import app.headroom.job.JobId;
import app.headroom.protocol.Protocol;
import app.headroom.protocol.WorkerCommand;
import app.headroom.protocol.WorkerEvent;
import app.headroom.queue.HandOffs;
import app.headroom.settings.Locations;
import app.headroom.supervisor.Errand;
import app.headroom.supervisor.WorkerProgram;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One process for each song, one after the other, in the order in which they were asked for. */
final class HandOffProcesses implements HandOffs {

  private static final Logger LOG = LoggerFactory.getLogger(HandOffProcesses.class);

  /** Of songs that wait; the list itself holds no more. */
  private static final int MOST_WAITING = 10_000;

  private final WorkerProgram program;
  private final Locations locations;
  private final ExportNotes exports;
  private final Queue<Wanted> waiting = new ArrayDeque<>();
  private boolean busy;
  private @Nullable Errand errand;
  private boolean closed;

  private record Wanted(JobId id, Order order, Consumer<News> listener) {}

  HandOffProcesses(WorkerProgram program, Locations locations, ExportNotes exports) {
    this.program = program;
    this.locations = locations;
    this.exports = exports;
  }

  @Override
  public void make(Order order, Consumer<News> listener) {
    boolean full;
    synchronized (this) {
      full = closed || waiting.size() >= MOST_WAITING;
      if (!full) {
        waiting.add(new Wanted(id(order), order, listener));
      }
    }
    Thread.ofVirtual().name("hand-offs").start(full ? () -> refuse(listener) : this::next);
  }

  private static void refuse(Consumer<News> listener) {
    listener.accept(
        new News.Failed(
            new JobFailure.InvalidRequest("the program is busy", "Try it again later.")));
  }

  private synchronized void next() {
    while (!busy && !closed) {
      Wanted wanted = waiting.poll();
      if (wanted == null) {
        return;
      }
      try {
        start(wanted);
      } catch (IOException e) {
        wanted.listener.accept(
            new News.Failed(new JobFailure.WorkerCrashed(-1, String.valueOf(e.getMessage()))));
      }
    }
  }

  private synchronized void start(Wanted wanted) throws IOException {
    Order order = wanted.order;
    ExportNotes.Note note =
        exports.begin(
            wanted.id,
            List.copyOf(
                ExportPlan.handOffs(order.stems(), order.track(), order.wanted()).values()));
    if (note == null) {
      wanted.listener.accept(
          new News.Failed(
              new JobFailure.InvalidRequest(
                  "files of these stems are being made already", "Try it again later.")));
      return;
    }
    try {
      busy = true;
      errand =
          Errand.start(
              program,
              locations.natives(),
              locations.natives(),
              command(wanted.id, order),
              new Ear(wanted, note));
    } catch (IOException e) {
      busy = false;
      note.end();
      throw e;
    }
  }

  /** The same for the same stems, so that nobody else makes files of them at the same time. */
  private static JobId id(Order order) {
    String stems = "hand-offs " + order.stems().values().iterator().next();
    return new JobId(UUID.nameUUIDFromBytes(stems.getBytes(StandardCharsets.UTF_8)).toString());
  }

  private static WorkerCommand command(JobId id, Order order) {
    return new WorkerCommand.MakeHandOffs(
        Protocol.VERSION,
        id.value(),
        order.song(),
        order.stems(),
        order.gain(),
        order.tags(),
        order.music(),
        order.tagMusic(),
        order.track(),
        order.wanted(),
        order.overwrite());
  }

  private synchronized void done() {
    busy = false;
    errand = null;
    next();
  }

  /** On a thread of the errand's. */
  private final class Ear implements Consumer<WorkerEvent> {
    private final Wanted wanted;
    private final ExportNotes.Note note;
    private final List<String> notes = new ArrayList<>();

    Ear(Wanted wanted, ExportNotes.Note note) {
      this.wanted = wanted;
      this.note = note;
    }

    @Override
    public void accept(WorkerEvent event) {
      switch (event) {
        case WorkerEvent.Progress(var _, long doneUnits, long totalUnits) ->
            wanted.listener.accept(
                new News.Progress(
                    totalUnits <= 0 ? 0 : Math.min(1, doneUnits / (double) totalUnits)));
        case WorkerEvent.Noted(String text) when notes.size() < 3 -> notes.add(text);
        case WorkerEvent.HandedOff(var files) ->
            last(new News.Made(files, String.join(" ", notes)));
        case WorkerEvent.Failed(JobFailure failure) -> {
          if (failure instanceof JobFailure.WorkerCrashed) {
            LOG.warn("the process that makes files for other programs has ended: {}", failure);
          }
          last(new News.Failed(failure));
        }
        case WorkerEvent.Stopped _ ->
            last(new News.Failed(new JobFailure.InvalidRequest("it was stopped", "Try it again.")));
        default -> {}
      }
    }

    private void last(News news) {
      note.end();
      try {
        wanted.listener.accept(news);
      } finally {
        done();
      }
    }
  }

  @Override
  public void close() {
    Errand running;
    synchronized (this) {
      closed = true;
      waiting.clear();
      running = errand;
    }
    if (running != null) {
      running.finish();
    }
  }
}
