package app.headroom.audio;

import app.headroom.job.Music;
import app.headroom.job.OutputFormat;
import app.headroom.job.TrackTags;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * Native Instruments' stem file: an MP4 with five stereo streams, the mix and four stems, and a box
 * {@code moov/udta/stem} that says in JSON what the stems are. Players that know nothing of stems
 * play the first stream, the only one that is enabled. Lossless stems give ALAC, lossy ones AAC.
 * The index stands at the end, where ffmpeg leaves it: the file is read from a disk. One thread.
 */
public final class NiStemFile {

  private static final List<String> STEMS = List.of("drums", "bass", "other", "vocals");
  private static final int CHUNK_FRAMES = 4096;

  /** ffmpeg keeps the index of an MP4 in memory: about 15 kB a second for five streams of AAC. */
  private static final double MOST_SECONDS = 3 * 3600;

  private final Order order;
  private final OutputFormat format;
  private final int rateHz;
  private final long frames;

  private NiStemFile(Order order) {
    this.order = order;
    this.format = Encoding.of(order.format).lossless() ? OutputFormat.ALAC : OutputFormat.AAC;
    this.rateHz = order.rateHz == 48_000 ? 48_000 : Spool.SAMPLE_RATE_HZ;
    this.frames =
        rateHz == order.rateHz
            ? order.frames
            : Math.max(1, Math.ceilDiv(order.frames * rateHz, order.rateHz));
  }

  /**
   * @param file to be written; replaced
   * @param song for the mix; where it is gone or has changed, the sum of the stems is the mix
   * @param spool with the decoded song and its cover, as far as they are there
   * @param stems file by stem id; what is not one of the four goes to {@code other}
   * @param format of these files
   * @param rateHz of these files
   * @param frames of each of these files
   * @param gain that the stems have and the song has not
   * @param looks name and colour ({@code #RRGGBB}) by id of the four
   * @param title the song's own, or its file name
   */
  public record Order(
      Path file,
      Path song,
      Spool spool,
      Map<String, Path> stems,
      OutputFormat format,
      int rateHz,
      long frames,
      double gain,
      Map<String, Look> looks,
      TrackTags tags,
      Music tagged,
      String title) {}

  public record Look(String name, String colour) {}

  /**
   * @param watch told in frames
   * @throws IOException if it cannot be made, or is not what it should be when read back
   */
  public static void write(Order order, Watch watch) throws IOException {
    NiStemFile file = new NiStemFile(order);
    if (!order.stems.keySet().containsAll(STEMS)) {
      throw new IOException("it needs drums, bass, other and vocals");
    }
    if (order.frames > MOST_SECONDS * order.rateHz) {
      throw new IOException("the song is longer than three hours");
    }
    if (!file.encode(file.mix(), watch)) {
      file.encode(null, watch);
    }
    byte[] description = file.description();
    try (FileChannel channel =
        FileChannel.open(order.file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      Mp4Boxes boxes = new Mp4Boxes(channel);
      String key = order.tagged.key();
      if (key != null) {
        boxes.appendTag("initialkey", key);
      }
      boxes.appendToUserData("stem", description);
      channel.force(true);
      file.check(boxes, description);
    }
    StemCheck.check(order.file, Encoding.of(file.format), file.rateHz, file.frames);
  }

  /** About what it takes on disk. */
  public static long bytesFor(double seconds, OutputFormat stems) {
    OutputFormat format = Encoding.of(stems).lossless() ? OutputFormat.ALAC : OutputFormat.AAC;
    return 5 * Encoding.of(format).bytesFor(seconds, Spool.SAMPLE_RATE_HZ);
  }

  /** Null where nothing is left of the song but its stems. */
  private @Nullable FrameStream mix() throws IOException {
    if (Files.exists(order.spool.source())) {
      return MixedStems.song(order.song, order.spool, rateHz);
    }
    try {
      return SongStream.open(order.song, rateHz);
    } catch (AudioException e) {
      return null;
    }
  }

  /**
   * @param mix closed by this
   * @return false if the mix is another song than the stems are of
   */
  private boolean encode(@Nullable FrameStream mix, Watch watch) throws IOException {
    CoverArt cover = CoverArt.of(order.spool);
    float[] stem = new float[2 * CHUNK_FRAMES];
    float[][] streams = new float[1 + STEMS.size()][2 * CHUNK_FRAMES];
    Map<String, FrameStream> sources = new LinkedHashMap<>();
    try (mix;
        FileEncoder encoder =
            FileEncoder.create(
                order.file,
                Encoding.of(format),
                rateHz,
                streams.length,
                Encoding.muxerOptions(format, rateHz, 0),
                tags(),
                cover)) {
      for (Map.Entry<String, Path> each : order.stems.entrySet()) {
        sources.put(each.getKey(), open(each.getValue()));
      }
      for (long done = 0; done < frames; ) {
        int part = (int) Math.min(frames - done, CHUNK_FRAMES);
        clear(streams);
        if (mix != null) {
          mix.read(stem, part);
          add(stem, order.gain, streams[0], part);
        }
        for (Map.Entry<String, Path> each : order.stems.entrySet()) {
          Objects.requireNonNull(sources.get(each.getKey())).read(stem, part);
          int known = STEMS.indexOf(each.getKey());
          if (mix == null) {
            add(stem, 1, streams[0], part);
          }
          add(stem, 1, streams[1 + (known < 0 ? STEMS.indexOf("other") : known)], part);
        }
        for (int i = 0; i < streams.length; i++) {
          encoder.append(i, streams[i], part);
        }
        done += part;
        if (!watch.goOn(done, frames)) {
          throw new CancellationException("it was stopped");
        }
      }
      encoder.finish();
      return !(mix instanceof SongStream song) || song.endsAt(frames, rateHz / 10);
    } finally {
      for (FrameStream source : sources.values()) {
        source.close();
      }
    }
  }

  private FrameStream open(Path stem) throws IOException {
    try {
      return SongStream.open(stem, rateHz);
    } catch (AudioException e) {
      throw new IOException(stem.getFileName() + " cannot be read", e);
    }
  }

  private static void clear(float[][] streams) {
    for (float[] stream : streams) {
      Arrays.fill(stream, 0);
    }
  }

  private static void add(float[] samples, double gain, float[] to, int count) {
    for (int i = 0; i < 2 * count; i++) {
      to[i] += (float) (samples[i] * gain);
    }
  }

  private Map<String, String> tags() {
    Map<String, String> tags =
        new LinkedHashMap<>(TagCarrier.metadata(order.tags, order.tagged, null, order.title));
    tags.remove("INITIALKEY");
    String tempo = tags.remove("BPM");
    if (tempo != null) {
      tags.put("tmpo", tempo);
    }
    return tags;
  }

  /** As the format's authors have it; without mastering, so that the stems sum to what they are. */
  private byte[] description() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = new JsonFactory().createGenerator(bytes)) {
      json.writeStartObject();
      json.writeObjectFieldStart("mastering_dsp");
      json.writeObjectFieldStart("compressor");
      json.writeBooleanField("enabled", false);
      numbers(
          json,
          Map.of("input_gain", 0.0, "output_gain", 0.0, "threshold", 0.0, "dry_wet", 50.0),
          Map.of("ratio", 3.0, "attack", 0.003, "release", 0.3, "hp_cutoff", 300.0));
      json.writeEndObject();
      json.writeObjectFieldStart("limiter");
      json.writeBooleanField("enabled", false);
      numbers(json, Map.of("threshold", 0.0, "ceiling", -0.35, "release", 0.05), Map.of());
      json.writeEndObject();
      json.writeEndObject();
      json.writeNumberField("version", 1);
      json.writeArrayFieldStart("stems");
      for (String stem : STEMS) {
        Look look = look(stem);
        json.writeStartObject();
        json.writeStringField("name", look.name());
        json.writeStringField("color", look.colour());
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeEndObject();
    }
    return bytes.toByteArray();
  }

