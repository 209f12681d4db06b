package app.headroom.audio;

import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_AUDIO;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVDictionaryEntry;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.ffmpeg.global.swresample;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;
import org.jspecify.annotations.Nullable;

/**
 * What is common to all use of ffmpeg's libraries: loading them, their limits, their errors, and
 * the strings that go in and out. Every native object is freed by whoever made it; JavaCPP's own
 * collector is switched off, and so is its idea that a process may not be larger than a few times
 * the Java heap.
 */
final class Ffmpeg {

  /** No single allocation by the libraries is larger; a hostile header asks for more. */
  private static final long MAX_ALLOCATION_BYTES = 256L << 20;

  /**
   * Containers that may be opened: those that hold sound and open nothing but the one file. What
   * refers to other files or addresses (playlists, concat, HLS, DASH, SDP) is not among them.
   */
  static final String CONTAINERS =
      "3gp,aac,ac3,aiff,amr,ape,asf,au,avi,caf,dsf,dts,dtshd,eac3,flac,flv,iff,loas,matroska,mov,"
          + "mp3,mpc,mpc8,mpeg,mpegts,ogg,rm,tak,truehd,tta,voc,w64,wav,webm,wv";

  /** Every sound decoder there is; keeps pictures and video from being decoded at all. */
  static final String SOUND_DECODERS;

  private static final Charset PATH_CHARSET =
      System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("windows")
          ? StandardCharsets.UTF_8
          : Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"));

  static {
    System.setProperty("org.bytedeco.javacpp.nopointergc", "true");
    System.setProperty("org.bytedeco.javacpp.maxbytes", "0");
    System.setProperty("org.bytedeco.javacpp.maxphysicalbytes", "0");
    Loader.load(avutil.class);
    Loader.load(swresample.class);
    Loader.load(avcodec.class);
    Loader.load(avformat.class);
    avutil.av_log_set_level(avutil.AV_LOG_QUIET);
    avutil.av_max_alloc(MAX_ALLOCATION_BYTES);
    SOUND_DECODERS = soundDecoders();
  }

  private Ffmpeg() {}

  /** Makes sure that this class, and with it the libraries, is initialised. */
  static void load() {}

  private static String soundDecoders() {
    StringBuilder names = new StringBuilder();
    try (PointerPointer<Pointer> cursor = new PointerPointer<>(1)) {
      cursor.put(0, (Pointer) null);
      for (AVCodec codec = avcodec.av_codec_iterate(cursor);
          codec != null;
          codec = avcodec.av_codec_iterate(cursor)) {
        if (avcodec.av_codec_is_decoder(codec) != 0 && codec.type() == AVMEDIA_TYPE_AUDIO) {
          names.append(names.isEmpty() ? "" : ",").append(codec.name().getString());
        }
      }
    }
    return names.toString();
  }

  /**
   * @return {@code code}, if it is no error
   */
  static int check(int code, String doing) throws FfmpegException {
    if (code < 0) {
      throw new FfmpegException(doing, code);
    }
    return code;
  }

  /** ffmpeg's own words for an error. */
  static String errorText(int code) {
    byte[] text = new byte[256];
    avutil.av_strerror(code, text, text.length);
    int end = 0;
    while (end < text.length && text[end] != 0) {
      end++;
    }
    return new String(text, 0, end, StandardCharsets.UTF_8);
  }

  /** The name under which ffmpeg opens exactly this file, whatever its characters. Close it. */
  static BytePointer url(Path file) {
    return new BytePointer("file:" + file.toAbsolutePath(), PATH_CHARSET);
  }

  /** A value of a dictionary, at most {@code maxBytes} of it, or null. */
  static @Nullable String value(AVDictionary dictionary, String key, int maxBytes) {
    AVDictionaryEntry entry = avutil.av_dict_get(dictionary, key, null, 0);
    if (entry == null || entry.value() == null) {
      return null;
    }
    BytePointer value = entry.value();
    byte[] bytes = new byte[maxBytes];
    int length = 0;
    while (length < maxBytes && (bytes[length] = value.get(length)) != 0) {
      length++;
    }
    return new String(bytes, 0, length, StandardCharsets.UTF_8);
  }
}
