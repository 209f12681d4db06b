package app.headroom.audio;

import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;

import java.io.IOException;
import java.nio.file.Path;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;

/**
 * Reads a written stem file from its header to its last packet, without decoding, and says whether
 * it is what it should be.
 */
final class StemCheck {

  /** A lossy file shorter than this is too small for its container to tell its exact length. */
  private static final int TELLING_FRAMES = 4096;

  private StemCheck() {}

  /**
   * @param frames how long it should be; a lossy file's packets may hold more, which its header
   *     says to leave out
   * @throws IOException if it is anything else
   */
  static void check(Path file, Encoding encoding, int rateHz, long frames) throws IOException {
    if (!encoding.lossless() && frames < TELLING_FRAMES) {
      return;
    }
    try (MediaInput input = MediaInput.openWritten(file)) {
      AVStream stream = input.stream();
      AVCodecParameters parameters = stream.codecpar();
      String codec = avcodec.avcodec_get_name(parameters.codec_id()).getString();
      require(codec, encoding.codecName(), file);
      require(parameters.sample_rate(), rateHz, file);
      require(parameters.ch_layout().nb_channels(), 2, file);
      try (AVRational perFrame = new AVRational()) {
        perFrame.num(1).den(rateHz);
        // Ogg counts what Opus needs to get going; other containers have left it out already.
        int preSkip = codec.equals("opus") ? parameters.initial_padding() : 0;
        long promised = avutil.av_rescale_q(stream.duration(), stream.time_base(), perFrame);
        require(promised - preSkip, frames, file);
        long there = avutil.av_rescale_q(packetDurations(input), stream.time_base(), perFrame);
        if (encoding.lossless() ? there != frames : there < frames) {
          require(there, frames, file);
        }
      }
    } catch (AudioException e) {
      throw new IOException(file.getFileName() + " cannot be read back", e);
    }
  }

  private static long packetDurations(MediaInput input) throws IOException {
    AVPacket packet = avcodec.av_packet_alloc();
    try {
      long durations = 0;
      while (true) {
        int read = avformat.av_read_frame(input.context(), packet);
        if (read == AVERROR_EOF()) {
          return durations;
        }
        Ffmpeg.check(read, "reading back");
        if (packet.stream_index() == input.stream().index()) {
          durations += packet.duration();
        }
        avcodec.av_packet_unref(packet);
      }
    } finally {
      avcodec.av_packet_free(packet);
    }
  }

  private static void require(Object found, Object expected, Path file) throws IOException {
    if (!found.equals(expected)) {
      throw new IOException(
          file.getFileName() + " reads back as " + found + " instead of " + expected);
    }
  }
}
