package app.headroom.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.headroom.job.JobFailure;
import app.headroom.job.JobState;
import app.headroom.queue.JobStore;
import app.headroom.queue.StoreException;
import app.headroom.queue.StoredJob;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Old, new and damaged databases. */
class SqliteStoreTest {

  private static final InstantSource CLOCK = InstantSource.fixed(StoredJobs.NOW);

  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void name() {
    file = folder.resolve("headroom.db");
  }

  @Test
  void whatIsKeptIsFoundAgain() {
    List<StoredJob> jobs = new ArrayList<>();
    for (JobState state :
        List.of(
            new JobState.Waiting(),
            new JobState.Running(StoredJobs.NOW),
            new JobState.Paused(),
            new JobState.Parked("memory at 90 %"),
            new JobState.Failed(new JobFailure.DiskFull(folder, 5, 3)),
            new JobState.Cancelled())) {
      jobs.add(StoredJobs.in(state, jobs.size()));
    }
    try (JobStore store = open().jobs()) {
      store.commit(StoredJobs.saved(jobs.toArray(StoredJob[]::new)));
    }
    try (JobStore store = open().jobs()) {
      assertThat(store.jobs()).isEqualTo(jobs);
    }
  }

  // ---- damage

  @Test
  void aRowThatCannotBeReadIsCountedAndStaysWhereItIs() throws Exception {
    keepJobs(3);
    String id = jobs().get(1).id().value();
    try (Connection connection = DatabaseFile.open(file);
        Statement statement = connection.createStatement()) {
      statement.execute("UPDATE jobs SET state = 'flying' WHERE id = '" + id + "'");
    }
    try (JobStore store = open().jobs()) {
      assertThat(store.jobs()).hasSize(2);
      assertThat(store.unreadableJobs()).containsExactly(id);
    }
    try (Connection connection = DatabaseFile.open(file);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT count(*) FROM jobs")) {
      assertThat(row.getInt(1)).isEqualTo(3);
    }
  }

  @Test
  void aRequestWithoutItsOverlapCannotBeRead() throws Exception {
    keepJobs(2);
    String id = jobs().get(1).id().value();
    execute("UPDATE jobs SET request = json_remove(request, '$.overlap') WHERE id = '" + id + "'");
    try (JobStore store = open().jobs()) {
      assertThat(store.jobs()).hasSize(1);
      assertThat(store.unreadableJobs()).containsExactly(id);
    }
  }

  @Test
  void aDatabaseThatLacksATableIsKeptAsideAndReported() throws Exception {
    keepJobs(2);
    execute("DROP TABLE receipts");
    execute("DROP TABLE jobs");
    SqliteStore.Opened opened = open();
    assertThat(opened.damaged()).isNotNull();
    try (JobStore store = opened.jobs()) {
      assertThat(store.jobs()).isEmpty();
      store.commit(StoredJobs.saved(StoredJobs.waiting(1)));
    }
    assertThat(jobs()).hasSize(1);
  }

  @Test
  void aFileThatIsNoDatabaseIsKeptAsideAndReported() throws Exception {
    Files.writeString(file, "These are words.\n".repeat(1000));
    Files.writeString(folder.resolve("headroom.db-wal"), "its log");
    SqliteStore.Opened opened = open();
    try (JobStore store = opened.jobs()) {
      assertThat(store.jobs()).isEmpty();
      store.commit(StoredJobs.saved(StoredJobs.waiting(1)));
    }
    Path aside = folder.resolve("headroom.db.corrupt-20261122-050000");
    assertThat(opened.damaged()).isEqualTo(aside);
    assertThat(aside).hasContent("These are words.\n".repeat(1000));
    assertThat(aside.resolveSibling(aside.getFileName() + "-wal")).hasContent("its log");
    assertThat(jobs()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.3, 0.5, 0.9})
  void pagesThatTheDiskHasLostAreNoticed(double where) throws Exception {
    keepJobs(300);
    byte[] damaged = Files.readAllBytes(file);
    int from = (int) (damaged.length * where) / 4096 * 4096;
    java.util.Arrays.fill(damaged, from, from + 4096, (byte) 0x5a);
    Files.write(file, damaged);
    SqliteStore.Opened opened = open();
    try (JobStore store = opened.jobs()) {
      assertThat(store.jobs()).isEmpty();
    }
    assertThat(opened.damaged()).isNotNull().hasBinaryContent(damaged);
  }

  @Test
  void aFileThatWasCutOffIsNoticed() throws Exception {
    keepJobs(300);
    try (RandomAccessFile cut = new RandomAccessFile(file.toFile(), "rw")) {
      cut.setLength(cut.length() / 2);
    }
    SqliteStore.Opened opened = open();
    opened.jobs().close();
    assertThat(opened.damaged()).isNotNull().exists();
  }

  @Test
  void aSecondDamagedFileOfTheSameSecondHasANameOfItsOwn() throws Exception {
    List<Path> aside = new ArrayList<>();
    for (String words : List.of("one", "two")) {
      Files.writeString(file, words.repeat(5000));
      SqliteStore.Opened opened = open();
      opened.jobs().close();
      aside.add(opened.damaged());
      Files.delete(file);
    }
    assertThat(aside).doesNotHaveDuplicates();
    assertThat(aside.get(0)).hasContent("one".repeat(5000));
    assertThat(aside.get(1)).hasContent("two".repeat(5000));
  }

  @Test
  void whatCannotBeReadForAnotherReasonStaysWhereItIs() throws Exception {
    Files.createDirectory(file);
    assertThatThrownBy(this::open).isInstanceOf(StoreException.class).hasMessageContaining("db");
    assertThat(file).isDirectory();
  }

