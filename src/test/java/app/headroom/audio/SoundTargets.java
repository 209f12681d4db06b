package app.headroom.audio;

import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_FLTP;
import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_S16;
import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_S16P;

import app.headroom.fuzz.Target;
import app.headroom.job.Music;
import app.headroom.job.OutputFormat;
import app.headroom.job.SourceInfo;
import app.headroom.job.TrackTags;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;

/** Songs of every kind that our own libraries can make, through the libraries that read them. */
public final class SoundTargets {

  private static final int FRAMES = 3_000;

  /** Nothing of so few bytes is so long unless it repeats itself. */
  private static final long MOST_FRAMES = 60L * 44_100;

  private SoundTargets() {}

  /** A short song in every form, with and without tags and cover. */
  public static List<byte[]> songs(Path folder) throws IOException {
    float[] music = Sounds.music(FRAMES, 2, 1);
    List<byte[]> songs = new ArrayList<>();
    TrackTags tags =
        new TrackTags("../../outside", "CON", "A\u202eB", "x".repeat(300), "7", "1998", "Pop");
    byte[] picture = new byte[200];
    System.arraycopy(new byte[] {(byte) 0xff, (byte) 0xd8, (byte) 0xff}, 0, picture, 0, 3);
    CoverArt cover = new CoverArt(picture, "image/jpeg");
    for (OutputFormat format : OutputFormat.values()) {
      Path file = folder.resolve("song." + format.extension());
      int rateHz = Encoding.rateHz(format, 44_100);
      Sounds.encoded(file, format, rateHz, music);
      songs.add(Files.readAllBytes(file));
      if (format != OutputFormat.OPUS) {
        TagCarrier.write(file, format, tags, Music.UNKNOWN, cover, "Title");
        songs.add(Files.readAllBytes(file));
      }
      Files.delete(file);
    }
    for (Encoding encoding :
        List.of(
            new Encoding("pcm_s16le", "pcm_s16le", "matroska", AV_SAMPLE_FMT_S16, 16, 0),
            new Encoding("pcm_s16le", "pcm_s16le", "avi", AV_SAMPLE_FMT_S16, 16, 0),
            new Encoding("pcm_s16le", "pcm_s16le", "w64", AV_SAMPLE_FMT_S16, 16, 0),
            new Encoding("pcm_s16be", "pcm_s16be", "aiff", AV_SAMPLE_FMT_S16, 16, 0),
            new Encoding("pcm_s16be", "pcm_s16be", "caf", AV_SAMPLE_FMT_S16, 16, 0),
            new Encoding("pcm_s16be", "pcm_s16be", "au", AV_SAMPLE_FMT_S16, 16, 0),
            new Encoding("pcm_s16be", "pcm_s16be", "mov", AV_SAMPLE_FMT_S16, 16, 0),
            new Encoding("wmav2", "wmav2", "asf", AV_SAMPLE_FMT_FLTP, 0, 128_000),
            new Encoding("libmp3lame", "mp3", "flv", AV_SAMPLE_FMT_FLTP, 0, 128_000),
            new Encoding("mp2", "mp2", "mpegts", AV_SAMPLE_FMT_S16, 16, 128_000),
            new Encoding("mp2", "mp2", "mpeg", AV_SAMPLE_FMT_S16, 16, 128_000),
            new Encoding("ac3", "ac3", "ac3", AV_SAMPLE_FMT_FLTP, 0, 128_000),
            new Encoding("aac", "aac", "adts", AV_SAMPLE_FMT_FLTP, 0, 128_000),
            new Encoding("flac", "flac", "ogg", AV_SAMPLE_FMT_S16, 16, 0),
            new Encoding("adpcm_ms", "adpcm_ms", "wav", AV_SAMPLE_FMT_S16, 16, 0),
            new Encoding("tta", "tta", "tta", AV_SAMPLE_FMT_S16, 16, 0),
            new Encoding("wavpack", "wavpack", "wv", AV_SAMPLE_FMT_S16P, 16, 0))) {
      Path file = folder.resolve("song." + encoding.muxer());
      try (FileEncoder encoder =
          FileEncoder.create(file, encoding, 44_100, Map.of(), Map.of("title", "T"))) {
        encoder.append(music, FRAMES);
        encoder.finish();
        songs.add(Files.readAllBytes(file));
      } catch (IOException | RuntimeException e) {
        System.err.println("no " + encoding.muxer() + ": " + e);
      }
    }
    for (String list : UnreadableSourceTest.playlists()) {
      songs.add(list.getBytes(StandardCharsets.UTF_8));
    }
    return songs;
  }

  private static final List<String> WORDS =
      List.of(
          "RIFF", "data", "fmt ", "LIST", "ID3", "fLaC", "OggS", "moov", "trak", "stsz", "stsc",
          "stco", "stts", "elst", "mdat", "dref", "alis", "url ", "APIC", "covr", "FORM", "COMM");

  /** Looked into and decoded as in a worker. */
  public static final class Decoding implements Target {

    @Override
    public String name() {
      return "decoder";
    }

    @Override
    public List<byte[]> corpus(Path folder) throws Exception {
      return songs(folder);
    }

    @Override
    public List<String> words() {
      return WORDS;
    }

    @Override
    public Duration patience() {
      return Duration.ofSeconds(20);
    }

    @Override
    public long memoryBytes() {
      return 1_000_000_000;
    }

    @Override
    public boolean contained() {
      return true;
    }

    @Override
    public String read(byte[] input, Path folder) throws Exception {
      Path song = Files.write(folder.resolve("song.mp3"), input);
      Spool spool = new Spool(Files.createDirectory(folder.resolve("spool")));
      String outcome;
      try {
        outcome = AudioProbe.probe(song).container();
      } catch (AudioException e) {
        outcome = "refused";
      }
      try {
        DecodedSource source = Decoder.decode(song, spool, (frames, total) -> frames < MOST_FRAMES);
        return outcome + " decoded " + source.notes();
      } catch (CancellationException e) {
        return outcome + " very long";
      } catch (AudioException e) {
        return outcome + ", " + e.failure().what();
      }
    }
  }

  /** The picture in the tags. */
  public static final class Cover implements Target {

    @Override
    public String name() {
      return "cover";
    }

    @Override
    public List<byte[]> corpus(Path folder) throws Exception {
      return songs(folder);
    }

    @Override
    public List<String> words() {
      return WORDS;
    }

    @Override
    public long memoryBytes() {
      return 1_000_000_000;
    }

    @Override
    public boolean contained() {
      return true;
    }

    @Override
    public String read(byte[] input, Path folder) throws Exception {
      Path song = Files.write(folder.resolve("song.mp3"), input);
      Path cover = folder.resolve("cover");
      try {
        SourceInfo info = AudioProbe.probe(song, cover);
        if (Files.exists(cover) && Files.size(cover) > input.length) {
          throw new IllegalStateException("a picture larger than its song");
        }
        return info.container() + (Files.exists(cover) ? " with a picture" : " without one");
      } catch (AudioException e) {
        return e.failure().what();
      }
    }
  }
}
