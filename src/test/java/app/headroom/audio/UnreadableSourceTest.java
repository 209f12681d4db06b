package app.headroom.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import app.headroom.job.JobFailure;
import app.headroom.job.OutputFormat;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class UnreadableSourceTest {

  private static final float[] SONG = Sounds.music(50_000, 2, 1);

  @TempDir Path folder;
  private Spool spool;

  @BeforeEach
  void makeSpool() throws Exception {
    spool = Sounds.spool(folder);
  }

  private JobFailure failure(Path file) {
    AudioException e =
        catchThrowableOfType(AudioException.class, () -> Decoder.decode(file, spool, Watch.NONE));
    assertThat(e).as("failure for " + file.getFileName()).isNotNull();
    assertThat(e.failure().remedy()).endsWith(".");
    return e.failure();
  }

  private void assertUnreadable(Path file, String what) {
    assertThat(failure(file)).isInstanceOf(JobFailure.UnreadableAudio.class);
    assertThat(failure(file).what()).contains(what);
  }

  @Test
  void missing() {
    assertThat(failure(folder.resolve("nowhere.wav"))).isInstanceOf(JobFailure.SourceMissing.class);
  }

  @Test
  void empty() throws Exception {
    assertUnreadable(Files.createFile(folder.resolve("empty.wav")), "the file is empty");
  }

  @Test
  void folderInsteadOfFile() throws Exception {
    assertUnreadable(Files.createDirectory(folder.resolve("album.mp3")), "this is a folder");
  }

  @Test
  void linkToItself() throws Exception {
    Path link = folder.resolve("loop.wav");
    assertUnreadable(Files.createSymbolicLink(link, link), "a link that leads nowhere");
  }

  @Test
  void textRenamed() throws Exception {
    Path shortText = Files.writeString(folder.resolve("short.mp3"), "Lyrics, not a song.\n");
    Path longText =
        Files.writeString(folder.resolve("long.mp3"), "La la la, la.\n".repeat(100_000));
    assertUnreadable(shortText, "this is not a sound file");
    assertUnreadable(longText, "this is not a sound file");
  }

  @Test
  void noise() throws Exception {
    byte[] noise = new byte[200_000];
    new Random(7).nextBytes(noise);
    for (String extension : new String[] {"mp3", "flac", "wav", "m4a", "ogg", "aac"}) {
      Path file = Files.write(folder.resolve("noise." + extension), noise);
      assertThat(failure(file)).isInstanceOf(JobFailure.UnreadableAudio.class);
    }
  }

  @Test
  void noSamples() throws Exception {
    Path file = Sounds.wav(folder.resolve("zero.wav"), 44_100, 2, 16, new float[0]);
    assertUnreadable(file, "not a single sample");
  }

  @Test
  void headerOnly() throws Exception {
    for (OutputFormat format :
        new OutputFormat[] {OutputFormat.FLAC, OutputFormat.AAC, OutputFormat.WAV16}) {
      Path file = Sounds.encoded(folder.resolve("a." + format.extension()), format, 44_100, SONG);
      Path cut = folder.resolve("cut." + format.extension());
      Files.write(cut, Arrays.copyOf(Files.readAllBytes(file), 24));
      assertUnreadable(cut, "its header is broken, or the file is cut off");
    }
  }

  /** Its index lies at the end and is gone. */
  @Test
  void m4aWithoutItsIndex() throws Exception {
    Path file = Sounds.encoded(folder.resolve("a.m4a"), OutputFormat.AAC, 44_100, SONG);
    assertUnreadable(
        Sounds.cut(file, folder.resolve("cut.m4a"), 0.9),
        "its header is broken, or the file is cut off");
  }

  @Test
  void brokenHeader() throws Exception {
    byte[] wav = Sounds.wavBytes(0, 2, 16, new byte[4000], 4000);
    assertUnreadable(Files.write(folder.resolve("rate0.wav"), wav), "its header is broken");
    byte[] slow = Sounds.wavBytes(1, 2, 16, new byte[4000], 4000);
    assertUnreadable(Files.write(folder.resolve("rate1.wav"), slow), "its header is broken");
    byte[] many = Sounds.wavBytes(44_100, 200, 16, new byte[4000], 4000);
    assertUnreadable(Files.write(folder.resolve("many.wav"), many), "200 channels");
  }

  @Test
  void copyProtected() throws Exception {
    Path file = Sounds.encoded(folder.resolve("fairplay.m4a"), OutputFormat.AAC, 44_100, SONG);
    String text = Files.readString(file, StandardCharsets.ISO_8859_1);
    int entry = text.indexOf("mp4a", text.indexOf("stsd"));
    Files.writeString(
        file,
        text.substring(0, entry) + "drms" + text.substring(entry + 4),
        StandardCharsets.ISO_8859_1);
    assertUnreadable(file, "this file is copy-protected");
    assertThat(failure(file).remedy()).isEqualTo("Export it as WAV first.");

    Path common =
        Sounds.encoded(
            folder.resolve("cenc.m4a"),
            OutputFormat.AAC,
            44_100,
            SONG,
            Map.of(
                "encryption_scheme", "cenc-aes-ctr",
                "encryption_key", "76a6c65c5ea762046bd749a2e632ccbb",
                "encryption_kid", "a7e61c373e219033c21091fa607bf3b8"));
    assertUnreadable(common, "this file is copy-protected");
  }

  @Test
  void videoWithoutSound() throws Exception {
    assertUnreadable(SilentVideo.write(folder.resolve("film.mov")), "this video has no sound");
  }

  @Test
  void picture() throws Exception {
    Path file = Files.write(folder.resolve("cover.mp3"), SilentVideo.picture(8));
    assertUnreadable(file, "this is not a sound file");
  }

  @Test
  void withoutPermission() throws Exception {
    Path file = Sounds.wav(folder.resolve("mine.wav"), 44_100, 2, 16, SONG);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("---------"));
    assumeFalse(Files.isReadable(file), "SKIPPED: this user may read everything");
    assertUnreadable(file, "may not be read by you");
  }

  @Test
  void probingTellsTheSame() throws Exception {
    Path file = Files.writeString(folder.resolve("text.mp3"), "Lyrics\n");
    AudioException e = catchThrowableOfType(AudioException.class, () -> AudioProbe.probe(file));
    assertThat(e.failure()).isEqualTo(failure(file));
  }

  /** What refers to other files or addresses opens none of them, whatever its name. */
  @ParameterizedTest
  @MethodSource("playlists")
  void playlistRenamed(String playlist) throws Exception {
    Path other = Sounds.wav(folder.resolve("other.wav"), 44_100, 2, 16, SONG);
    Path list =
        Files.writeString(
            folder.resolve("song.mp3"),
            playlist
                .replace("URI", other.toUri().toString())
                .replace("PATH", other.toString())
                .replace("NAME", other.getFileName().toString()));
    assertUnreadable(list, "not a sound file");
    assertThat(Files.readAllBytes(other)).startsWith("RIFF".getBytes(StandardCharsets.US_ASCII));
    assertThat(Files.exists(spool.source()) && Files.size(spool.source()) > 0).isFalse();
  }

  static List<String> playlists() {
    return List.of(
        "#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\nURI\n#EXT-X-ENDLIST\n",
        "#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\nhttp://127.0.0.1:9/a.ts\n#EXT-X-ENDLIST\n",
        "ffconcat version 1.0\nfile 'NAME'\n",
        "ffconcat version 1.0\nfile 'PATH'\n",
        "<?xml version=\"1.0\"?><!DOCTYPE MPD [<!ENTITY x SYSTEM \"URI\">]>"
            + "<MPD xmlns=\"urn:mpeg:dash:schema:mpd:2011\" type=\"static\"><BaseURL>PATH</BaseURL>"
            + "<Period><AdaptationSet mimeType=\"audio/mp4\"><Representation id=\"1\">"
            + "<BaseURL>&x;PATH</BaseURL></Representation></AdaptationSet></Period></MPD>",
        "v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\nm=audio 5004 RTP/AVP 0\n",
        "[playlist]\nFile1=PATH\nNumberOfEntries=1\n",
        "<ASX version=\"3.0\"><Entry><Ref href=\"URI\"/></Entry></ASX>",
        "RTSPtextRTSP://127.0.0.1:9/a",
        ";FFMETADATA1\ntitle=x\n[STREAM]\nfile=PATH\n");
  }
}