  // ---- versions

  @Test
  void aNewerVersionIsRefusedAndLeftAsItIs() throws Exception {
    keepJobs(3);
    execute("PRAGMA user_version = 99");
    byte[] before = Files.readAllBytes(file);
    assertThatThrownBy(this::open)
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("newer version of Headroom")
        .hasMessageContaining("99")
        .hasMessageContaining("start that one, or update this one");
    assertThat(file).hasBinaryContent(before);
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).noneMatch(other -> other.toString().contains("corrupt"));
    }
  }

  @Test
  void aNewerVersionMayHaveOtherTables() throws Exception {
    keepJobs(1);
    execute("DROP TABLE receipts");
    execute("PRAGMA user_version = 99");
    assertThatThrownBy(this::open)
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("newer version of Headroom");
    assertThat(file).exists();
  }

  @Test
  void whoOnlyLooksLeavesTheLogWhereItIs() throws Exception {
    Path copy = Files.createDirectory(folder.resolve("copy")).resolve("headroom.db");
    Path log = copy.resolveSibling("headroom.db-wal");
    keepJobs(1);
    try (Connection writer = DatabaseFile.open(file);
        Statement statement = writer.createStatement()) {
      statement.executeUpdate("UPDATE jobs SET place = place + 1");
      Files.copy(file, copy);
      Files.copy(file.resolveSibling(file.getFileName() + "-wal"), log);
    }
    byte[] before = Files.readAllBytes(copy);
    byte[] logBefore = Files.readAllBytes(log);
    assertThat(logBefore).isNotEmpty();
    SqliteStore.requireKnown(copy);
    assertThat(copy).hasBinaryContent(before);
    assertThat(log).hasBinaryContent(logBefore);
  }

  /** Of each version that was ever kept there is a file with a job in every state. */
  static IntStream olderVersions() {
    return IntStream.rangeClosed(1, Migrations.ofProgram().latest());
  }

  @ParameterizedTest
  @MethodSource("olderVersions")
  void everyVersionIsRead(int version) throws Exception {
    try (Connection connection = DatabaseFile.open(file);
        Statement statement = connection.createStatement()) {
      for (String sql : resource("version-" + version + ".sql").split(";\\R", -1)) {
        if (!sql.isBlank()) {
          statement.executeUpdate(sql);
        }
      }
    }
    SqliteStore.Opened opened = open();
    try (JobStore store = opened.jobs()) {
      assertThat(opened.damaged()).isNull();
      assertThat(store.jobs())
          .extracting(job -> job.state().getClass().getSimpleName())
          .containsExactly(
              "Waiting", "Running", "Paused", "Parked", "Finished", "Failed", "Cancelled");
      assertThat(store.openAttempts()).hasSize(1);
      assertThat(opened.costs().costs()).hasSize(1);
      List<StoredJob> jobs = store.jobs();
      store.commit(StoredJobs.saved(jobs.toArray(StoredJob[]::new)));
      assertThat(store.jobs()).isEqualTo(jobs);
    }
    try (Connection connection = DatabaseFile.open(file)) {
      assertThat(Migrations.version(connection)).isEqualTo(Migrations.ofProgram().latest());
    }
  }

  @Test
  void stepsAreTakenFromWhereverTheDatabaseStands() throws Exception {
    List<String> steps =
        List.of(
            "CREATE TABLE song (name TEXT);\nINSERT INTO song VALUES ('one');\n",
            "ALTER TABLE song ADD COLUMN length INTEGER;\nUPDATE song SET length = 7;\n",
            "CREATE INDEX songs ON song (length);\n");
    for (int from = 0; from <= steps.size(); from++) {
      Path each = folder.resolve("from-" + from + ".db");
      try (Connection connection = DatabaseFile.open(each)) {
        new Migrations(steps.subList(0, from)).apply(connection);
        new Migrations(steps).apply(connection);
        assertThat(Migrations.version(connection)).isEqualTo(3);
        try (Statement statement = connection.createStatement();
            var row = statement.executeQuery("SELECT name || length FROM song")) {
          assertThat(row.getString(1)).isEqualTo("one7");
        }
      }
    }
  }

  @Test
  void aStepThatFailsLeavesTheDatabaseAsItWas() throws Exception {
    List<String> steps = List.of("CREATE TABLE song (name TEXT);\n", "DROP TABLE nothing;\n");
    try (Connection connection = DatabaseFile.open(file)) {
      assertThatThrownBy(() -> new Migrations(steps).apply(connection))
          .isInstanceOf(SQLException.class);
      assertThat(Migrations.version(connection)).isZero();
      new Migrations(steps.subList(0, 1)).apply(connection);
      assertThat(Migrations.version(connection)).isEqualTo(1);
    }
  }

  // ----

  private SqliteStore.Opened open() {
    return SqliteStore.open(file, CLOCK);
  }

  private List<StoredJob> jobs() {
    try (JobStore store = SqliteStore.open(file, Clock.systemUTC()).jobs()) {
      return store.jobs();
    }
  }

  private void keepJobs(int number) {
    try (JobStore store = open().jobs()) {
      store.commit(
          StoredJobs.saved(
              IntStream.range(0, number).mapToObj(StoredJobs::waiting).toArray(StoredJob[]::new)));
    }
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection = DatabaseFile.open(file);
        Statement statement = connection.createStatement()) {
      statement.executeUpdate(sql);
    }
  }

  private static String resource(String name) throws IOException {
    try (var in = SqliteStoreTest.class.getResourceAsStream(name)) {
      assertThat(in).as(name + ", the captured database of a version").isNotNull();
      return new String(in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    }
  }
}
