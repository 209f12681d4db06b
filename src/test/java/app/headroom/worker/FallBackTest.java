package app.headroom.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.headroom.demucs.SeparationException;
import app.headroom.demucs.StemNetwork;
import app.headroom.job.Provider;
import app.headroom.testing.RecordingListener;
import app.headroom.testing.Workplace;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FallBackTest {

  @TempDir Path folder;

  /** What networks were asked to open on, in all jobs. */
  private final List<Provider> tried = new ArrayList<>();

  private final List<String> said = new ArrayList<>();
  private Set<Provider> has = EnumSet.of(Provider.CPU);
  private Set<Provider> broken = EnumSet.noneOf(Provider.class);
  private String version = "1.29.0";

  private final class Machine implements FallBack.Offer {
    @Override
    public Set<Provider> providers() {
      return has;
    }

    @Override
    public String version() {
      return version;
    }
  }

  private record Network() implements StemNetwork {
    @Override
    public int stems() {
      return 4;
    }

    @Override
    public void separate(FloatBuffer mix, int frames, FloatBuffer stems) {}

    @Override
    public void trim() {}

    @Override
    public void close() {}
  }

  /** A job of its own. */
  private FallBack job(Provider asked) {
    return new FallBack(asked, folder.resolve("provider.json"), new Machine(), said::add);
  }

  private StemNetwork open(FallBack job) {
    return job.open(
        provider -> {
          tried.add(provider);
          if (broken.contains(provider)) {
            throw new SeparationException("not loaded", new IllegalStateException("no device"));
          }
          return new Network();
        });
  }

  @Test
  void saysNothingWhereNothingElseIsWantedThanTheProcessor() {
    open(job(Provider.CPU));
    open(job(Provider.AUTO));
    has = EnumSet.of(Provider.CPU, Provider.COREML);
    open(job(Provider.AUTO));
    assertThat(tried).containsOnly(Provider.CPU);
    assertThat(said).isEmpty();
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void takesWhatIsAskedForWhereItIsThere() {
    has = EnumSet.allOf(Provider.class);
    open(job(Provider.AUTO));
    open(job(Provider.COREML));
    open(job(Provider.CPU));
    assertThat(tried).containsExactly(Provider.CUDA, Provider.COREML, Provider.CPU);
    assertThat(said).isEmpty();
  }

  @Test
  void fallsBackFromWhatTheRuntimeDoesNotHave() {
    open(job(Provider.CUDA));
    assertThat(tried).containsExactly(Provider.CPU);
    assertThat(said).singleElement().asString().contains("ONNX Runtime has no CUDA");
  }

  @Test
  void triesOnceWhatDoesNotOpenAndRemembersIt() {
    has = EnumSet.allOf(Provider.class);
    broken = EnumSet.of(Provider.CUDA);
    FallBack first = job(Provider.AUTO);
    open(first);
    open(first);
    assertThat(tried).containsExactly(Provider.CUDA, Provider.CPU, Provider.CPU);
    assertThat(said).singleElement().asString().contains("CUDA cannot be used: no device");

    open(job(Provider.AUTO));
    assertThat(tried).endsWith(Provider.CPU).hasSize(4);
    assertThat(said).last().asString().contains("before: no device");
  }

  @Test
  void forgetsWhenAnotherOneIsAskedForOrTheRuntimeIsAnother() {
    has = EnumSet.allOf(Provider.class);
    broken = EnumSet.of(Provider.CUDA);
    open(job(Provider.CUDA));
    version = "1.30.0";
    open(job(Provider.CUDA));
    open(job(Provider.CPU));
    broken = EnumSet.noneOf(Provider.class);
    open(job(Provider.CUDA));
    assertThat(tried)
        .containsExactly(
            Provider.CUDA, Provider.CPU, Provider.CUDA, Provider.CPU, Provider.CPU, Provider.CUDA);
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void aNetworkThatOpensNowhereIsNoReasonToFallBack() {
    has = EnumSet.allOf(Provider.class);
    broken = EnumSet.of(Provider.CUDA, Provider.CPU);
    assertThatThrownBy(() -> open(job(Provider.CUDA))).isInstanceOf(SeparationException.class);
    assertThat(said).isEmpty();
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void aDamagedMemoryIsNone() throws Exception {
    has = EnumSet.allOf(Provider.class);
    Files.writeString(folder.resolve("provider.json"), "{\"asked\":");
    open(job(Provider.CUDA));
    assertThat(tried).containsExactly(Provider.CUDA);
    assertThat(folder).isEmptyDirectory();
  }

  /** Whether this machine has CUDA or not: the song gets done. */
  @Test
  @Tag("slow")
  void aSongIsDoneWhateverIsAskedFor() throws Exception {
    Workplace place = new Workplace(folder);
    place.provider = Provider.COREML;
    RecordingListener listener = place.run();
    assertThat(Workplace.stems(listener.awaitEnd())).hasSize(4);
    if (System.getProperty("os.name").startsWith("Linux")) {
      assertThat(listener.heard)
          .anyMatch(words -> words.startsWith("noted It is computed on the processor"));
    }
  }
}
