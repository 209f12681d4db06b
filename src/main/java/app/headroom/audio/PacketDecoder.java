package app.headroom.audio;

import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;

import java.io.IOException;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;
import org.jspecify.annotations.Nullable;

/**
 * Packets of the chosen stream to decoded frames, going on behind damaged packets as the ffmpeg
 * program does. One thread; its owner closes it.
 */
final class PacketDecoder implements AutoCloseable {

  /** Takes each decoded frame; valid only during the call. */
  interface FrameSink {
    void accept(AVFrame frame) throws IOException, AudioException;
  }

  private final AVFormatContext input;
  private final AVStream stream;
  private final AVCodecContext context;
  private final AVPacket packet = avcodec.av_packet_alloc();
  private final AVFrame frame = avutil.av_frame_alloc();

  private long packets;
  private long damagedPackets;
  private long lostPackets;
  private boolean brokenOff;

  private PacketDecoder(MediaInput input, AVCodecContext context) {
    this.input = input.context();
    this.stream = input.stream();
    this.context = context;
  }

  static PacketDecoder open(MediaInput input) throws AudioException {
    AVStream stream = input.stream();
    int codecId = stream.codecpar().codec_id();
    AVCodec codec = avcodec.avcodec_find_decoder(codecId);
    if (codec == null) {
      throw Unreadable.noDecoder(avcodec.avcodec_get_name(codecId).getString());
    }
    AVCodecContext context = avcodec.avcodec_alloc_context3(codec);
    try {
      Ffmpeg.check(
          avcodec.avcodec_parameters_to_context(context, stream.codecpar()), "setting the decoder");
      // The decoder's delay is counted in the stream's time base.
      context.pkt_timebase(stream.time_base());
      // One thread: every further one keeps frames of its own.
      context.thread_count(1);
      Ffmpeg.check(
          avcodec.avcodec_open2(context, codec, (AVDictionary) null), "starting the decoder");
    } catch (FfmpegException e) {
      avcodec.avcodec_free_context(context);
      throw Unreadable.noDecoder(codec.name().getString());
    }
    for (int i = 0; i < input.context().nb_streams(); i++) {
      if (i != stream.index()) {
        input.context().streams(i).discard(avcodec.AVDISCARD_ALL);
      }
    }
    return new PacketDecoder(input, context);
  }

  /**
   * Decodes up to the next packet's frames.
   *
   * @return false once the end has been reached and the decoder is drained
   */
  boolean step(FrameSink sink) throws IOException, AudioException {
    int read = avformat.av_read_frame(input, packet);
    if (read < 0) {
      brokenOff = read != AVERROR_EOF();
      send(null, sink);
      return false;
    }
    try {
      if (packet.stream_index() == stream.index()) {
        if (isEncrypted(packet)) {
          throw Unreadable.copyProtected();
        }
        packets++;
        send(packet, sink);
      }
    } finally {
      avcodec.av_packet_unref(packet);
    }
    return true;
  }

  private static boolean isEncrypted(AVPacket packet) {
    return packet.side_data_elems() > 0
        && avcodec.av_packet_side_data_get(
                packet.side_data(), packet.side_data_elems(), avcodec.AV_PKT_DATA_ENCRYPTION_INFO)
            != null;
  }

  private void send(@Nullable AVPacket next, FrameSink sink) throws IOException, AudioException {
    int sent = avcodec.avcodec_send_packet(context, next);
    boolean damaged = sent < 0 && sent != AVERROR_EOF();
    boolean decoded = false;
    while (true) {
      int received = avcodec.avcodec_receive_frame(context, frame);
      if (received == avutil.AVERROR_EAGAIN() || received == AVERROR_EOF()) {
        break;
      }
      if (received < 0) {
        damaged = true;
        break;
      }
      decoded = true;
      try {
        sink.accept(frame);
      } finally {
        avutil.av_frame_unref(frame);
      }
    }
    if (damaged) {
      damagedPackets++;
      lostPackets += decoded ? 0 : 1;
    }
  }

  /** Packets of the chosen stream so far. */
  long packets() {
    return packets;
  }

  /** How many of them could not be decoded, wholly or in part. */
  long damagedPackets() {
    return damagedPackets;
  }

  /** How many of them gave no sound at all. */
  long lostPackets() {
    return lostPackets;
  }

  /** Whether reading ended by an error rather than by the end of the file. */
  boolean brokenOff() {
    return brokenOff;
  }

  @Override
  public void close() {
    avcodec.av_packet_free(packet);
    avutil.av_frame_free(frame);
    avcodec.avcodec_free_context(context);
  }
}
