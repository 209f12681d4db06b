package app.headroom.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.headroom.job.Precision;
import app.headroom.models.ModelStore.Check;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.Test;

/** What is stored stays usable, is looked at, and is made anew where it is damaged. */
class ModelStoreTest extends WithSmallModel {

  @Test
  void doesNothingForAModelThatIsReady() throws Exception {
    ReadyModel ready = ensure();
    progress.clear();
    assertThat(ensure()).isEqualTo(ready);
    assertThat(store(1, step).state(model)).isEqualTo(new ModelState.Ready(ready));
    assertThat(server.ranges()).hasSize(1);
    assertThat(step.sources).hasSize(1);
    assertThat(progress).isEmpty();
  }

  @Test
  void setsADamagedGraphAsideAndBuildsItFromTheStoredWeights() throws Exception {
    ReadyModel ready = ensure();
    Files.writeString(inFolder("graphs-1/int8.bin"), "damaged");
    assertThat(store.state(model)).isEqualTo(new ModelState.Fetched());
    assertThat(ensure()).isEqualTo(ready);
    assertThat(inFolder("int8.bin" + CORRUPT)).hasContent("damaged");
    assertThat(inFolder("graphs-1/int8.bin")).content().startsWith("data of int8.onnx");
    assertThat(step.sources).last().isEqualTo(ready.first().weights());
    assertThat(step.built).hasSize(4);
    assertThat(server.ranges()).hasSize(1);
  }

  @Test
  void setsDamagedWeightsAsideAndFetchesThemAnew() throws Exception {
    ReadyModel ready = ensure();
    Files.writeString(ready.first().weights(), "damaged");
    assertThat(store.state(model)).isEqualTo(new ModelState.Absent());
    assertThat(ensure()).isEqualTo(ready);
    assertThat(ready.first().weights()).hasBinaryContent(SmallModels.WEIGHTS);
    assertThat(inFolder("weights.safetensors" + CORRUPT)).hasContent("damaged");
    assertThat(server.ranges()).hasSize(2);
  }

  @Test
  void keepsOneDamagedFileOfAName() throws Exception {
    ReadyModel ready = ensure();
    Files.writeString(inFolder("weights.safetensors.corrupt-20200101T000000Z"), "long ago");
    Files.writeString(ready.first().weights(), "damaged");
    ensure();
    assertThat(inFolder("weights.safetensors.corrupt-20200101T000000Z")).doesNotExist();
    assertThat(inFolder("weights.safetensors" + CORRUPT)).hasContent("damaged");
  }

  @Test
  void buildsAGraphThatIsGone() throws Exception {
    ensure();
    Files.delete(inFolder("graphs-1/fp32.onnx"));
    ensure();
    assertThat(inFolder("graphs-1/fp32.onnx")).exists();
    assertThat(server.ranges()).hasSize(1);
  }

  @Test
  void readsWhatOnlyLooksTouched() throws Exception {
    ReadyModel ready = ensure();
    Files.setLastModifiedTime(ready.first().weights(), FileTime.fromMillis(1_000_000));
    assertThat(ensure()).isEqualTo(ready);
    assertThat(store.state(model)).isEqualTo(new ModelState.Ready(ready));
    assertThat(step.sources).hasSize(1);
  }

  @Test
  void findsDamageThatCannotBeSeenWhenItIsToReadAll() throws Exception {
    ReadyModel ready = ensure();
    FileTime time = Files.getLastModifiedTime(ready.first().weights());
    Files.write(ready.first().weights(), new byte[SmallModels.WEIGHTS.length]);
    Files.setLastModifiedTime(ready.first().weights(), time);
    assertThat(ensure()).isEqualTo(ready);
    assertThat(ready.first().weights()).hasBinaryContent(new byte[SmallModels.WEIGHTS.length]);
    assertThat(ensure(Check.READ, null)).isEqualTo(ready);
    assertThat(ready.first().weights()).hasBinaryContent(SmallModels.WEIGHTS);
  }

  /** As a disk or a memory that forgets: size and time stay. */
  private static void flipABit(Path file) throws IOException {
    FileTime time = Files.getLastModifiedTime(file);
    byte[] content = Files.readAllBytes(file);
    content[content.length / 2] ^= 4;
    Files.write(file, content);
    Files.setLastModifiedTime(file, time);
  }

