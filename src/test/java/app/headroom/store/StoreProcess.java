package app.headroom.store;

import app.headroom.queue.JobStore;
import app.headroom.queue.StoredJob;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/**
 * Another process at the store. {@code commit FILE} adds jobs without end, two a commit, and says
 * their ids when the commit has returned; {@code lock FILE ROLE} tries to get the lock, says what
 * came of it, and keeps it until its stdin ends.
 */
final class StoreProcess {

  private StoreProcess() {}

  static Process start(String... arguments) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                StoreProcess.class.getName()));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  public static void main(String[] args) throws IOException {
    Path file = Path.of(args[1]);
    switch (args[0]) {
      case "commit" -> {
        JobStore store = SqliteStore.open(file, Clock.systemUTC()).jobs();
        for (long place = store.jobs().size(); ; place += 2) {
          StoredJob one = StoredJobs.waiting(place);
          StoredJob other = StoredJobs.waiting(place + 1);
          store.commit(StoredJobs.saved(one, other));
          IO.println(one.id() + " " + other.id());
        }
      }
      case "lock" -> {
        switch (QueueLock.tryAcquire(file, args[2], StoredJobs.NOW)) {
          case QueueLock.Attempt.Acquired acquired -> {
            IO.println("acquired");
            while (System.in.read() >= 0) {
              // held
            }
            acquired.lock().close();
          }
          case QueueLock.Attempt.HeldBy(var owner) ->
              IO.println("held by " + owner.pid() + " " + owner.role());
        }
      }
      default -> throw new IllegalArgumentException(args[0]);
    }
  }
}
