package app.headroom.app;

import static org.assertj.core.api.Assertions.assertThat;

import app.headroom.job.JobFailure;
import app.headroom.job.JobId;
import app.headroom.job.Precision;
import app.headroom.job.Provider;
import app.headroom.job.SegmentLength;
import app.headroom.queue.RunningWorker;
import app.headroom.queue.WorkOrder;
import app.headroom.queue.WorkerLauncher;
import app.headroom.queue.WorkerListener;
import app.headroom.queue.WorkerListener.End;
import app.headroom.settings.RequestSettings;
import app.headroom.settings.Settings;
import app.headroom.testing.RecordingListener;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class MendingLauncherTest {

  private static final Path HERE = Path.of("").toAbsolutePath();
  private static final End BROKEN =
      new End.Failed(new JobFailure.ModelMissing("htdemucs", "its network cannot be loaded"));

  /** What the workers' launcher was given, for the test to speak for the workers. */
  private final List<WorkerListener> workers = new ArrayList<>();

  private final WorkerLauncher launcher =
      (_, listener) -> {
        workers.add(listener);
        return (RunningWorker)
            Proxy.newProxyInstance(
                RunningWorker.class.getClassLoader(),
                new Class<?>[] {RunningWorker.class},
                (_, method, _) -> {
                  throw new AssertionError("not expected: " + method);
                });
      };

  @Test
  void whatWasMadeAnewForOneJobIsMadeForThoseThatFailedBesideIt() throws Exception {
    AtomicInteger looks = new AtomicInteger();
    MendingLauncher mending = new MendingLauncher(launcher, _ -> looks.getAndIncrement() == 0);
    List<RecordingListener> jobs = List.of(launched(mending), launched(mending));
    workers.forEach(worker -> worker.ended(BROKEN));
    for (RecordingListener job : jobs) {
      assertThat(job.awaitEnd()).isEqualTo(new End.Stopped());
    }
    RecordingListener again = launched(mending);
    workers.getLast().ended(BROKEN);
    assertThat(again.awaitEnd()).as("nothing is damaged any more").isEqualTo(BROKEN);
  }

  @Test
  void aJobEndsAlsoWhereTheMendingGoesWrong() throws Exception {
    RecordingListener job =
        launched(
            new MendingLauncher(
                launcher,
                _ -> {
                  throw new IllegalStateException("on purpose");
                }));
    workers.getFirst().ended(BROKEN);
    assertThat(job.awaitEnd()).isEqualTo(BROKEN);
  }

  private static RecordingListener launched(MendingLauncher mending) {
    RecordingListener listener = new RecordingListener();
    RunningWorker worker =
        mending.launch(
            new WorkOrder(
                JobId.random(),
                RequestSettings.request(Settings.FALLBACKS, HERE.resolve("song.mp3"), HERE),
                Precision.INT8,
                SegmentLength.SHORTEST,
                1,
                Provider.CPU),
            listener);
    assertThat(worker).isNotNull();
    return listener;
  }
}
