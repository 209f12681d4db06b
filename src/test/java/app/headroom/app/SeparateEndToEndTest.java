package app.headroom.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import app.headroom.bench.SynthesisedSong;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code headroom separate} as a process, on real and on bad files, with the real model. */
@Tag("slow")
class SeparateEndToEndTest {

  private static final Set<String> STEMS = Set.of("drums", "bass", "other", "vocals");

  @TempDir private Path temp;
  private Path home;
  private Path songs;
  private Path out;

  @BeforeEach
  void prepare() throws Exception {
    Path folder = temp.toRealPath();
    home = folder.resolve("home");
    songs = Files.createDirectories(folder.resolve("songs"));
    out = folder.resolve("out");
    ProgramProcess.lendModel(home);
  }

  @Test
  void badFilesAreNamedAndTheOthersAreDone() throws Exception {
    Set<String> mustBeDone = new TreeSet<>();
    Set<String> mustFail = new TreeSet<>();
    for (String name :
        List.of(
            "good.wav",
            "-dash.wav",
            "new\nline.wav",
            "it's \"quoted\".wav",
            "🎸 naïve.wav",
            "x".repeat(246) + ".wav")) {
      SynthesisedSong.write(songs.resolve(name), 2);
      mustBeDone.add(name);
    }
    OddSongs odd = new OddSongs(songs);
    mustBeDone.add(odd.silence());
    mustFail.addAll(odd.withoutSound());
    odd.mayFail();
    if (Ffmpeg.isHere()) {
      odd.cutOff(songs.resolve("good.wav"));
      mustFail.addAll(odd.encryptedOrWithoutSound(songs.resolve("good.wav")));
    }

    try (ProgramProcess program =
        ProgramProcess.start(
            home,
            "separate",
            songs.toString(),
            songs.resolve("missing.wav").toString(),
            "--out",
            out.toString(),
            "--json",
            "--segment",
            "1.3",
            "--precision",
            "int8")) {
      assertThat(program.exitCode()).as(String.join("\n", program.err)).isEqualTo(1);

      Map<String, JsonNode> last = lastEvents(program);
      mustFail.add("missing.wav");
      assertThat(namesOf(last, "finished")).containsAll(mustBeDone);
      assertThat(namesOf(last, "failed")).containsAll(mustFail);
      Set<String> every = new TreeSet<>(names(songs));
      every.add("missing.wav");
      assertThat(last.keySet()).isEqualTo(every);

      assertThat(program.err).hasSize(namesOf(last, "failed").size());
      last.forEach((name, event) -> assertOneLineAbout(name, event, program.err));
      assertOnlyFinishedStemsIn(out, last);
    }
    assertNothingIsLeft();
  }

  @Test
  void aFolderThatCannotBeWrittenIsSaidBeforeTheWork() throws Exception {
    Path song = songs.resolve("song.wav");
    SynthesisedSong.write(song, 1);
    Files.writeString(out, "a file where the folder should be");

    try (ProgramProcess program =
        ProgramProcess.start(
            home, "separate", song.toString(), "--out", out.toString(), "--json")) {
      assertThat(program.exitCode()).isEqualTo(1);
      JsonNode last = last(program, "song.wav");
      assertThat(last.path("code").asText()).isEqualTo("output-not-writable");
    }
    assertThat(out).hasContent("a file where the folder should be");
    assertNothingIsLeft();
  }

  @Test
  void whatExistsIsNotReplacedUnlessAsked() throws Exception {
    Path song = songs.resolve("song.wav");
    SynthesisedSong.write(song, 1);
    Path folder = Files.createDirectories(out.resolve("htdemucs/song"));
    Path mine = folder.resolve("drums.wav");
    Files.writeString(mine, "mine");

    try (ProgramProcess program = separate(song)) {
      assertThat(program.exitCode()).isEqualTo(1);
      assertThat(last(program, "song.wav").path("code").asText()).isEqualTo("output-exists");
    }
    assertThat(mine).hasContent("mine");
    assertThat(names(folder)).containsExactly("drums.wav");

    try (ProgramProcess program = separate(song, "--overwrite")) {
      assertThat(program.exitCode()).as(program.err.toString()).isZero();
    }
    assertThat(Files.size(mine)).isGreaterThan(4 * 44_100);
  }