  @Test
  void aFlippedBitIsFoundBeforeTheGraphIsOpened() throws Exception {
    ReadyModel ready = ensure();
    Path int8 = inFolder("graphs-1/int8.onnx");
    Path fp32 = inFolder("graphs-1/fp32.onnx");
    assertThat(ready.first().graphs()).containsValues(int8, fp32);
    GraphSums.check(int8);
    flipABit(inFolder("graphs-1/int8.bin"));
    assertThat(store.state(model)).isEqualTo(new ModelState.Ready(ready));
    assertThatThrownBy(() -> GraphSums.check(int8)).hasMessage("int8.bin is not as it was stored");
    GraphSums.check(fp32);
    flipABit(fp32);
    assertThatThrownBy(() -> GraphSums.check(fp32)).hasMessage("fp32.onnx is not as it was stored");
    ensure(Check.READ, null);
    GraphSums.check(int8);
    GraphSums.check(fp32);
  }

  @Test
  void aGraphThatIsInNoListIsNotChecked() throws Exception {
    GraphSums.check(Files.writeString(folder.resolve("own.onnx"), "a graph"));
  }

  @Test
  void aListWithoutSumsGetsThemByReadingOnce() throws Exception {
    ReadyModel ready = ensure();
    Path list = inFolder("model.json");
    Files.writeString(list, Files.readString(list).replaceAll(",\\s*\"crc32c\" : \\d+", ""));
    assertThat(list).content().doesNotContain("crc32c");
    assertThat(store.state(model)).isEqualTo(new ModelState.Fetched());
    assertThat(ensure()).isEqualTo(ready);
    assertThat(list).content().contains("crc32c");
    assertThat(step.sources).hasSize(1);
    assertThat(server.ranges()).hasSize(1);
  }

  @Test
  void buildsNothingOfWeightsThatHaveChangedUnseen() throws Exception {
    ReadyModel ready = ensure();
    flipABit(ready.first().weights());
    store = store(2, new CopyingPrepareStep(2));
    assertThat(ensure().first().weights()).hasBinaryContent(SmallModels.WEIGHTS);
    assertThat(server.ranges()).hasSize(2);
  }

  @Test
  void buildsGraphsOfAnotherVersionFromTheStoredWeights() throws Exception {
    ensure();
    store = store(2, new CopyingPrepareStep(2));
    assertThat(store.state(model)).isEqualTo(new ModelState.Fetched());
    ReadyModel ready = ensure();
    assertThat(ready.first().graphs().get(Precision.FP32))
        .isEqualTo(inFolder("graphs-2/fp32.onnx"));
    assertThat(inFolder("graphs-1")).doesNotExist();
    assertThat(server.ranges()).hasSize(1);
  }

  @Test
  void fetchesAnewWhereNothingIsKnownOfWhatLiesThere() throws Exception {
    ensure();
    Files.writeString(inFolder("model.json"), "{ this is not the list");
    assertThat(store.state(model)).isEqualTo(new ModelState.Absent());
    assertThat(ensure().first().weights()).hasBinaryContent(SmallModels.WEIGHTS);
    assertThat(inFolder("model.json" + CORRUPT)).hasContent("{ this is not the list");
    assertThat(server.ranges()).hasSize(2);
  }

  @Test
  void trustsNoListThatLeadsElsewhere() throws Exception {
    ensure();
    Path list = inFolder("model.json");
    Files.writeString(list, Files.readString(list).replace("graphs-1/", "../../graphs-1/"));
    assertThat(store.state(model)).isEqualTo(new ModelState.Absent());
  }

  @Test
  void removesWhatAKilledProcessLeft() throws Exception {
    Files.createDirectories(inFolder("work-123"));
    Files.writeString(inFolder("work-123/small.tgz"), "half of it");
    Files.writeString(inFolder("weights.safetensors.1.part"), "half of it");
    Files.createDirectories(inFolder("graphs-1"));
    Files.writeString(inFolder("graphs-1/fp32.bin.part-1"), "half of it");
    ensure();
    assertThat(inFolder("")).isDirectoryNotContaining("glob:**.part*");
    assertThat(inFolder("graphs-1")).isDirectoryNotContaining("glob:**.part*");
    assertThat(inFolder("work-123")).doesNotExist();
  }
}
