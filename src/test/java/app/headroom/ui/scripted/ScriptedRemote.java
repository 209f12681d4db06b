package app.headroom.ui.scripted;

import app.headroom.queue.Answer;
import app.headroom.queue.JobSnapshot;
import app.headroom.queue.QueueCommand;
import app.headroom.queue.QueueOwner;
import app.headroom.queue.RemoteQueue;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** A scripted queue that another process has open. */
public record ScriptedRemote(ScriptedQueue queue) implements RemoteQueue {

  @Override
  public QueueOwner owner() {
    return new QueueOwner(4711, Song.NOW, "headroom separate");
  }

  @Override
  public boolean ownerEnded() {
    return false;
  }

  @Override
  public List<JobSnapshot> jobs() {
    return queue.jobs();
  }

  @Override
  public CompletableFuture<Answer> ask(QueueCommand command) {
    return queue.ask(command);
  }

  @Override
  public void close() {}
}
