package app.headroom.protocol;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;

/** What a worker is doing. */
public enum Phase {
  /** Starting, reading the order, checking folders and room on the disk. */
  @JsonProperty("starting")
  STARTING,
  /** Source to spool; units are frames at 44.1 kHz. */
  @JsonProperty("decoding")
  DECODING,
  @JsonProperty("loading")
  LOADING,
  /** Segments; units are frames at 44.1 kHz. */
  @JsonProperty("separating")
  SEPARATING,
  /** Spool to stem files; units are frames times stems. */
  @JsonProperty("encoding")
  ENCODING,
  /** Weights to canonical form and to graphs; units are bytes. */
  @JsonProperty("preparing")
  PREPARING;

  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }
}
