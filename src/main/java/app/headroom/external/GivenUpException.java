package app.headroom.external;

/** The command was ended because its piece is not wanted any more, or not now. */
public final class GivenUpException extends RuntimeException {
  private static final long serialVersionUID = 1;
}
