package app.headroom.audio;

import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_FLT;
import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_FLTP;
import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_S16;
import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_S32;
import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_S32P;

import app.headroom.job.OutputFormat;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * What an output format means to ffmpeg. FLAC and ALAC hold 24 bits: stems are computed in float,
 * and what is quiet in the mix can be all there is in a stem. There is no dither, as in Demucs and
 * ffmpeg; integers are rounded to the nearest and saturate.
 *
 * @param codec ffmpeg's encoder
 * @param codecName ffmpeg's name of what comes out
 * @param muxer ffmpeg's container
 * @param sampleFormat what the encoder takes, {@code AV_SAMPLE_FMT_...}
 * @param bits of an integer sample, or 0 for float
 * @param bitRate per second, or 0 for lossless formats
 */
record Encoding(
    String codec, String codecName, String muxer, int sampleFormat, int bits, int bitRate) {

  private static final int[] MP3_RATES = {
    8000, 11025, 12000, 16000, 22050, 24000, 32000, 44100, 48000
  };
  private static final int[] AAC_RATES = {
    8000, 11025, 12000, 16000, 22050, 24000, 32000, 44100, 48000, 64000, 88200, 96000
  };
  private static final int OPUS_RATE = 48_000;
  private static final int MAX_FLAC_RATE = 655_350;
  private static final int MAX_FLAC_ODD_RATE = 65_535;

  static Encoding of(OutputFormat format) {
    return switch (format) {
      case WAV16 -> new Encoding("pcm_s16le", "pcm_s16le", "wav", AV_SAMPLE_FMT_S16, 16, 0);
      case WAV24 -> new Encoding("pcm_s24le", "pcm_s24le", "wav", AV_SAMPLE_FMT_S32, 24, 0);
      case WAV32F -> new Encoding("pcm_f32le", "pcm_f32le", "wav", AV_SAMPLE_FMT_FLT, 0, 0);
      case FLAC -> new Encoding("flac", "flac", "flac", AV_SAMPLE_FMT_S32, 24, 0);
      case MP3 -> new Encoding("libmp3lame", "mp3", "mp3", AV_SAMPLE_FMT_FLTP, 0, 320_000);
      case AAC -> new Encoding("aac", "aac", "ipod", AV_SAMPLE_FMT_FLTP, 0, 256_000);
      case ALAC -> new Encoding("alac", "alac", "ipod", AV_SAMPLE_FMT_S32P, 24, 0);
      case OPUS -> new Encoding("libopus", "opus", "opus", AV_SAMPLE_FMT_FLT, 0, 192_000);
    };
  }

  /**
   * The rate that comes closest to the wanted one: itself, or else the next higher one that the
   * format knows, or its highest.
   */
  static int rateHz(OutputFormat format, int wantedHz) {
    return switch (format) {
      case WAV16, WAV24, WAV32F, ALAC -> wantedHz;
      case FLAC ->
          wantedHz <= MAX_FLAC_ODD_RATE || (wantedHz % 10 == 0 && wantedHz <= MAX_FLAC_RATE)
              ? wantedHz
              : Math.min(Math.ceilDiv(wantedHz, 1000) * 1000, MAX_FLAC_RATE);
      case MP3 -> nearest(MP3_RATES, wantedHz);
      case AAC -> nearest(AAC_RATES, wantedHz);
      case OPUS -> OPUS_RATE;
    };
  }

  private static int nearest(int[] rates, int wantedHz) {
    return IntStream.of(rates)
        .filter(rate -> rate >= wantedHz)
        .findFirst()
        .orElse(rates[rates.length - 1]);
  }

  /**
   * ffmpeg's options for the container.
   *
   * @param tagBytes room to leave for tags that are written later
   */
  static Map<String, String> muxerOptions(OutputFormat format, int rateHz, int tagBytes) {
    return switch (format) {
      case WAV16, WAV24, WAV32F -> Map.of("rf64", "auto");
      // In milliseconds, the default, the edit list could not tell the exact length.
      case AAC, ALAC -> Map.of("movie_timescale", Integer.toString(rateHz));
      case MP3, FLAC -> Map.of("metadata_header_padding", Integer.toString(tagBytes));
      case OPUS -> Map.of();
    };
  }

  boolean lossless() {
    return bitRate == 0;
  }

  /** What a frame takes uncompressed. */
  int wavFrameBytes() {
    return 2 * (bits == 0 ? Float.BYTES : bits / 8);
  }

  /** About what a file of that length takes; FLAC and ALAC are taken to save nothing. */
  long bytesFor(double seconds, int rateHz) {
    double bytesPerSecond = lossless() ? (double) rateHz * wavFrameBytes() : bitRate / 8.0;
    return (long) (seconds * bytesPerSecond) + 64 * 1024;
  }
}
