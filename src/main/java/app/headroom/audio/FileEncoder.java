package app.headroom.audio;

import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.BytePointer;
import org.jspecify.annotations.Nullable;

/**
 * Writes one stereo sound file from float samples. The same samples give the same bytes. One
 * thread; its owner calls {@link #finish} at the end and closes it in any case.
 */
final class FileEncoder implements AutoCloseable {

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

  private FileEncoder(
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

  /**
   * @param muxerOptions ffmpeg's options for the container
   * @param tags ffmpeg's metadata for the container
   */
  static FileEncoder create(
      Path file,
      Encoding encoding,
      int rateHz,
      Map<String, String> muxerOptions,
      Map<String, String> tags)
      throws FfmpegException {
    Ffmpeg.load();
    AVFormatContext output = new AVFormatContext(null);
    AVCodecContext context = null;
    AVFrame frame = avutil.av_frame_alloc();
    AVDictionary options = dictionary(muxerOptions);
    try (BytePointer url = Ffmpeg.url(file);
        BytePointer muxer = new BytePointer(encoding.muxer())) {
      Ffmpeg.check(
          avformat.avformat_alloc_output_context2(output, null, muxer, url), "making a container");
      // Without versions, dates and random serial numbers: the same stem is the same file.
      output.flags(output.flags() | AVFormatContext.AVFMT_FLAG_BITEXACT);
      output.metadata(dictionary(tags));
      AVCodec codec = avcodec.avcodec_find_encoder_by_name(encoding.codec());
      context = avcodec.avcodec_alloc_context3(codec);
      open(context, codec, encoding, rateHz, output);
      AVStream stream = avformat.avformat_new_stream(output, null);
      stream.time_base(context.time_base());
      Ffmpeg.check(
          avcodec.avcodec_parameters_from_context(stream.codecpar(), context), "setting a stream");
      stream.codecpar().bits_per_raw_sample(encoding.bits());
      AVIOContext io = new AVIOContext(null);
      Ffmpeg.check(
          avformat.avio_open2(io, url, avformat.AVIO_FLAG_WRITE, null, (AVDictionary) null),
          "creating the file");
      output.pb(io);
      Ffmpeg.check(avformat.avformat_write_header(output, options), "writing the header");
      frame.format(encoding.sampleFormat());
      frame.sample_rate(rateHz);
      frame.nb_samples(context.frame_size() > 0 ? context.frame_size() : FREE_FRAME_SIZE);
      avutil.av_channel_layout_copy(frame.ch_layout(), context.ch_layout());
      Ffmpeg.check(avutil.av_frame_get_buffer(frame, 0), "making a frame");
      return new FileEncoder(encoding, output, stream, context, frame);
    } catch (FfmpegException e) {
      avutil.av_frame_free(frame);
      if (context != null) {
        avcodec.avcodec_free_context(context);
      }
      free(output);
      throw e;
    } finally {
      avutil.av_dict_free(options);
    }
  }

  private static AVDictionary dictionary(Map<String, String> entries) {
    AVDictionary dictionary = new AVDictionary(null);
    entries.forEach((key, value) -> avutil.av_dict_set(dictionary, key, value, 0));
    return dictionary;
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

  /** Writes what is left and the end of the file. */
  void finish() throws IOException {
    if (filled > 0) {
      sendFrame();
    }
    send(null);
    Ffmpeg.check(avformat.av_write_trailer(output), "writing the end of the file");
    int error = output.pb().error();
    AVIOContext io = output.pb();
    output.pb(null);
    int closed = avformat.avio_close(io);
    Ffmpeg.check(Math.min(error, closed), "writing the end of the file");
  }

  @Override
  public void close() {
    avcodec.av_packet_free(packet);
    avutil.av_frame_free(frame);
    avcodec.avcodec_free_context(context);
    free(output);
  }

  private static void free(AVFormatContext output) {
    if (output.isNull()) {
      return;
    }
    AVIOContext io = output.pb();
    if (io != null && !io.isNull()) {
      avformat.avio_close(io);
    }
    avformat.avformat_free_context(output);
  }
}
