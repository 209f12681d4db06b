package app.headroom.worker;

import app.headroom.demucs.OnnxSession;
import app.headroom.demucs.SeparationException;
import app.headroom.demucs.StemNetwork;
import app.headroom.job.Provider;
import app.headroom.job.json.Whole;
import app.headroom.protocol.Protocol;
import app.headroom.protocol.WorkerCommand;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * From the provider that was asked for to the processor, where the first is not to be had. It is
 * said, and remembered for all jobs: what did not work once is not tried again until another
 * provider is asked for, or the runtime is another one.
 */
final class FallBack {

  private static final String MEMORY = "provider.json";
  private static final int MAX_BYTES = 1 << 14;
  private static final int MAX_REASON = 300;

  /** What there is to choose from; asked once the runtime's libraries are in place. */
  interface Offer {
    Set<Provider> providers();

    String version();
  }

  private static final class OnnxRuntime implements Offer {
    @Override
    public Set<Provider> providers() {
      return OnnxSession.providers();
    }

    @Override
    public String version() {
      return OnnxSession.runtimeVersion();
    }
  }

  /**
   * @param asked for which
   * @param runtime in which version of it
   * @param reason in words
   */
  private record Remembered(Provider asked, String runtime, String reason) {}

  private final Provider asked;
  private final Path memory;
  private final Offer runtime;
  private final Consumer<String> said;
  private boolean toProcessor;
  private boolean elsewhere;

  /**
   * @param memory the file that remembers
   * @param said what the user is to know, once
   */
  FallBack(Provider asked, Path memory, Offer runtime, Consumer<String> said) {
    this.asked = asked;
    this.memory = memory;
    this.runtime = runtime;
    this.said = said;
  }

  /** Among what the real runtime has. */
  static FallBack of(WorkerCommand.Separate order, Consumer<String> said) {
    return new FallBack(
        order.provider(), order.nativesFolder().resolve(MEMORY), new OnnxRuntime(), said);
  }

  /**
   * Opens the network on what was asked for, or on the processor.
   *
   * @throws SeparationException if it does not open there either
   */
  StemNetwork open(Function<Provider, StemNetwork> opener) {
    Provider wanted = toProcessor ? Provider.CPU : wanted();
    if (wanted == Provider.CPU) {
      return opener.apply(Provider.CPU);
    }
    if (!runtime.providers().contains(wanted)) {
      to("this program's ONNX Runtime has no " + wanted.text());
      return opener.apply(Provider.CPU);
    }
    try {
      StemNetwork network = opener.apply(wanted);
      elsewhere = true;
      return network;
    } catch (SeparationException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      // where the graph itself is broken, the processor will say so
      StemNetwork network = opener.apply(Provider.CPU);
      to(String.valueOf(cause.getMessage()));
      return network;
    }
  }

  /**
   * The network that was opened last has failed in the middle of a song.
   *
   * @return whether it was not on the processor, where the next one is opened
   */
  boolean failed(SeparationException failure) {
    if (!elsewhere || toProcessor) {
      return false;
    }
    Throwable cause = failure.getCause() == null ? failure : failure.getCause();
    to(String.valueOf(cause.getMessage()));
    return true;
  }

  private Provider wanted() {
    Remembered before = remembered();
    if (before != null) {
      if (before.asked == asked && before.runtime.equals(runtime.version())) {
        toProcessor = true;
        said.accept(
            "It is computed on the processor, since "
                + provider().text()
                + " could not be used before: "
                + before.reason
                + ".");
        return Provider.CPU;
      }
      forget();
    }
    return provider();
  }

  private Provider provider() {
    return switch (asked) {
      case AUTO -> runtime.providers().contains(Provider.CUDA) ? Provider.CUDA : Provider.CPU;
      case CPU, CUDA, COREML -> asked;
    };
  }

  private void to(String reason) {
    String bounded =
        reason.length() <= MAX_REASON ? reason : reason.substring(0, MAX_REASON - 1) + "…";
    toProcessor = true;
    said.accept(
        "It is computed on the processor, since "
            + provider().text()
            + " cannot be used: "
            + bounded
            + ". It is tried again when another provider has been chosen in between.");
    System.err.println("Fell back from " + asked + " to the processor: " + reason);
    remember(new Remembered(asked, runtime.version(), bounded));
  }

  // ---- the file

  private @Nullable Remembered remembered() {
    try (InputStream in = Files.newInputStream(memory)) {
      return Whole.checked(Protocol.json().readValue(in.readNBytes(MAX_BYTES), Remembered.class));
    } catch (NoSuchFileException e) {
      return null;
    } catch (JsonProcessingException | IllegalArgumentException e) {
      forget();
      return null;
    } catch (IOException e) {
      System.err.println("What providers did before is not known: " + e);
      return null;
    }
  }

  private void remember(Remembered fallBack) {
    try {
      Path part = Files.createTempFile(memory.resolveSibling(""), "provider", ".part");
      try {
        Files.write(part, Protocol.json().writeValueAsBytes(fallBack));
        Files.move(part, memory, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(part);
      }
    } catch (IOException e) {
      System.err.println("It is tried again in the next job: " + e);
    }
  }

  private void forget() {
    try {
      Files.deleteIfExists(memory);
    } catch (IOException e) {
      System.err.println("What providers did before stays known: " + e);
    }
  }
}
