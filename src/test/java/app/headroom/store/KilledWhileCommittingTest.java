package app.headroom.store;

import static org.assertj.core.api.Assertions.assertThat;

import app.headroom.queue.JobStore;
import java.io.BufferedReader;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A process that writes to the database all the time, and is ended by force. */
@Timeout(120)
class KilledWhileCommittingTest {

  private static final int KILLS = 6;
  private static final long SEED = 20261122;

  @TempDir private Path folder;

  @Test
  void whatWasCommittedIsThereWholeAndInPairs() throws Exception {
    Path file = folder.resolve("headroom.db");
    Random random = new Random(SEED);
    Set<String> committed = new HashSet<>();
    for (int kill = 1; kill <= KILLS; kill++) {
      Process process = StoreProcess.start("commit", file.toString());
      try (BufferedReader out = process.inputReader()) {
        int commits = 1 + random.nextInt(30);
        long nanos = random.nextLong(2_000_000);
        for (int i = 0; i < commits; i++) {
          remember(out.readLine(), committed);
        }
        long from = System.nanoTime();
        while (System.nanoTime() - from < nanos) {
          Thread.onSpinWait();
        }
        // not by the process itself, which would close the stream as well
        process.toHandle().destroyForcibly();
        for (String line = out.readLine(); line != null; line = out.readLine()) {
          remember(line, committed);
        }
      }
      assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();

      String what = "seed %d, kill %d".formatted(SEED, kill);
      SqliteStore.Opened opened = SqliteStore.open(file, Clock.systemUTC());
      try (JobStore store = opened.jobs()) {
        assertThat(opened.damaged()).as(what).isNull();
        Set<String> kept =
            store.jobs().stream().map(job -> job.id().value()).collect(Collectors.toSet());
        assertThat(kept).as(what).containsAll(committed);
        // all of a commit or nothing: at most the last one was not told any more
        assertThat(kept.size() % 2).as(what).isZero();
        committed.addAll(kept);
      }
      assertThat(integrity(file)).as(what).containsExactly("ok");
    }
    assertThat(committed).hasSizeGreaterThan(2 * KILLS);
  }

  /** A line that the kill has cut off says nothing. */
  private static void remember(String line, Set<String> committed) {
    List<String> ids = List.of(line.split(" ", -1));
    int whole = StoredJobs.waiting(0).id().value().length();
    if (ids.size() == 2 && ids.get(1).length() == whole) {
      committed.addAll(ids);
    }
  }

  private static List<String> integrity(Path file) throws SQLException {
    try (Connection connection = DatabaseFile.open(file);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("PRAGMA integrity_check")) {
      Set<String> lines = new HashSet<>();
      while (row.next()) {
        lines.add(row.getString(1));
      }
      return List.copyOf(lines);
    }
  }
}
