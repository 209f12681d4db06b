package app.headroom.supervisor;

import app.headroom.queue.RunningWorker;
import app.headroom.testing.RecordingListener;
import app.headroom.testing.Workplace;
import java.nio.file.Path;

/** An application with a worker at work, to be killed. Says the worker's process id. */
final class ParentOfWorker {

  private ParentOfWorker() {}

  public static void main(String[] args) throws Exception {
    Workplace place = new Workplace(Path.of(args[0]));
    RecordingListener listener = new RecordingListener();
    RunningWorker worker = place.start(listener);
    worker.hold();
    listener.await("held ");
    System.out.println(worker.pid());
    System.out.flush();
    listener.awaitEnd();
  }
}
