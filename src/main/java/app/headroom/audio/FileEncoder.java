package app.headroom.audio;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.BytePointer;
import org.jspecify.annotations.Nullable;

/**
 * Writes a sound file of one or more stereo streams from float samples. The same samples give the
 * same bytes. One thread; its owner calls {@link #finish} at the end and closes it in any case.
 */
final class FileEncoder implements AutoCloseable {

  private final AVFormatContext output;
  private final List<StreamEncoder> streams;

  private FileEncoder(AVFormatContext output, List<StreamEncoder> streams) {
    this.output = output;
    this.streams = streams;
  }

  /**
   * One stream.
   *
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
    return create(file, encoding, rateHz, 1, muxerOptions, tags, null);
  }

  /**
   * Of several streams the first is the one that players take.
   *
   * @param count of streams
   * @param cover only for MP4
   */
  static FileEncoder create(
      Path file,
      Encoding encoding,
      int rateHz,
      int count,
      Map<String, String> muxerOptions,
      Map<String, String> tags,
      @Nullable CoverArt cover)
      throws FfmpegException {
    Ffmpeg.load();
    AVFormatContext output = new AVFormatContext(null);
    List<StreamEncoder> streams = new ArrayList<>();
    AVDictionary options = dictionary(muxerOptions);
    try (BytePointer url = Ffmpeg.url(file);
        BytePointer muxer = new BytePointer(encoding.muxer())) {
      Ffmpeg.check(
          avformat.avformat_alloc_output_context2(output, null, muxer, url), "making a container");
      // Without versions, dates and random serial numbers: the same stem is the same file.
      output.flags(output.flags() | AVFormatContext.AVFMT_FLAG_BITEXACT);
      output.metadata(dictionary(tags));
      for (int i = 0; i < count; i++) {
        streams.add(StreamEncoder.open(output, encoding, rateHz));
        if (count > 1) {
          streams.getLast().preferred(i == 0);
        }
      }
      AVStream picture = cover == null ? null : picture(output, cover);
      AVIOContext io = new AVIOContext(null);
      Ffmpeg.check(
          avformat.avio_open2(io, url, avformat.AVIO_FLAG_WRITE, null, (AVDictionary) null),
          "creating the file");
      output.pb(io);
      Ffmpeg.check(avformat.avformat_write_header(output, options), "writing the header");
      if (picture != null && cover != null) {
        write(output, picture, cover);
      }
      return new FileEncoder(output, streams);
    } catch (FfmpegException e) {
      streams.forEach(StreamEncoder::close);
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

  private static AVStream picture(AVFormatContext output, CoverArt cover) {
    AVStream stream = avformat.avformat_new_stream(output, null);
    stream.disposition(avformat.AV_DISPOSITION_ATTACHED_PIC);
    stream.codecpar().codec_type(avutil.AVMEDIA_TYPE_VIDEO);
    stream
        .codecpar()
        .codec_id(
            cover.mimeType().equals("image/png")
                ? avcodec.AV_CODEC_ID_PNG
                : avcodec.AV_CODEC_ID_MJPEG);
    // It is not written, but must be there.
    stream.codecpar().width(1).height(1);
    try (AVRational timeBase = new AVRational()) {
      stream.time_base(timeBase.num(1).den(90_000));
    }
    return stream;
  }

  private static void write(AVFormatContext output, AVStream stream, CoverArt cover)
      throws FfmpegException {
    AVPacket packet = avcodec.av_packet_alloc();
    try {
      Ffmpeg.check(avcodec.av_new_packet(packet, cover.data().length), "writing the cover");
      packet.data().put(cover.data());
      packet.stream_index(stream.index());
      packet.flags(avcodec.AV_PKT_FLAG_KEY).pts(0).dts(0);
      Ffmpeg.check(avformat.av_write_frame(output, packet), "writing the cover");
    } finally {
      avcodec.av_packet_free(packet);
    }
  }

  /**
   * To the only stream.
   *
   * @param samples interleaved stereo
   */
  void append(float[] samples, int frames) throws FfmpegException {
    append(0, samples, frames);
  }

  /** To one of the streams; all of them get on together. */
  void append(int stream, float[] samples, int frames) throws FfmpegException {
    streams.get(stream).append(samples, frames);
  }

  /** Writes what is left and the end of the file. */
  void finish() throws IOException {
    for (StreamEncoder stream : streams) {
      stream.finish();
    }
    Ffmpeg.check(avformat.av_write_trailer(output), "writing the end of the file");
    int error = output.pb().error();
    AVIOContext io = output.pb();
    output.pb(null);
    int closed = avformat.avio_close(io);
    Ffmpeg.check(Math.min(error, closed), "writing the end of the file");
  }

  @Override
  public void close() {
    streams.forEach(StreamEncoder::close);
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
