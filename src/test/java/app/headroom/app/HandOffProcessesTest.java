package app.headroom.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import app.headroom.audio.AudioProbe;
import app.headroom.audio.MixFile;
import app.headroom.audio.Spool;
import app.headroom.audio.StemFrames;
import app.headroom.job.HandOff;
import app.headroom.job.JobFailure;
import app.headroom.job.JobId;
import app.headroom.job.Music;
import app.headroom.job.OutputFormat;
import app.headroom.job.TrackTags;
import app.headroom.queue.HandOffs;
import app.headroom.queue.HandOffs.News;
import app.headroom.settings.Locations;
import app.headroom.testing.Workplace;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Finished stems made into files for other programs, by real processes. */
class HandOffProcessesTest {

  private static final int FRAMES = 2 * 44_100 + 17;
  private static final List<String> STEMS = List.of("drums", "bass", "other", "vocals");
  private static final TrackTags TAGS =
      new TrackTags("Harbour Lights", "Marlow", "Ebb", null, "3", "2024", null);

  @TempDir private Path folder;
  private final BlockingQueue<News> news = new LinkedBlockingQueue<>();
  private @Nullable HandOffProcesses made;
  private Locations locations;
  private Path stems;

  @BeforeEach
  void open() throws Exception {
    locations = Locations.under(folder.resolve("home"));
    locations.create();
    Files.createDirectories(Workplace.NATIVES);
    Files.delete(locations.natives());
    Files.createSymbolicLink(locations.natives(), Workplace.NATIVES.toAbsolutePath());
    made = new HandOffProcesses(Workplace.program(), locations, notes());
    stems = Files.createDirectories(folder.resolve("Harbour Lights"));
  }

  @AfterEach
  void close() {
    if (made != null) {
      made.close();
    }
  }

  private ExportNotes notes() {
    return new ExportNotes(locations.data().resolve("exports"));
  }

  private static float sample(int stem, int frame) {
    return (float) (0.1 * Math.sin(2 * Math.PI * 220 * (stem + 1) * frame / 44_100));
  }

  private static Path sound(Path file, OutputFormat format, int frames, Set<Integer> parts)
      throws Exception {
    try (MixFile mix =
        MixFile.create(
            new MixFile.Order(
                JobId.random(),
                file,
                format,
                frames,
                TAGS,
                "Harbour Lights (Drums)",
                new Spool(file.resolveSibling("none")),
                false))) {
      float[] samples = new float[2 * frames];
      for (int i = 0; i < samples.length; i++) {
        for (int part : parts) {
          samples[i] += sample(part, i / 2);
        }
      }
      mix.append(samples, frames);
      mix.publish();
    }
    return file;
  }

  private Map<String, Path> stems(OutputFormat format) throws Exception {
    Map<String, Path> files = new LinkedHashMap<>();
    for (int i = 0; i < STEMS.size(); i++) {
      Path file = stems.resolve(STEMS.get(i) + "." + format.extension());
      files.put(STEMS.get(i), sound(file, format, FRAMES, Set.of(i)));
    }
    return files;
  }

  private HandOffs.Order order(
      @Nullable Path song, Map<String, Path> files, Set<HandOff> wanted, boolean overwrite) {
    return new HandOffs.Order(
        song, files, 0.5, TAGS, new Music(97.6, "F#m"), false, "song", wanted, overwrite);
  }

  private News make(HandOffs.Order order) throws InterruptedException {
    if (made == null) {
      throw new IllegalStateException("not open");
    }
    made.make(order, news::add);
    List<News> all = new ArrayList<>();
    while (true) {
      News next = news.poll(60, TimeUnit.SECONDS);
      assertThat(next).as("after " + all).isNotNull();
      if (!(next instanceof News.Progress)) {
        return next;
      }
      all.add(next);
    }
  }

  private static float[] first(Path file, int frames) throws Exception {
    float[] samples = new float[2 * frames];
    try (StemFrames reader = StemFrames.open(List.of(file), 44_100)) {
      assertThat(reader.read(samples, frames)).isEqualTo(frames);
    }
    return samples;
  }

