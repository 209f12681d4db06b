package app.headroom.worker;

import app.headroom.audio.AudioException;
import app.headroom.audio.AudioProbe;
import app.headroom.protocol.WorkerCommand;
import app.headroom.protocol.WorkerEvent;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/** Answers one probe after another, until the application has no more. */
final class Probing {

  private static final int MAX_WAITING = 16;

  private final Events events;
  private final BlockingQueue<WorkerCommand.Probe> waiting = new ArrayBlockingQueue<>(MAX_WAITING);

  Probing(Events events) {
    this.events = events;
  }

  /** On the reader's thread. */
  boolean take(WorkerCommand command) throws InterruptedException {
    if (command instanceof WorkerCommand.Probe probe) {
      waiting.put(probe);
      return true;
    }
    return false;
  }

  /** Never returns; the process ends when its commands do. */
  void run(WorkerCommand.Probe first) throws InterruptedException {
    for (WorkerCommand.Probe probe = first; ; probe = waiting.take()) {
      events.say(answer(probe));
    }
  }

  private static WorkerEvent answer(WorkerCommand.Probe probe) {
    try {
      return new WorkerEvent.Probed(
          probe.requestId(), AudioProbe.probe(probe.source(), probe.cover()));
    } catch (AudioException e) {
      return new WorkerEvent.ProbeFailed(probe.requestId(), e.failure());
    }
  }
}
