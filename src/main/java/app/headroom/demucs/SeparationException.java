package app.headroom.demucs;

/** The network could not be loaded, or failed on a segment. */
public final class SeparationException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public SeparationException(String message, Throwable cause) {
    super(message, cause);
  }
}
