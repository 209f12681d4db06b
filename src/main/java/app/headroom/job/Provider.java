package app.headroom.job;

/** What the network is computed on. */
public enum Provider {
  /** A graphics processor by CUDA where the runtime has that, else the processor. */
  AUTO,
  CPU,
  CUDA,
  /** Apple's; in half precision, therefore never chosen by itself. */
  COREML;

  /** As its maker writes it. */
  public String text() {
    return switch (this) {
      case AUTO -> "auto";
      case CPU -> "the processor";
      case CUDA -> "CUDA";
      case COREML -> "CoreML";
    };
  }
}
