package app.headroom.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.headroom.demucs.SeparationException;
import app.headroom.demucs.StemNetwork;
import app.headroom.job.Provider;
import app.headroom.protocol.WorkerCommand;
import app.headroom.protocol.WorkerEvent;
import app.headroom.testing.RecordingListener;
import app.headroom.testing.Workplace;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

  @ParameterizedTest
  @ValueSource(
      strings = {"{\"asked\":", "{}", "null", "{\"asked\":\"CUDA\",\"reason\":\"no device\"}"})
  void aDamagedMemoryIsNone(String text) throws Exception {
    has = EnumSet.allOf(Provider.class);
    Files.writeString(folder.resolve("provider.json"), text);
    open(job(Provider.CUDA));
    assertThat(tried).containsExactly(Provider.CUDA);
    assertThat(folder).isEmptyDirectory();
  }

  private record Done(LocalJob job, Map<String, byte[]> stems) {}

  private Done separate(String name, Provider asked) throws Exception {
    LocalJob job = new LocalJob(new Workplace(Files.createDirectory(folder.resolve(name))));
    FallBack fallBack =
        new FallBack(asked, folder.resolve("provider.json"), new Machine(), said::add);
    WorkerEvent end =
        job.run(
            List.of(new WorkerCommand.Pass(job.graph("any"), Workplace.STEMS)),
            asked,
            new BuiltInEngine((_, provider) -> new QuarterNetwork(provider), fallBack));
    return new Done(job, LocalJob.stems(end));
  }

  @Test
  void aProviderThatFailsInTheMiddleOfASongLosesNothingOfItAndIsRemembered() throws Exception {
    has = EnumSet.allOf(Provider.class);
    Done undisturbed = separate("cpu", Provider.CPU);
    assertThat(said).isEmpty();
    Done disturbed = separate("cuda", Provider.CUDA);
    assertThat(said).singleElement().asString().contains("CUDA cannot be used: out of memory");
    for (Map.Entry<String, byte[]> stem : undisturbed.stems().entrySet()) {
      assertThat(disturbed.stems().get(stem.getKey())).as(stem.getKey()).isEqualTo(stem.getValue());
    }
    assertThat(disturbed.job().segments()).as("each once").isEqualTo(undisturbed.job().segments());

    open(job(Provider.CUDA));
    assertThat(tried).containsExactly(Provider.CPU);
    assertThat(said).last().asString().contains("before: out of memory");
  }

  @Test
  void whatFailsOnTheProcessorFailsForGood() {
    FallBack cpu = job(Provider.CPU);
    open(cpu);
    SeparationException failure =
        new SeparationException("failed", new IllegalStateException("no number"));
    assertThat(cpu.failed(failure)).isFalse();
    assertThat(said).isEmpty();
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
