package app.headroom.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import app.headroom.job.Music;
import app.headroom.job.OutputFormat;
import app.headroom.job.TrackTags;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jaudiotagger.audio.AudioFileIO;
import org.jaudiotagger.tag.FieldKey;
import org.jaudiotagger.tag.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NiStemFileTest {

  private static final int FRAMES = 100_003;
  private static final TrackTags TAGS =
      new TrackTags("Title", "Artist", "Album", null, "7", "1998", "Jazz");

  @TempDir Path folder;

  private NiStemFile.Order order(OutputFormat format, int rateHz, List<String> stems)
      throws Exception {
    Path song = Sounds.wav(folder.resolve("song.wav"), rateHz, 2, 24, Sounds.music(FRAMES, 2, 1));
    Spool spool = Sounds.spool(folder);
    Decoder.decode(song, spool, Watch.NONE);
    Files.write(spool.cover(), SilentVideo.picture(50));
    Map<String, Path> files = new LinkedHashMap<>();
    Map<String, NiStemFile.Look> looks = new LinkedHashMap<>();
    for (int i = 0; i < stems.size(); i++) {
      float[] samples = Sounds.music(FRAMES, 2, 10 + i);
      Path file = folder.resolve(stems.get(i) + "." + format.extension());
      files.put(stems.get(i), Sounds.encoded(file, format, rateHz, samples));
      looks.put(
          stems.get(i), new NiStemFile.Look(stems.get(i).toUpperCase(Locale.ROOT), "#00000" + i));
    }
    return new NiStemFile.Order(
        folder.resolve("song.stem.mp4"),
        song,
        spool,
        files,
        format,
        rateHz,
        FRAMES,
        0.5,
        looks,
        TAGS,
        new Music(97.6, "F#m"),
        "Title");
  }

  @ParameterizedTest
  @CsvSource({"WAV24, 44100, alac", "FLAC, 48000, alac", "WAV16, 96000, alac", "MP3, 44100, aac"})
  void itHoldsTheMixAndFourStems(OutputFormat format, int rateHz, String codec) throws Exception {
    NiStemFile.Order order = order(format, rateHz, List.of("drums", "bass", "other", "vocals"));

    NiStemFile.write(order, Watch.NONE);

    try (MediaInput input = MediaInput.open(order.file())) {
      assertThat(input.info().codec()).isEqualTo(codec);
      assertThat(input.info().sampleRateHz()).isEqualTo(rateHz == 48_000 ? 48_000 : 44_100);
      assertThat(input.stream().index()).as("what players take").isZero();
      assertThat(input.info().hasCover()).isTrue();
      assertThat(input.info().tags().title()).isEqualTo("Title");
      assertThat(input.info().tags().artist()).isEqualTo("Artist");
    }
    if (codec.equals("alac") && rateHz == 44_100) {
      float[] mix = Sounds.decoded(order.file(), folder);
      float[] song = Sounds.decoded(order.song(), folder);
      assertThat(mix).hasSameSizeAs(song);
      for (int i = 0; i < mix.length; i += 97) {
        assertThat(mix[i]).isCloseTo(song[i] / 2, within(1e-6f));
      }
    }
    assertThat(order.file().toFile().length()).isGreaterThan(50_000);
    Tag tag = AudioFileIO.readAs(order.file().toFile(), "m4a").getTag();
    assertThat(tag.getFirst(FieldKey.BPM)).isEqualTo("98");
    assertThat(tag.getFirst(FieldKey.KEY)).isEqualTo("F#m");
    assertThat(tag.getFirst(FieldKey.ALBUM)).isEqualTo("Album");
    assertThat(tag.getFirstArtwork().getBinaryData()).isEqualTo(SilentVideo.picture(50));
    assertThat(description(order.file()))
        .contains("\"mastering_dsp\":{\"compressor\":{\"enabled\":false")
        .endsWith(
            "\"version\":1,\"stems\":[{\"name\":\"DRUMS\",\"color\":\"#000000\"},"
                + "{\"name\":\"BASS\",\"color\":\"#000001\"},"
                + "{\"name\":\"OTHER\",\"color\":\"#000002\"},"
                + "{\"name\":\"VOCALS\",\"color\":\"#000003\"}]}");
  }

  @Test
  void moreThanFourStemsAreFourStems() throws Exception {
    NiStemFile.write(
        order(
            OutputFormat.WAV16,
            44_100,
            List.of("drums", "bass", "other", "vocals", "guitar", "piano", "residual")),
        Watch.NONE);
  }

  @Test
  void twoStemsAreNotEnough() {
    assertThatThrownBy(
            () ->
                NiStemFile.write(
                    order(OutputFormat.WAV16, 44_100, List.of("vocals", "no_vocals")), Watch.NONE))
        .isInstanceOf(IOException.class);
  }

  @Test
  void itIsBuiltAsARealOne() throws Exception {
    Path real = Sounds.falcon().resolveSibling("falcon.stem.mp4");
    NiStemFile.Order order =
        order(OutputFormat.WAV16, 44_100, List.of("drums", "bass", "other", "vocals"));
    NiStemFile.write(order, Watch.NONE);
    assertThat(kinds(order.file())).isEqualTo(kinds(real));
  }

  /** Streams, which of them are enabled, and what is in the user data. */
  private static List<String> kinds(Path file) throws IOException {
    List<String> kinds = new ArrayList<>();
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      Mp4Boxes boxes = new Mp4Boxes(channel);
      for (Mp4Boxes.Box part : boxes.children(Mp4Boxes.first(boxes.top(), "moov").orElseThrow())) {
        if (part.type().equals("trak")) {
          Mp4Boxes.Box header = Mp4Boxes.first(boxes.children(part), "tkhd").orElseThrow();
          kinds.add("trak " + (boxes.content(header).getInt(0) & 1));
        } else if (part.type().equals("udta")) {
          boxes.children(part).forEach(each -> kinds.add(each.type()));
        }
      }
    }
    return kinds;
  }

  private static String description(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      Mp4Boxes boxes = new Mp4Boxes(channel);
      Mp4Boxes.Box movie = Mp4Boxes.first(boxes.top(), "moov").orElseThrow();
      Mp4Boxes.Box userData = Mp4Boxes.first(boxes.children(movie), "udta").orElseThrow();
      Mp4Boxes.Box stem = Mp4Boxes.first(boxes.children(userData), "stem").orElseThrow();
      return StandardCharsets.UTF_8.decode(boxes.content(stem)).toString();
    }
  }

  @Test
  void boxesThatLieAboutTheirLengthAreRefused() throws Exception {
    Path file = folder.resolve("bad.mp4");
    for (byte[] bytes :
        List.of(
            new byte[] {0, 0, 0, 4, 'm', 'o', 'o', 'v'},
            new byte[] {0, 0, 1, 0, 'm', 'o', 'o', 'v'},
            new byte[] {0, 0, 0, 1, 'm', 'o', 'o', 'v', -1, -1, -1, -1, -1, -1, -1, -1})) {
      Files.write(file, bytes);
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
        assertThatThrownBy(() -> new Mp4Boxes(channel).top()).isInstanceOf(IOException.class);
      }
    }
  }
}
