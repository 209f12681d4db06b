package app.headroom.audio;

import app.headroom.job.JobFailure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The reasons why a source cannot be read, in words for a musician. */
final class Unreadable {

  private static final String ADD_SOUND =
      "Add a sound file: WAV, FLAC, MP3, M4A, OGG, Opus, AIFF, WMA, or a video with sound.";
  private static final String FETCH_AGAIN =
      "Copy or download it again, or open it in an audio editor and export it as WAV.";

  /** How files of known containers begin. */
  private static final List<String> SIGNATURES =
      List.of("fLaC", "OggS", "ID3", "FORM", "RIFF", "RF64", "caff", "wvpk", "MAC ", "FLV");

  private Unreadable() {}

  static AudioException missing(Path source) {
    return new AudioException(new JobFailure.SourceMissing(source));
  }

  static AudioException folder() {
    return of("this is a folder, not a song", "Add the songs that are in it.");
  }

  static AudioException notAFile() {
    return of("this is a device or a pipe, not a file", ADD_SOUND);
  }

  static AudioException loop() {
    return of("this is a link that leads nowhere", "Add the file that is meant.");
  }

  static AudioException noPermission() {
    return of(
        "this file may not be read by you",
        "Give yourself permission to read it, or copy it to a folder of your own.");
  }

  static AudioException empty() {
    return of("the file is empty", "Copy or download it again.");
  }

  static AudioException copyProtected() {
    return of("this file is copy-protected", "Export it as WAV first.");
  }

  static AudioException videoWithoutSound() {
    return of("this video has no sound", "Add one that has.");
  }

  static AudioException noSound() {
    return of("there is no sound in this file", ADD_SOUND);
  }

  static AudioException nothingDecoded() {
    return of("there is not a single sample of sound in this file", FETCH_AGAIN);
  }

  static AudioException damaged(long failedPackets, long packets) {
    return of(
        "this file is damaged: "
            + failedPackets
            + " of its "
            + packets
            + " pieces cannot be decoded",
        FETCH_AGAIN);
  }

  static AudioException noDecoder(String codec) {
    return of(
        "its sound is in a form that Headroom cannot decode (" + codec + ")",
        "Convert it to WAV or FLAC first.");
  }

  static AudioException channels(int channels) {
    return of(
        "it has " + channels + " channels in an order that is not known; up to 8 are supported",
        "Mix it down to stereo first.");
  }

  static AudioException rate(int rateHz) {
    return of("a part of it has a sample rate of " + rateHz + " Hz, which cannot be", FETCH_AGAIN);
  }

  static AudioException notConverted(IOException cause) {
    return new AudioException(
        new JobFailure.UnreadableAudio(
            "its sound cannot be converted (" + cause.getMessage() + ")",
            "Convert it to WAV or FLAC first."),
        cause);
  }

  /** The container could not be opened: a broken header, or no sound file at all. */
  static AudioException notOpened(Path source, @Nullable Throwable cause) {
    if (looksLikeSound(source)) {
      return new AudioException(
          new JobFailure.UnreadableAudio(
              "its header is broken, or the file is cut off before its sound", FETCH_AGAIN),
          cause);
    }
    return new AudioException(
        new JobFailure.UnreadableAudio("this is not a sound file, whatever its name", ADD_SOUND),
        cause);
  }

  private static boolean looksLikeSound(Path source) {
    byte[] head;
    try (InputStream in = Files.newInputStream(source)) {
      head = in.readNBytes(16);
    } catch (IOException e) {
      return false;
    }
    String text = new String(head, StandardCharsets.ISO_8859_1);
    return text.startsWith("ftyp", 4)
        || text.startsWith("moov", 4)
        || text.startsWith("mdat", 4)
        || text.startsWith("0&\u00b2u")
        || text.startsWith("\u001aE\u00df\u00a3")
        || SIGNATURES.stream().anyMatch(text::startsWith);
  }

  private static AudioException of(String reason, String remedy) {
    return new AudioException(new JobFailure.UnreadableAudio(reason, remedy));
  }
}