  @Test
  void allThreeAreMadeBesideTheStemsAndNothingElse() throws Exception {
    Map<String, Path> files = stems(OutputFormat.WAV24);
    Path song =
        sound(folder.resolve("song.wav"), OutputFormat.WAV24, FRAMES, Set.of(0, 1, 2, 3, 7));

    News end = make(order(song, files, EnumSet.allOf(HandOff.class), false));

    assertThat(end)
        .isEqualTo(
            new News.Made(
                Map.of(
                    HandOff.NISTEM,
                    stems.resolve("song.stem.mp4"),
                    HandOff.REAPER,
                    stems.resolve("song.rpp"),
                    HandOff.DAWPROJECT,
                    stems.resolve("song.dawproject")),
                ""));
    assertThat(Workplace.filesBelow(stems))
        .containsExactlyInAnyOrder(
            "bass.wav",
            "drums.wav",
            "other.wav",
            "song.dawproject",
            "song.rpp",
            "song.stem.mp4",
            "vocals.wav");
    float[] mix = first(stems.resolve("song.stem.mp4"), 1000);
    for (int i = 0; i < mix.length; i += 7) {
      float all = 0;
      for (int part : List.of(0, 1, 2, 3, 7)) {
        all += sample(part, i / 2);
      }
      assertThat(mix[i]).as("the song at the stems' level").isCloseTo(all / 2, within(1e-4f));
    }
    assertThat(AudioProbe.probe(stems.resolve("song.stem.mp4")).tags().title())
        .isEqualTo("Harbour Lights");
    assertThat(Files.readString(stems.resolve("song.rpp")))
        .contains("TEMPO 97.6", "FILE \"drums.wav\"", "NAME \"Vocals\"");
  }

  @Test
  void withoutTheSongOrWithAnotherTheMixIsTheSumOfTheStems() throws Exception {
    Map<String, Path> files = stems(OutputFormat.FLAC);
    Path shorter = sound(folder.resolve("song.wav"), OutputFormat.WAV24, FRAMES / 2, Set.of(7));
    for (Path song : List.of(folder.resolve("gone.wav"), shorter)) {
      News end = make(order(song, files, EnumSet.of(HandOff.NISTEM), true));

      assertThat(end).isInstanceOf(News.Made.class);
      float[] mix = first(stems.resolve("song.stem.mp4"), 1000);
      for (int i = 0; i < mix.length; i += 7) {
        float all = sample(0, i / 2) + sample(1, i / 2) + sample(2, i / 2) + sample(3, i / 2);
        assertThat(mix[i]).isCloseTo(all, within(1e-4f));
      }
    }
  }

  @Test
  void aFileInTheWayStaysUnlessItMayBeReplaced() throws Exception {
    Map<String, Path> files = stems(OutputFormat.WAV16);
    Path mine = Files.writeString(stems.resolve("song.rpp"), "mine");

    News refused = make(order(null, files, EnumSet.allOf(HandOff.class), false));
    assertThat(refused).isEqualTo(new News.Failed(new JobFailure.OutputExists(mine)));
    assertThat(mine).hasContent("mine");
    assertThat(Workplace.filesBelow(stems)).hasSize(5);

    assertThat(make(order(null, files, EnumSet.of(HandOff.REAPER), true)))
        .isInstanceOf(News.Made.class);
    assertThat(Files.readString(mine)).startsWith("<REAPER_PROJECT");
  }

  @Test
  void whatCannotBeMadeIsSaidAndTheOtherIsMade() throws Exception {
    Map<String, Path> two = new LinkedHashMap<>(stems(OutputFormat.WAV16));
    two.keySet().retainAll(Set.of("drums", "bass"));

    News some = make(order(null, two, EnumSet.of(HandOff.NISTEM, HandOff.REAPER), false));
    assertThat(some)
        .isEqualTo(
            new News.Made(
                Map.of(HandOff.REAPER, stems.resolve("song.rpp")),
                "Its NI stem file was not made: it needs drums, bass, other and vocals."));

    News none = make(order(null, two, EnumSet.of(HandOff.NISTEM), false));
    assertThat(none).isInstanceOf(News.Failed.class);
    try (var left = Files.list(stems)) {
      assertThat(left.map(Path::getFileName).map(Path::toString))
          .noneMatch(name -> name.startsWith(".headroom"));
    }
  }

  @Test
  void whileAnotherMakesFilesOfTheSameStemsItIsSaidSo() throws Exception {
    Map<String, Path> files = stems(OutputFormat.WAV16);
    HandOffs.Order order = order(null, files, Set.of(HandOff.REAPER), false);
    String seed = "hand-offs " + files.get("drums");
    JobId id = new JobId(UUID.nameUUIDFromBytes(seed.getBytes(StandardCharsets.UTF_8)).toString());
    ExportNotes.Note other =
        Objects.requireNonNull(notes().begin(id, List.of(stems.resolve("song.rpp"))));
    assertThat(make(order).toString()).contains("are being made already");
    other.end();
    assertThat(make(order)).isInstanceOf(News.Made.class);
    assertThat(Workplace.filesBelow(locations.data().resolve("exports"))).isEmpty();
  }

  @Test
  void stemsThatAreGoneAreSaidSo() throws Exception {
    News end =
        make(
            order(null, Map.of("drums", stems.resolve("drums.wav")), Set.of(HandOff.REAPER), true));
    assertThat(end.toString())
        .contains("its stem " + stems.resolve("drums.wav"), "Export the folder");
  }

