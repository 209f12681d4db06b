package app.headroom.audio;

import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_AUDIO;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_VIDEO;
import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;

import app.headroom.job.SourceInfo;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Set;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacketSideData;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.BytePointer;
import org.jspecify.annotations.Nullable;

/** An opened sound file with its sound stream chosen. One thread; its owner closes it. */
final class MediaInput implements AutoCloseable {

  /** Sample entries of encrypted sound and video in MP4: FairPlay, Common Encryption, Audible. */
  private static final Set<String> ENCRYPTED_TAGS = Set.of("drms", "drmi", "enca", "encv", "aavd");

  private static final int MAX_CHANNELS = 64;

  /** A header that says anything else is broken, and would blow up the decoded song. */
  private static final int MIN_RATE_HZ = 1_000;

  private static final int MAX_RATE_HZ = 1_536_000;

  private static final int RIFF = 0x52494646;
  private static final int AIFF = 0x464f524d;

  /** What is written into a pipe cannot know its size and says this much or more. */
  private static final long UNKNOWN_SIZE = 0x7ffff000L;

  /** Less than any codec makes of anything but silence. */
  private static final int LEAST_BYTES_PER_SECOND = 100;

  private final Path source;
  private final AVFormatContext context;
  private final AVStream stream;

  private MediaInput(Path source, AVFormatContext context, AVStream stream) {
    this.source = source;
    this.context = context;
    this.stream = stream;
  }

  /**
   * @throws AudioException if there is nothing to decode in it
   */
  static MediaInput open(Path source) throws AudioException {
    return open(source, true);
  }

  /**
   * A file of our own. What is in a WAV is what its header says: its samples need not be searched
   * for another codec's that may hide in them, which takes longer than reading all of them.
   *
   * @throws AudioException if there is nothing to decode in it
   */
  static MediaInput openWritten(Path file) throws AudioException {
    return open(file, false);
  }

  private static MediaInput open(Path source, boolean searched) throws AudioException {
    requireFile(source);
    Ffmpeg.load();
    AVFormatContext context = avformat.avformat_alloc_context();
    if (!searched) {
      context.max_probe_packets(1);
    }
    AVDictionary options = new AVDictionary(null);
    avutil.av_dict_set(options, "protocol_whitelist", "file", 0);
    avutil.av_dict_set(options, "format_whitelist", Ffmpeg.CONTAINERS, 0);
    avutil.av_dict_set(options, "codec_whitelist", Ffmpeg.SOUND_DECODERS, 0);
    try (BytePointer url = Ffmpeg.url(source)) {
      // On failure this call frees the context itself.
      Ffmpeg.check(
          avformat.avformat_open_input(context, url, null, options), "opening the container");
    } catch (FfmpegException e) {
      throw Unreadable.notOpened(source, e);
    } finally {
      avutil.av_dict_free(options);
    }
    try {
      int found = avformat.avformat_find_stream_info(context, (AVDictionary) null);
      AVStream stream = soundStream(context);
      if (stream == null) {
        throw hasVideo(context) ? Unreadable.videoWithoutSound() : Unreadable.noSound();
      }
      if (isEncrypted(context, stream)) {
        throw Unreadable.copyProtected();
      }
      AVCodecParameters parameters = stream.codecpar();
      if (!isPlausibleRate(parameters.sample_rate()) || parameters.ch_layout().nb_channels() <= 0) {
        throw Unreadable.notOpened(
            source, found < 0 ? new FfmpegException("reading the header", found) : null);
      }
      if (parameters.ch_layout().nb_channels() > MAX_CHANNELS) {
        throw Unreadable.channels(parameters.ch_layout().nb_channels());
      }
      return new MediaInput(source, context, stream);
    } catch (AudioException | RuntimeException e) {
      avformat.avformat_close_input(context);
      throw e;
    }
  }

  /** What a header says, and each frame again. */
  static boolean isPlausibleRate(int rateHz) {
    return rateHz >= MIN_RATE_HZ && rateHz <= MAX_RATE_HZ;
  }

  private static void requireFile(Path source) throws AudioException {
    BasicFileAttributes attributes;
    try {
      attributes = Files.readAttributes(source, BasicFileAttributes.class);
    } catch (NoSuchFileException e) {
      throw Unreadable.missing(source);
    } catch (AccessDeniedException e) {
      throw Unreadable.noPermission();
    } catch (IOException e) {
      if (Files.isSymbolicLink(source)) {
        throw Unreadable.loop();
      }
      throw Files.exists(source, LinkOption.NOFOLLOW_LINKS)
          ? Unreadable.noPermission()
          : Unreadable.missing(source);
    }
    if (attributes.isDirectory()) {
      throw Unreadable.folder();
    }
    if (!attributes.isRegularFile()) {
      throw Unreadable.notAFile();
    }
    if (!Files.isReadable(source)) {
      throw Unreadable.noPermission();
    }
    if (attributes.size() == 0) {
      throw Unreadable.empty();
    }
  }

