package app.headroom.queue;

/** Starts job processes; implemented by {@code supervisor}. */
public interface WorkerLauncher {

  /**
   * Starts a worker for the order and returns at once. All that becomes of it is told to {@code
   * listener}, on threads of the launcher's own; the last call is always {@link
   * WorkerListener#ended}, exactly once, also when the process could not be started.
   */
  RunningWorker launch(WorkOrder order, WorkerListener listener);
}