  @Test
  void aStemThatIsDamagedIsNamed() throws Exception {
    Map<String, Path> files = stems(OutputFormat.FLAC);
    Path damaged = Objects.requireNonNull(files.get("drums"));
    byte[] bytes = Files.readAllBytes(damaged);
    Arrays.fill(bytes, bytes.length / 2, bytes.length, (byte) 0x5a);
    Files.write(damaged, bytes);

    News end = make(order(null, files, EnumSet.of(HandOff.REAPER), false));

    assertThat(end).isInstanceOf(News.Failed.class);
    assertThat(end.toString()).contains(damaged.toString(), "damaged", "Export the folder");
    assertThat(Workplace.filesBelow(stems)).hasSize(STEMS.size());
  }

  @Test
  void theCommandLineMakesThemOfAFolder() throws Exception {
    stems(OutputFormat.MP3);
    Path home = homeOf("cli");
    try (ProgramProcess program =
        ProgramProcess.start(
            home, "export", stems.toString(), "--for", "nistem,dawproject", "--json")) {
      assertThat(program.exitCode()).as(program.err.toString()).isZero();
      assertThat(program.events())
          .singleElement()
          .satisfies(
              event -> {
                assertThat(event.get("event").asText()).isEqualTo("exported");
                assertThat(event.get("files").properties()).hasSize(2);
              });
    }
    Path file = stems.resolve("Harbour Lights.stem.mp4");
    assertThat(AudioProbe.probe(file).codec()).isEqualTo("aac");
    assertThat(AudioProbe.probe(file).tags().title()).isEqualTo("Harbour Lights");
    assertThat(stems.resolve("Harbour Lights.dawproject")).isNotEmptyFile();

    try (ProgramProcess again =
        ProgramProcess.start(home, "export", stems.toString(), "--for", "dawproject")) {
      assertThat(again.exitCode()).isEqualTo(1);
      assertThat(again.err.toString()).contains("exists");
    }
  }

  @Test
  void whatIsKilledWithTheProgramIsClearedUpByTheNextCommand() throws Exception {
    for (int i = 0; i < STEMS.size(); i++) {
      // long enough not to be made before the program is ended
      sound(stems.resolve(STEMS.get(i) + ".wav"), OutputFormat.WAV16, 180 * 44_100, Set.of(i));
    }
    Path home = homeOf("killed");
    try (ProgramProcess program =
        ProgramProcess.start(home, "export", stems.toString(), "--for", "nistem")) {
      await(() -> !hidden().isEmpty());
      // a worker that has the time for it ends by itself, and clears up
      List<ProcessHandle> workers = program.stopped();
      program.kill();
      assertThat(workers).isNotEmpty().allMatch(ProcessHandle::destroyForcibly);
      assertThat(program.endedWithin(TimeUnit.SECONDS.toNanos(60))).isTrue();
    }
    assertThat(hidden()).as("left behind").hasSize(1);
    Path foreign = Files.createDirectory(stems.resolve(".headroom-" + JobId.random()));
    Path notes = home.resolve("exports");
    // a command does not wait for it, and may end between the folder and its note
    for (int i = 0; i < 10 && hidden().size() + Workplace.filesBelow(notes).size() > 1; i++) {
      try (ProgramProcess next = ProgramProcess.start(home, "queue", "list")) {
        assertThat(next.exitCode()).as(next.err.toString()).isZero();
      }
    }
    assertThat(hidden()).containsExactly(foreign);
    assertThat(Workplace.filesBelow(notes)).isEmpty();
    assertThat(Workplace.filesBelow(stems)).hasSize(STEMS.size());
  }

  private List<Path> hidden() throws IOException {
    try (var files = Files.list(stems)) {
      return files
          .filter(file -> file.getFileName().toString().startsWith(".headroom-"))
          .filter(Files::isDirectory)
          .toList();
    }
  }

  private interface Condition {
    boolean holds() throws IOException;
  }

  private static void await(Condition condition) throws Exception {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(120);
    while (!condition.holds()) {
      assertThat(System.nanoTime()).as("in time").isLessThan(deadline);
      TimeUnit.MILLISECONDS.sleep(5);
    }
  }

  @Test
  void theCommandLineSaysWhatIsNoSong() throws Exception {
    Path home = homeOf("cli");
    try (ProgramProcess program =
        ProgramProcess.start(home, "export", "deadbeef", stems.toString(), "--for", "reaper")) {
      assertThat(program.exitCode()).isEqualTo(1);
      assertThat(program.err)
          .anyMatch(line -> line.contains("deadbeef is neither a folder nor a job"))
          .anyMatch(line -> line.contains("no stems lie in"));
    }
  }

  private Path homeOf(String name) throws IOException {
    Path home = Files.createDirectories(folder.resolve(name));
    Files.createSymbolicLink(home.resolve("natives"), Workplace.NATIVES.toAbsolutePath());
    return home;
  }
}