  @Test
  void interruptedItKeepsItsPlaceAndTheSameCommandGoesOn() throws Exception {
    Path song = songs.resolve("song.wav");
    SynthesisedSong.write(song, 15);
    Path whole = temp.toRealPath().resolve("whole");
    try (ProgramProcess program = separate(song, "--out", whole.toString())) {
      assertThat(program.exitCode()).as(program.err.toString()).isZero();
    }

    try (ProgramProcess program = separate(song)) {
      program.await(
          event ->
              event.path("phase").asText().equals("separating")
                  && event.path("share").asDouble() > 0.3);
      List<ProcessHandle> workers = program.descendants();
      // as a terminal does it: everyone is told
      interrupt(program.pid());
      for (ProcessHandle worker : workers) {
        interrupt(worker.pid());
      }
      assertThat(program.exitCode()).isEqualTo(130);
      assertThat(program.err).anyMatch(line -> line.contains("The same command goes on"));
      assertThat(workers).isNotEmpty();
      for (ProcessHandle worker : workers) {
        worker.onExit().get(60, TimeUnit.SECONDS);
      }
    }
    assertThat(out.resolve("htdemucs/song")).doesNotExist();

    try (ProgramProcess program = separate(song)) {
      assertThat(program.exitCode()).as(program.err.toString()).isZero();
      JsonNode last = last(program, "song.wav");
      assertThat(last.path("resumes").asInt()).as("went on from its place").isPositive();
    }
    for (String stem : STEMS) {
      assertThat(out.resolve("htdemucs/song/" + stem + ".wav"))
          .hasSameBinaryContentAs(whole.resolve("htdemucs/song/" + stem + ".wav"));
    }
    assertNothingIsLeft();
  }

  @Test
  void aSecondCommandLeavesItsSongsToTheFirst() throws Exception {
    Path longer = songs.resolve("longer.wav");
    SynthesisedSong.write(longer, 12);
    Path shorter = songs.resolve("shorter.wav");
    SynthesisedSong.write(shorter, 2);

    try (ProgramProcess first = separate(longer)) {
      first.await(event -> event.path("event").asText().equals("running"));
      try (ProgramProcess second = separate(shorter)) {
        assertThat(second.exitCode()).as(second.err.toString()).isZero();
        assertThat(second.err).anyMatch(line -> line.contains("another Headroom"));
        assertThat(last(second, "shorter.wav").path("event").asText()).isEqualTo("finished");
      }
      assertThat(first.exitCode()).as(first.err.toString()).isZero();
    }
    assertThat(names(out.resolve("htdemucs"))).containsExactly("longer", "shorter");
    assertNothingIsLeft();
  }

  @Test
  void theQueueOutlivesItsCommands() throws Exception {
    Path song = songs.resolve("song.wav");
    SynthesisedSong.write(song, 1);
    try (ProgramProcess add =
        ProgramProcess.start(home, "queue", "add", song.toString(), "--out", out.toString())) {
      assertThat(add.exitCode()).as(add.err.toString()).isZero();
    }
    String id;
    try (ProgramProcess list = ProgramProcess.start(home, "queue", "list", "--json")) {
      assertThat(list.exitCode()).isZero();
      JsonNode job = list.events().getFirst();
      assertThat(job.path("state").asText()).isEqualTo("waiting");
      id = job.path("job").asText();
    }
    try (ProgramProcess pause = ProgramProcess.start(home, "queue", "pause", id.substring(0, 8))) {
      assertThat(pause.exitCode()).as(pause.err.toString()).isZero();
    }
    try (ProgramProcess run = ProgramProcess.start(home, "queue", "run", "--json")) {
      assertThat(run.exitCode()).as(run.err.toString()).isZero();
      assertThat(out).doesNotExist();
    }
    try (ProgramProcess resume = ProgramProcess.start(home, "queue", "resume", "--all")) {
      assertThat(resume.exitCode()).as(resume.err.toString()).isZero();
    }
    try (ProgramProcess run = ProgramProcess.start(home, "queue", "run", "--json")) {
      assertThat(run.exitCode()).as(run.err.toString()).isZero();
      assertThat(last(run, "song.wav").path("event").asText()).isEqualTo("finished");
    }
    try (ProgramProcess clear = ProgramProcess.start(home, "queue", "clear")) {
      assertThat(clear.exitCode()).isZero();
    }
    try (ProgramProcess list = ProgramProcess.start(home, "queue", "list", "--json")) {
      assertThat(list.exitCode()).isZero();
      assertThat(list.out).isEmpty();
    }
    assertNothingIsLeft();
  }

