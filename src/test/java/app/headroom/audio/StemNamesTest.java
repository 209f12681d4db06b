package app.headroom.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import app.headroom.job.JobFailure;
import app.headroom.job.SeparationRequest;
import app.headroom.job.TrackTags;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StemNamesTest {

  private static final TrackTags TAGS =
      new TrackTags("Take Five", "Dave Brubeck", "Time Out", null, "3", "1959-12-14", "Jazz");

  private static StemNames.Song song(String track) {
    return new StemNames.Song("htdemucs", track, TAGS, "wav");
  }

  private static String name(String template, String track) throws AudioException {
    return StemNames.parse(template).fileOf("vocals", song(track)).toString();
  }

  @Test
  void demucsLayoutIsTheDefault() throws Exception {
    assertThat(name(SeparationRequest.DEFAULT_NAME_TEMPLATE, "falcon"))
        .isEqualTo("htdemucs/falcon/vocals.wav");
  }

  @Test
  void everyPlaceholder() throws Exception {
    assertThat(
            name(
                "{artist}/{album} ({year}, {genre})/{tracknumber} {title} - {stem} by"
                    + " {albumartist}.{ext}",
                "x"))
        .isEqualTo("Dave Brubeck/Time Out (1959, Jazz)/03 Take Five - vocals by Dave Brubeck.wav");
    assertThat(
            StemNames.parse("{artist}/{album}/{year}/{genre}/{tracknumber} {title} {stem}.{ext}")
                .fileOf("bass", new StemNames.Song("m", "file", TrackTags.NONE, "mp3"))
                .toString())
        .isEqualTo("Unknown Artist/Unknown Album/Unknown Year/Unknown Genre/00 file bass.mp3");
  }

  @Test
  void extensionIsAddedWhereItLacks() throws Exception {
    assertThat(name("{track} {stem}", "a")).isEqualTo("a vocals.wav");
    assertThat(name("{ext}\\{stem}", "a")).isEqualTo("wav/vocals.wav");
    assertThat(name("./{track}/{stem}", "a")).isEqualTo("a/vocals.wav");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "vocals.wav",
        "{track}.{ext}",
        "{stem}/{composer}.{ext}",
        "{stem",
        "stem}",
        "{}{stem}",
        "{stem}/{{track}}",
        "/etc/{stem}.{ext}",
        "\\\\server\\{stem}",
        "../{stem}.{ext}",
        "a/../../{stem}",
        "a/ .. /{stem}",
        ".//{stem}",
        "a/./{stem}",
        "a//{stem}",
        "{stem}/"
      })
  void whatCannotBeMeantIsRefused(String template) {
    AudioException e = catchThrowableOfType(AudioException.class, () -> StemNames.parse(template));
    assertThat(e).as("refusal of " + template).isNotNull();
    assertThat(e.failure()).isInstanceOf(JobFailure.InvalidRequest.class);
    assertThat(e.failure().remedy()).contains("tracknumber");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "a/b\\c, a_b_c",
        "what? <why> \"x\" *|:, what_ _why_ _x_ ___",
        "CON, CON_",
        "nul.song, nul_.song",
        "com1, com1_",
        "Lpt9 .x, Lpt9_ .x",
        "aux, aux_",
        "console, console",
        "dots..., dots",
        "..., _",
        ".., _",
        "...And Oceans, _..And Oceans",
        ".hidden, _hidden",
        "-dash, -dash",
        "'$(rm -rf) `` ;&', '$(rm -rf) `` ;&'",
        "🦅👩‍🚀 ünï, 🦅👩‍🚀 ünï",
        "~, ~"
      })
  void namesAreLegalEverywhere(String track, String expected) throws Exception {
    assertThat(name("{track}/{stem}.{ext}", track)).isEqualTo(expected + "/vocals.wav");
  }

  @Test
  void controlCharactersAndTricksOfDirectionGo() throws Exception {
    assertThat(name("{track}/{stem}", "a\nb\r\tc\0d\u2028e\u202egpj.exe\u0085\ud800"))
        .isEqualTo("a_b__c_d_e_gpj.exe__/vocals.wav");
  }

  @Test
  void longNamesAreCutButKeepStemAndExtension() throws Exception {
    for (String unit : new String[] {"x", "ü", "漢", "🦅", "👩‍🚀"}) {
      String track = unit.repeat(250);
      String file = name("{track} - {stem}.{ext}", track);
      assertThat(file).startsWith(unit).endsWith(" - vocals.wav");
      assertThat(file.getBytes(StandardCharsets.UTF_8)).hasSizeBetween(240, 255);
      assertThat(file).doesNotContain("?");
      String nested = name("{title} {track}/{track} {title} {stem}.{ext}", track);
      for (Path component : Path.of(nested)) {
        assertThat(component.toString().getBytes(StandardCharsets.UTF_8))
            .hasSizeLessThanOrEqualTo(255);
      }
    }
  }

  /** Whatever a tag says, the file is made, below its folder. */
  @Test
  void anyTextMakesAFile(@TempDir Path folder) throws Exception {
    long seed = 20261122;
    Random random = new Random(seed);
    StemNames names = StemNames.parse("{artist}/{track}/{title}{stem}.{ext}");
    String alphabet = "ab. /\\:*?\"<>|\0\n\t\u007f\u0085\u202e\ud83e\udd85\ud800漢CONnul-~$%{}";
    for (int round = 0; round < 300; round++) {
      String[] texts = new String[3];
      for (int i = 0; i < texts.length; i++) {
        StringBuilder text = new StringBuilder();
        int length = random.nextInt(random.nextBoolean() ? 6 : 400);
        for (int j = 0; j < length; j++) {
          text.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        texts[i] = text.toString();
      }
      TrackTags tags = new TrackTags(texts[0], texts[1], null, null, null, null, null);
      Path relative = names.fileOf("vocals", new StemNames.Song("m", texts[2], tags, "flac"));
      assertThat(relative.isAbsolute()).as("seed " + seed + " round " + round).isFalse();
      assertThat(relative.getNameCount()).as("seed " + seed + " round " + round).isEqualTo(3);
      Path file = folder.resolve(relative);
      assertThat(file.normalize()).as("seed " + seed + " round " + round).isEqualTo(file);
      assertThat(file.getFileName().toString()).endsWith("vocals.flac");
      Files.createDirectories(file.getParent());
      Files.writeString(file, "x");
    }
  }

  @Test
  void trackIsTheFileNameWithoutItsExtension() {
    assertThat(StemNames.Song.of("m", Path.of("/a/My.Song.mp3"), TAGS, "wav").track())
        .isEqualTo("My.Song");
    assertThat(StemNames.Song.of("m", Path.of("/a/.hidden"), TAGS, "wav").track())
        .isEqualTo(".hidden");
    assertThat(StemNames.Song.of("m", Path.of("/"), TAGS, "wav").track()).isEqualTo("track");
  }
}
