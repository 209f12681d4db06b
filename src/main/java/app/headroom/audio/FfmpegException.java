package app.headroom.audio;

import java.io.IOException;

/** A call into ffmpeg's libraries failed. */
final class FfmpegException extends IOException {

  private static final long serialVersionUID = 1;

  private final int code;

  FfmpegException(String doing, int code) {
    super(doing + ": " + Ffmpeg.errorText(code));
    this.code = code;
  }

  /** ffmpeg's error code, negative. */
  int code() {
    return code;
  }
}