  /**
   * The stream that the ffmpeg program takes by default: the default one with most channels, among
   * equals the first.
   */
  private static @Nullable AVStream soundStream(AVFormatContext context) {
    AVStream best = null;
    long bestScore = -1;
    for (int i = 0; i < context.nb_streams(); i++) {
      AVStream stream = context.streams(i);
      AVCodecParameters parameters = stream.codecpar();
      if (parameters.codec_type() == AVMEDIA_TYPE_AUDIO) {
        long score =
            (long) parameters.ch_layout().nb_channels()
                + ((stream.disposition() & avformat.AV_DISPOSITION_DEFAULT) != 0 ? 5_000_000 : 0)
                + (parameters.sample_rate() > 0 ? 100_000_000 : 0);
        if (score > bestScore) {
          bestScore = score;
          best = stream;
        }
      }
    }
    return best;
  }

  private static boolean hasVideo(AVFormatContext context) {
    for (int i = 0; i < context.nb_streams(); i++) {
      AVStream stream = context.streams(i);
      if (stream.codecpar().codec_type() == AVMEDIA_TYPE_VIDEO && !isCover(stream)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isCover(AVStream stream) {
    return (stream.disposition() & avformat.AV_DISPOSITION_ATTACHED_PIC) != 0;
  }

  private static boolean isEncrypted(AVFormatContext context, AVStream stream) {
    AVCodecParameters parameters = stream.codecpar();
    int tag = parameters.codec_tag();
    StringBuilder text = new StringBuilder();
    for (int shift = 0; shift < 32; shift += 8) {
      text.append((char) (tag >>> shift & 0xff));
    }
    if (ENCRYPTED_TAGS.contains(text.toString())) {
      return true;
    }
    AVPacketSideData side =
        avcodec.av_packet_side_data_get(
            parameters.coded_side_data(),
            parameters.nb_coded_side_data(),
            avcodec.AV_PKT_DATA_ENCRYPTION_INIT_INFO);
    return side != null || Ffmpeg.value(context.metadata(), "ASF_Protection_Type", 16) != null;
  }

  AVFormatContext context() {
    return context;
  }

  AVStream stream() {
    return stream;
  }

  SourceInfo info() {
    AVCodecParameters parameters = stream.codecpar();
    String container = context.iformat().name().getString();
    int comma = container.indexOf(',');
    return new SourceInfo(
        comma < 0 ? container : container.substring(0, comma),
        avcodec.avcodec_get_name(parameters.codec_id()).getString(),
        parameters.sample_rate(),
        parameters.ch_layout().nb_channels(),
        durationSeconds(),
        SourceTags.of(context.metadata(), stream.metadata()),
        cover() != null);
  }

  /** The picture that the container says is the song's, or null. */
  @Nullable AVStream cover() {
    for (int i = 0; i < context.nb_streams(); i++) {
      AVStream candidate = context.streams(i);
      if (isCover(candidate) && candidate.attached_pic().size() > 0) {
        return candidate;
      }
    }
    return null;
  }

  /** As the container says or as its bit rate suggests; null if no file so small can be so long. */
  private @Nullable Double durationSeconds() {
    Double promised = promisedSeconds();
    double seconds =
        promised != null ? promised : context.duration() / (double) avutil.AV_TIME_BASE;
    long sizeBytes = avformat.avio_size(context.pb());
    return seconds > 0 && seconds * LEAST_BYTES_PER_SECOND <= sizeBytes ? seconds : null;
  }

  /** What the header says outright, or null where it says nothing or it would be a guess. */
  @Nullable Double promisedSeconds() {
    if (context.duration_estimation_method() == avformat.AVFMT_DURATION_FROM_BITRATE) {
      return null;
    }
    long duration = stream.duration();
    if (duration != AV_NOPTS_VALUE && duration > 0) {
      return duration * avutil.av_q2d(stream.time_base());
    }
    return context.nb_streams() == 1 && context.duration() > 0
        ? Double.valueOf(context.duration() / (double) avutil.AV_TIME_BASE)
        : null;
  }

  /**
   * How many bytes of a WAV or AIFF file are missing. ffmpeg takes such a file's length from what
   * is there, whatever the header says.
   */
  long missingBytes() {
    try (InputStream in = Files.newInputStream(source)) {
      ByteBuffer head = ByteBuffer.wrap(in.readNBytes(8));
      if (head.remaining() < 8) {
        return 0;
      }
      int form = head.getInt();
      ByteOrder order =
          form == RIFF ? ByteOrder.LITTLE_ENDIAN : form == AIFF ? ByteOrder.BIG_ENDIAN : null;
      if (order == null) {
        return 0;
      }
      long promised = Integer.toUnsignedLong(head.order(order).getInt());
      return promised >= UNKNOWN_SIZE ? 0 : Math.max(0, promised + 8 - Files.size(source));
    } catch (IOException e) {
      return 0;
    }
  }

  @Override
  public void close() {
    avformat.avformat_close_input(context);
  }
}
