package app.headroom.audio;

import app.headroom.job.Bytes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CancellationException;

/**
 * Decodes a song to its spool: 44.1 kHz stereo float32, frame for frame as {@code ffmpeg -i SONG -f
 * f32le -ar 44100 -ac 2} does, with the level statistics in the same pass. Mono goes to both sides
 * unchanged, as in Demucs (ffmpeg would lower it by 3 dB); more than two channels are mixed by
 * swresample's default matrix, without normalisation.
 *
 * <p>What is damaged or cut off is decoded as far as it goes, with a note; it fails only if nothing
 * comes out, or if more than two thirds of the packets are lost, where ffmpeg gives up as well.
 */
public final class Decoder {

  /** An end that is missing by less than this is not worth a note. */
  private static final double MISSING_SECONDS = 0.5;

  private static final long MISSING_BYTES = 4096;

  private Decoder() {}

  /**
   * Writes {@link Spool#source} from its start, and {@link Spool#cover} if there is one. Both are
   * forced to disk.
   *
   * @param watch told in frames at 44.1 kHz; the total is what the header promises
   * @throws AudioException if nothing can be decoded, or the disk is full
   */
  public static DecodedSource decode(Path source, Spool spool, Watch watch) throws AudioException {
    try (MediaInput input = MediaInput.open(source);
        PacketDecoder decoder = PacketDecoder.open(input);
        SpoolOutput output = create(spool)) {
      Double promised = input.promisedSeconds();
      long expectedFrames = promised == null ? 0 : Math.round(promised * Spool.SAMPLE_RATE_HZ);
      try (FrameConverter converter = new FrameConverter(output, Spool.SAMPLE_RATE_HZ)) {
        while (decoder.step(converter::accept)) {
          if (!watch.goOn(output.frames(), expectedFrames)) {
            throw new CancellationException("decoding was stopped");
          }
        }
        converter.finish();
        converter.fillIfTooShort();
        requireSound(decoder, output);
        output.force();
        List<String> notes = notes(input, decoder, output, converter);
        CoverArt.keep(input, spool.cover(), notes);
        return new DecodedSource(
            input.info(),
            output.frames(),
            converter.sourceFrames(),
            output.levels(),
            output.nonFiniteSamples() + converter.nonFiniteSamples(),
            notes);
      } catch (IOException e) {
        throw failed(spool, Math.max(expectedFrames, output.frames()), e);
      }
    } catch (IOException e) {
      throw failed(spool, 0, e);
    }
  }

  private static SpoolOutput create(Spool spool) throws AudioException {
    try {
      return SpoolOutput.create(spool);
    } catch (IOException e) {
      throw failed(spool, 0, e);
    }
  }

  private static void requireSound(PacketDecoder decoder, SpoolOutput output)
      throws AudioException {
    long packets = decoder.packets();
    if (decoder.lostPackets() * 3 > packets * 2) {
      throw Unreadable.damaged(decoder.lostPackets(), packets);
    }
    if (output.frames() == 0) {
      throw Unreadable.nothingDecoded();
    }
  }

  private static List<String> notes(
      MediaInput input, PacketDecoder decoder, SpoolOutput output, FrameConverter converter) {
    List<String> notes = new ArrayList<>();
    Double promisedSeconds = input.promisedSeconds();
    long missingBytes = input.missingBytes();
    double seconds = output.frames() / (double) Spool.SAMPLE_RATE_HZ;
    if (promisedSeconds != null && promisedSeconds - seconds > MISSING_SECONDS) {
      notes.add(
          "It ends early: its header promises "
              + clock(promisedSeconds)
              + ", "
              + clock(seconds)
              + " are there.");
    } else if (missingBytes > MISSING_BYTES) {
      notes.add(
          "It ends early: the last "
              + Bytes.text(missingBytes)
              + " of the file are missing, "
              + clock(seconds)
              + " are there.");
    } else if (decoder.brokenOff()) {
      notes.add("It ends early: the file cannot be read beyond " + clock(seconds) + ".");
    }
    if (decoder.damagedPackets() > 0) {
      notes.add(
          "It is damaged: "
              + decoder.damagedPackets()
              + " of its "
              + decoder.packets()
              + " pieces could not be decoded in full.");
    }
    long nonFinite = output.nonFiniteSamples() + converter.nonFiniteSamples();
    if (nonFinite > 0) {
      notes.add(nonFinite + " of its samples are no numbers and were set to 0.");
    }
    return notes;
  }

  /** As musicians read it: {@code 3:07.2}. */
  private static String clock(double seconds) {
    long tenths = Math.round(seconds * 10);
    long minutes = tenths / 600;
    return minutes < 60
        ? String.format(Locale.ROOT, "%d:%02d.%d", minutes, tenths / 10 % 60, tenths % 10)
        : String.format(Locale.ROOT, "%d:%02d:%02d", minutes / 60, minutes % 60, tenths / 10 % 60);
  }

  private static AudioException failed(Spool spool, long expectedFrames, IOException e) {
    if (e instanceof FfmpegException && !DiskSpace.isFull(e)) {
      return Unreadable.notConverted(e);
    }
    return WriteErrors.failure(spool.folder(), expectedFrames * 2 * Float.BYTES, e);
  }
}
