package app.headroom.audio;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import javax.imageio.ImageIO;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
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

/** Makes a small film without sound: a few PNG pictures in a QuickTime container. */
final class SilentVideo {

  private SilentVideo() {}

  /** A PNG of noise, about {@code 3 * size * size} bytes. */
  static byte[] picture(int size) throws IOException {
    BufferedImage image = new BufferedImage(size, size, BufferedImage.TYPE_INT_RGB);
    Random random = new Random(size);
    for (int i = 0; i < size * size; i++) {
      image.setRGB(i % size, i / size, random.nextInt());
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageIO.write(image, "png", bytes);
    return bytes.toByteArray();
  }

  static Path write(Path file) throws IOException {
    Ffmpeg.load();
    AVFormatContext output = new AVFormatContext(null);
    AVIOContext io = new AVIOContext(null);
    AVPacket packet = avcodec.av_packet_alloc();
    try (BytePointer url = Ffmpeg.url(file);
        BytePointer muxer = new BytePointer("mov");
        AVRational timeBase = new AVRational()) {
      Ffmpeg.check(
          avformat.avformat_alloc_output_context2(output, null, muxer, url), "making a container");
      AVStream stream = avformat.avformat_new_stream(output, null);
      AVCodecParameters parameters = stream.codecpar();
      parameters.codec_type(avutil.AVMEDIA_TYPE_VIDEO);
      parameters.codec_id(avcodec.AV_CODEC_ID_PNG);
      parameters.width(16);
      parameters.height(16);
      stream.time_base(timeBase.num(1).den(25));
      Ffmpeg.check(
          avformat.avio_open2(io, url, avformat.AVIO_FLAG_WRITE, null, (AVDictionary) null),
          "creating the file");
      output.pb(io);
      Ffmpeg.check(avformat.avformat_write_header(output, (AVDictionary) null), "writing");
      byte[] picture = picture(16);
      for (int i = 0; i < 50; i++) {
        Ffmpeg.check(avcodec.av_new_packet(packet, picture.length), "making a packet");
        packet.data().put(picture);
        packet.flags(avcodec.AV_PKT_FLAG_KEY);
        packet.pts(i);
        packet.dts(i);
        packet.duration(1);
        avcodec.av_packet_rescale_ts(packet, timeBase, stream.time_base());
        Ffmpeg.check(avformat.av_interleaved_write_frame(output, packet), "writing");
      }
      Ffmpeg.check(avformat.av_write_trailer(output), "writing");
      avformat.avio_close(io);
    } finally {
      avcodec.av_packet_free(packet);
      avformat.avformat_free_context(output);
    }
    return file;
  }
}