  @Test
  void copiesInEveryFormatGiveStemsOfTheLengthThatFfmpegDecodes() throws Exception {
    assumeTrue(Ffmpeg.isHere(), "SKIPPED: no ffmpeg program to compare with");
    Path original = temp.toRealPath().resolve("original.wav");
    SynthesisedSong.write(original, 4);
    Map<String, Long> frames = new TreeMap<>();
    for (String extension : List.of("wav", "flac", "mp3", "m4a", "opus")) {
      Path copy = songs.resolve(extension + " copy." + extension);
      Ffmpeg.run("-i", original.toString(), copy.toString());
      Path decoded = temp.resolve(extension + ".raw");
      Ffmpeg.run(
          "-i", copy.toString(), "-ar", "44100", "-ac", "2", "-f", "s16le", decoded.toString());
      frames.put(extension + " copy", Files.size(decoded) / 4);
    }

    try (ProgramProcess program = separate(songs, "--format", "wav16")) {
      assertThat(program.exitCode()).as(program.err.toString()).isZero();
    }
    Map<String, Long> stems = new TreeMap<>();
    for (String copy : frames.keySet()) {
      Path raw = temp.resolve(copy + ".stem.raw");
      Path stem = out.resolve("htdemucs").resolve(copy).resolve("vocals.wav");
      Ffmpeg.run("-i", stem.toString(), "-f", "s16le", raw.toString());
      stems.put(copy, Files.size(raw) / 4);
    }
    assertThat(stems).isEqualTo(frames);
  }

  // ---- processes

  private ProgramProcess separate(Path what, String... more) throws IOException {
    List<String> arguments =
        new ArrayList<>(List.of("separate", what.toString(), "--json", "--segment", "1.3"));
    if (!List.of(more).contains("--out")) {
      arguments.addAll(List.of("--out", out.toString()));
    }
    arguments.addAll(List.of("--precision", "int8"));
    arguments.addAll(List.of(more));
    return ProgramProcess.start(home, arguments.toArray(String[]::new));
  }

  private static void interrupt(long pid) throws Exception {
    new ProcessBuilder("kill", "-INT", Long.toString(pid)).start().waitFor();
  }

  // ---- what came of it

  private static Map<String, JsonNode> lastEvents(ProgramProcess program) {
    Map<String, JsonNode> last = new LinkedHashMap<>();
    for (JsonNode event : program.events()) {
      if (event.has("file")) {
        last.put(Path.of(event.path("file").asText()).getFileName().toString(), event);
      }
    }
    last.forEach(
        (name, event) ->
            assertThat(event.path("event").asText()).as(name).isIn("finished", "failed"));
    return last;
  }

  private static JsonNode last(ProgramProcess program, String name) {
    return Objects.requireNonNull(lastEvents(program).get(name), name);
  }

  private static Set<String> namesOf(Map<String, JsonNode> events, String kind) {
    Set<String> names = new TreeSet<>();
    events.forEach(
        (name, event) -> {
          if (event.path("event").asText().equals(kind)) {
            names.add(name);
          }
        });
    return names;
  }

  private static void assertOneLineAbout(String name, JsonNode event, List<String> err) {
    String shown = name.replace("\n", "\\n");
    long lines = err.stream().filter(line -> line.contains("/" + shown + ": ")).count();
    boolean failed = event.path("event").asText().equals("failed");
    assertThat(lines).as(name + " in " + err).isEqualTo(failed ? 1 : 0);
    if (failed) {
      assertThat(event.path("code").asText()).as(name).isNotBlank();
      assertThat(event.path("what").asText()).as(name).isNotBlank();
      assertThat(event.path("remedy").asText()).as(name).endsWith(".");
    } else {
      assertThat(event.path("stems").properties().stream().map(Map.Entry::getKey))
          .containsExactlyInAnyOrderElementsOf(STEMS);
      assertThat(event.path("seconds").asDouble()).isPositive();
      assertThat(event.path("audioSeconds").asDouble()).isPositive();
      assertThat(event.path("segments").asLong()).isPositive();
      assertThat(event.path("peakMemoryBytes").asLong()).isGreaterThan(100_000_000);
    }
  }

  private static void assertOnlyFinishedStemsIn(Path out, Map<String, JsonNode> last)
      throws IOException {
    Set<Path> stems = new TreeSet<>();
    for (JsonNode event : last.values()) {
      event.path("stems").forEach(stem -> stems.add(Path.of(stem.asText())));
    }
    try (Stream<Path> files = Files.walk(out)) {
      assertThat(files.filter(Files::isRegularFile)).containsExactlyInAnyOrderElementsOf(stems);
    }
  }

  private void assertNothingIsLeft() throws IOException {
    assertThat(names(home.resolve("spool"))).isEmpty();
    if (Files.isDirectory(out)) {
      try (Stream<Path> files = Files.walk(out)) {
        assertThat(files.filter(file -> file.getFileName().toString().startsWith("."))).isEmpty();
      }
    }
  }

  private static Set<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }
}
