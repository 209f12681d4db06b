package app.headroom.audio;

import static org.assertj.core.api.Assertions.assertThat;

import app.headroom.job.ClipMode;
import app.headroom.job.JobId;
import app.headroom.job.Music;
import app.headroom.job.OutputFormat;
import app.headroom.job.OutputRate;
import app.headroom.job.Residual;
import app.headroom.job.SourceInfo;
import app.headroom.job.Stem;
import app.headroom.job.StemSelection;
import app.headroom.job.TrackTags;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.jaudiotagger.audio.AudioFileIO;
import org.jaudiotagger.tag.FieldKey;
import org.jaudiotagger.tag.Tag;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class TagsTest {

  private static final TrackTags TAGS =
      new TrackTags("Fålcon 🦅", "Ärtist", "Album", "Various", "7", "1998", "Jazz");

  @TempDir Path folder;

  /** A song with tags and cover, as a user's file has them. */
  private Path song(
      OutputFormat format, TrackTags tags, byte @Nullable [] cover, @Nullable String title)
      throws IOException {
    CoverArt art = cover == null ? null : new CoverArt(cover, "image/png");
    Path file = folder.resolve("song." + format.extension());
    int rateHz = Encoding.rateHz(format, 44_100);
    Map<String, String> byFfmpeg =
        format == OutputFormat.OPUS && title != null
            ? TagCarrier.metadata(tags, Music.UNKNOWN, art, title)
            : Map.of();
    try (FileEncoder stem =
        FileEncoder.create(
            file,
            Encoding.of(format),
            rateHz,
            Encoding.muxerOptions(format, rateHz, 1000),
            byFfmpeg)) {
      stem.append(Sounds.music(20_000, 2, 1), 20_000);
      stem.finish();
    }
    if (format != OutputFormat.OPUS && title != null) {
      TagCarrier.write(file, format, tags, Music.UNKNOWN, art, title);
    }
    return file;
  }

  /** Separates into two stems that are no stems, and gives the first one's file. */
  private Path exported(Path song, OutputFormat format, List<String> notes)
      throws IOException, AudioException {
    Spool spool = Sounds.spool(folder);
    DecodedSource source = Decoder.decode(song, spool, Watch.NONE);
    StemPeaks peaks;
    try (StemWriter writer = StemWriter.create(spool, 2)) {
      writer.append(new float[(int) source.frames() * 4], (int) source.frames());
      peaks = writer.peaks();
    }
    Path output = Files.createTempDirectory(folder, "out");
    Path file = output.resolve("vocals." + format.extension());
    StemExport.Exported exported =
        StemExport.write(
            new StemExport.Order(
                JobId.random(),
                song,
                spool,
                source,
                List.of(Stem.VOCALS, Stem.OTHER),
                peaks,
                StemSelection.isolate(Stem.VOCALS),
                Residual.NONE,
                format,
                ClipMode.RESCALE,
                OutputRate.HZ_44100,
                "song",
                Music.UNKNOWN,
                output,
                Map.of("vocals", file, "no_vocals", output.resolve("rest." + format.extension())),
                false,
                2),
            Watch.NONE);
    Publisher.publish(exported.publication());
    notes.addAll(source.notes());
    notes.addAll(exported.notes());
    return file;
  }

  @ParameterizedTest
  @EnumSource
  void tagsAndCoverOfAnySourceAreRead(OutputFormat format) throws Exception {
    byte[] cover = SilentVideo.picture(100);
    Path song = song(format, TAGS, cover, Objects.requireNonNull(TAGS.title()));

    SourceInfo info = AudioProbe.probe(song);
    assertThat(info.tags()).isEqualTo(TAGS);
    assertThat(info.hasCover()).isTrue();

    Spool spool = Sounds.spool(folder);
    Decoder.decode(song, spool, Watch.NONE);
    assertThat(spool.cover()).hasBinaryContent(cover);
  }

  @ParameterizedTest
  @EnumSource
  void stemsCarryThemWithTheirNameInTheTitle(OutputFormat format) throws Exception {
    byte[] cover = SilentVideo.picture(100);
    Path song = song(OutputFormat.FLAC, TAGS, cover, Objects.requireNonNull(TAGS.title()));
    List<String> notes = new ArrayList<>();

    Path stem = exported(song, format, notes);

    assertThat(notes).isEmpty();
    assertThat(AudioProbe.probe(stem).tags())
        .isEqualTo(
            new TrackTags("Fålcon 🦅 (Vocals)", "Ärtist", "Album", "Various", "7", "1998", "Jazz"));
    Spool spool = Sounds.spool(folder);
    Decoder.decode(stem, spool, Watch.NONE);
    assertThat(spool.cover()).hasBinaryContent(cover);
    assertThat(AudioProbe.probe(stem.resolveSibling("rest." + format.extension())).tags().title())
        .isEqualTo("Fålcon 🦅 (Instrumental)");
  }

  @ParameterizedTest
  @EnumSource
  void aSongWithoutTagsGivesItsNameAsTitle(OutputFormat format) throws Exception {
    List<String> notes = new ArrayList<>();
    Path stem = exported(song(OutputFormat.WAV16, TrackTags.NONE, null, null), format, notes);
    assertThat(notes).isEmpty();
    TrackTags tags = AudioProbe.probe(stem).tags();
    assertThat(tags.title()).isEqualTo("song (Vocals)");
    assertThat(tags.artist()).isNull();
    assertThat(AudioProbe.probe(stem).hasCover()).isFalse();
  }

  /** A file of four gigabytes takes too long; what would be different is tried on a small one. */
  @ParameterizedTest
  @EnumSource(names = "OPUS", mode = EnumSource.Mode.EXCLUDE)
  void tempoAndKeyAreWrittenOnRequest(OutputFormat format) throws Exception {
    Path file = song(format, TAGS, null, "T");
    TagCarrier.write(file, format, TAGS, new Music(97.6, "F#m"), null, "T");
    Tag tag = AudioFileIO.readAs(file.toFile(), format.extension()).getTagOrCreateDefault();
    assertThat(tag.getFirst(FieldKey.BPM)).isEqualTo("98");
    assertThat(tag.getFirst(FieldKey.KEY)).isEqualTo("F#m");
  }

  @Test
  void rf64IsTaggedByFfmpeg() throws Exception {
    assertThat(StemExport.taggedByFfmpeg(OutputFormat.WAV32F, 500_000_000)).isFalse();
    assertThat(StemExport.taggedByFfmpeg(OutputFormat.WAV32F, 540_000_000)).isTrue();
    assertThat(StemExport.taggedByFfmpeg(OutputFormat.WAV16, 540_000_000)).isFalse();
    CoverArt cover = new CoverArt(SilentVideo.picture(10), "image/png");
    Path file = folder.resolve("big.wav");
    try (FileEncoder encoder =
        FileEncoder.create(
            file,
            Encoding.of(OutputFormat.WAV16),
            44_100,
            Map.of("rf64", "always"),
            TagCarrier.metadata(TAGS, Music.UNKNOWN, cover, "Title (Vocals)"))) {
      encoder.append(new float[2000], 1000);
      encoder.finish();
    }
    StemCheck.check(file, Encoding.of(OutputFormat.WAV16), 44_100, 1000);
    assertThat(AudioProbe.probe(file).tags().title()).isEqualTo("Title (Vocals)");
    assertThat(AudioProbe.probe(file).tags().artist()).isEqualTo("Ärtist");
  }

  /** Whatever the tags say, the stems are made. */
  @ParameterizedTest
  @EnumSource
  void oddTagsDoNoHarm(OutputFormat format) throws Exception {
    TrackTags odd =
        new TrackTags("t".repeat(1000), "漢".repeat(900), "\"'<&>", "=;/", "B2", "MMXX", "(17)");
    Path song = song(OutputFormat.FLAC, odd, null, Objects.requireNonNull(odd.title()));
    List<String> notes = new ArrayList<>();
    Path stem = exported(song, format, notes);
    assertThat(notes).isEmpty();
    assertThat(AudioProbe.probe(stem).tags().artist()).isEqualTo(odd.artist());
  }

  @Test
  void aHugeCoverIsLeftOutWithANote() throws Exception {
    int side = (int) Math.sqrt(CoverArt.MAX_BYTES / 3.0) + 100;
    Path song =
        song(
            OutputFormat.MP3,
            TAGS,
            SilentVideo.picture(side),
            Objects.requireNonNull(TAGS.title()));
    List<String> notes = new ArrayList<>();
    Path stem = exported(song, OutputFormat.MP3, notes);
    assertThat(notes).singleElement().asString().startsWith("Its cover is left out");
    assertThat(AudioProbe.probe(stem).hasCover()).isFalse();
    assertThat(AudioProbe.probe(stem).tags().artist()).isEqualTo("Ärtist");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\nb\u0007c", "\u0000", "   ", "\ufffd"})
  void valuesAreCleaned(String raw) {
    String cleaned = SourceTags.clean(raw);
    assertThat(cleaned).isEqualTo(raw.startsWith("a") ? "a b c" : null);
  }

  @Test
  void valuesAreBoundedWithoutCuttingACharacter() {
    assertThat(SourceTags.clean("🦅".repeat(2000))).hasSize(TrackTags.MAX_CHARS).endsWith("🦅");
    assertThat(SourceTags.clean("x" + "🦅".repeat(2000))).hasSize(TrackTags.MAX_CHARS - 1);
  }

  @Test
  void stemsHaveNames() {
    assertThat(TagCarrier.titleOf("T", "vocals")).isEqualTo("T (Vocals)");
    assertThat(TagCarrier.titleOf("T", "no_drums")).isEqualTo("T (No Drums)");
    assertThat(TagCarrier.titleOf("T", "no_vocals")).isEqualTo("T (Instrumental)");
  }

  @Test
  void probingLeavesThePictureAsItIs(@TempDir Path own) throws Exception {
    byte[] picture = new byte[5_000];
    new Random(3).nextBytes(picture);
    System.arraycopy(new byte[] {(byte) 0xff, (byte) 0xd8, (byte) 0xff}, 0, picture, 0, 3);
    Path song = own.resolve("song.flac");
    Sounds.encoded(song, OutputFormat.FLAC, 44_100, Sounds.music(5_000, 2, 1));
    Path cover = own.resolve("cover");

    assertThat(AudioProbe.probe(song, cover).hasCover()).isFalse();
    assertThat(cover).doesNotExist();
    TagCarrier.write(
        song,
        OutputFormat.FLAC,
        TrackTags.NONE,
        Music.UNKNOWN,
        new CoverArt(picture, "image/jpeg"),
        "Title");
    assertThat(AudioProbe.probe(song, cover).hasCover()).isTrue();
    assertThat(cover).hasBinaryContent(picture);
  }
}
