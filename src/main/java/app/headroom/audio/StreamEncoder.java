package app.headroom.audio;

import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;

import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;
import org.jspecify.annotations.Nullable;

/**
 * Encodes one stereo stream of a sound file from float samples. One thread; the file's encoder
 * opens it before the header is written, finishes and closes it.
 */
final class StreamEncoder implements AutoCloseable {

  /** Frames handed over at a time to an encoder that takes any number. */
  private static final int FREE_FRAME_SIZE = 4096;

  private final AVFormatContext output;
  private final AVStream stream;
  private final AVCodecContext context;
  private final AVFrame frame;
  private final AVPacket packet = avcodec.av_packet_alloc();
  private final int frameSize;
  private final FrameFiller filler;
  private int filled;
  private long sent;
  private long packets;
  private boolean paddingBegun;

  private StreamEncoder(
      Encoding encoding,
      AVFormatContext output,
      AVStream stream,
      AVCodecContext context,
      AVFrame frame) {
    this.output = output;
    this.stream = stream;
    this.context = context;
    this.frame = frame;
    this.frameSize = frame.nb_samples();
    this.filler = new FrameFiller(encoding);
  }

  static StreamEncoder open(AVFormatContext output, Encoding encoding, int rateHz)
      throws FfmpegException {
    AVFrame frame = avutil.av_frame_alloc();
    AVCodec codec = avcodec.avcodec_find_encoder_by_name(encoding.codec());
    AVCodecContext context = avcodec.avcodec_alloc_context3(codec);
    try {
      open(context, codec, encoding, rateHz, output);
      AVStream stream = avformat.avformat_new_stream(output, null);
      stream.time_base(context.time_base());
      Ffmpeg.check(
          avcodec.avcodec_parameters_from_context(stream.codecpar(), context), "setting a stream");
      stream.codecpar().bits_per_raw_sample(encoding.bits());
      frame.format(encoding.sampleFormat());
      frame.sample_rate(rateHz);
      frame.nb_samples(context.frame_size() > 0 ? context.frame_size() : FREE_FRAME_SIZE);
      avutil.av_channel_layout_copy(frame.ch_layout(), context.ch_layout());
      Ffmpeg.check(avutil.av_frame_get_buffer(frame, 0), "making a frame");
      return new StreamEncoder(encoding, output, stream, context, frame);
    } catch (FfmpegException e) {
      avutil.av_frame_free(frame);
      avcodec.avcodec_free_context(context);
      throw e;
    }
  }

  /** Whether a player takes this stream unless it is told otherwise. */
  void preferred(boolean preferred) {
    stream.disposition(preferred ? avformat.AV_DISPOSITION_DEFAULT : 0);
  }

  private static void open(
      AVCodecContext context, AVCodec codec, Encoding encoding, int rateHz, AVFormatContext output)
      throws FfmpegException {
    context.sample_fmt(encoding.sampleFormat());
    context.sample_rate(rateHz);
    avutil.av_channel_layout_default(context.ch_layout(), 2);
    try (AVRational timeBase = new AVRational()) {
      context.time_base(timeBase.num(1).den(rateHz));
    }
    if (encoding.bitRate() > 0) {
      context.bit_rate(encoding.bitRate());
    }
    context.bits_per_raw_sample(encoding.bits());
    context.thread_count(1);
    int flags = context.flags() | avcodec.AV_CODEC_FLAG_BITEXACT;
    if ((output.oformat().flags() & avformat.AVFMT_GLOBALHEADER) != 0) {
      flags |= avcodec.AV_CODEC_FLAG_GLOBAL_HEADER;
    }
    context.flags(flags);
    Ffmpeg.check(
        avcodec.avcodec_open2(context, codec, (AVDictionary) null), "starting the encoder");
  }

  /**
   * @param samples interleaved stereo
   */
  void append(float[] samples, int frames) throws FfmpegException {
    int done = 0;
    while (done < frames) {
      if (filled == 0) {
        Ffmpeg.check(avutil.av_frame_make_writable(frame), "making a frame");
        filler.attach(frame, frameSize);
      }
      int part = Math.min(frames - done, frameSize - filled);
      filler.fill(samples, done, filled, part);
      filled += part;
      done += part;
      if (filled == frameSize) {
        sendFrame();
      }
    }
  }

  private void sendFrame() throws FfmpegException {
    frame.nb_samples(filled);
    frame.pts(sent);
    sent += filled;
    filled = 0;
    send(frame);
    frame.nb_samples(frameSize);
  }

  private void send(@Nullable AVFrame next) throws FfmpegException {
    Ffmpeg.check(avcodec.avcodec_send_frame(context, next), "encoding");
    while (true) {
      int received = avcodec.avcodec_receive_packet(context, packet);
      if (received == avutil.AVERROR_EAGAIN() || received == AVERROR_EOF()) {
        return;
      }
      Ffmpeg.check(received, "encoding");
      if (isPadding(packet)) {
        avcodec.av_packet_unref(packet);
        continue;
      }
      packets++;
      packet.stream_index(stream.index());
      avcodec.av_packet_rescale_ts(packet, context.time_base(), stream.time_base());
      Ffmpeg.check(avformat.av_interleaved_write_frame(output, packet), "writing");
    }
  }

  /**
   * Whether LAME has put out a packet of nothing but padding behind one that is partly padding.
   * ffmpeg's MP3 container writes the padding of the last packet alone into its header, so that
   * this one would make the song up to 46 frames longer. Nothing before it needs it; only a file of
   * a single packet is none.
   */
  private boolean isPadding(AVPacket next) {
    if (context.codec_id() != avcodec.AV_CODEC_ID_MP3) {
      return false;
    }
    boolean behindPadding = paddingBegun;
    paddingBegun |= next.duration() < context.frame_size();
    return next.duration() <= 0 && behindPadding && packets > 1;
  }

  /** Encodes what is left. */
  void finish() throws FfmpegException {
    if (filled > 0) {
      sendFrame();
    }
    send(null);
  }

  @Override
  public void close() {
    avcodec.av_packet_free(packet);
    avutil.av_frame_free(frame);
    avcodec.avcodec_free_context(context);
  }
}