  private Look look(String stem) {
    Look look = order.looks.get(stem);
    return look == null ? new Look(stem, "#999999") : look;
  }

  private static void numbers(
      JsonGenerator json, Map<String, Double> some, Map<String, Double> more) throws IOException {
    Map<String, Double> all = new TreeMap<>(some);
    all.putAll(more);
    for (Map.Entry<String, Double> each : all.entrySet()) {
      json.writeNumberField(each.getKey(), each.getValue());
    }
  }

  /** Five sound streams of one length, the first alone enabled, and the description. */
  private void check(Mp4Boxes boxes, byte[] description) throws IOException {
    Mp4Boxes.Box movie = required(boxes.top(), "moov");
    List<Mp4Boxes.Box> parts = boxes.children(movie);
    Set<Long> lengths = new HashSet<>();
    List<Boolean> enabled = new ArrayList<>();
    for (Mp4Boxes.Box track : parts) {
      if (track.type().equals("trak")) {
        List<Mp4Boxes.Box> children = boxes.children(track);
        enabled.add((boxes.content(required(children, "tkhd")).getInt(0) & 1) == 1);
        lengths.add(length(boxes, required(children, "mdia")));
      }
    }
    Mp4Boxes.Box stem = required(boxes.children(required(parts, "udta")), "stem");
    if (!enabled.equals(List.of(true, false, false, false, false))
        || lengths.size() != 1
        || !boxes.content(stem).equals(ByteBuffer.wrap(description))) {
      throw new IOException("it reads back as another file than was written");
    }
  }

  /** In the media's own time, as its header has it. */
  private static long length(Mp4Boxes boxes, Mp4Boxes.Box media) throws IOException {
    List<Mp4Boxes.Box> children = boxes.children(media);
    ByteBuffer header = boxes.content(required(children, "mdhd"));
    ByteBuffer handler = boxes.content(required(children, "hdlr"));
    String kind = StandardCharsets.ISO_8859_1.decode(handler.slice(8, 4)).toString();
    if (!kind.equals("soun")) {
      throw new IOException("it has a stream of " + kind);
    }
    return header.get(0) == 1 ? header.getLong(24) : Integer.toUnsignedLong(header.getInt(16));
  }

  private static Mp4Boxes.Box required(List<Mp4Boxes.Box> boxes, String type) throws IOException {
    return Mp4Boxes.first(boxes, type).orElseThrow(() -> new IOException("it has no " + type));
  }
}
