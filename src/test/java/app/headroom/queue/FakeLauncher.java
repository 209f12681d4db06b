package app.headroom.queue;

import app.headroom.job.Extras;
import app.headroom.job.JobFailure;
import app.headroom.job.JobId;
import app.headroom.job.SegmentLength;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Workers without processes. Each goes on only when a test tells it to, obeys what it was told at
 * the next segment boundary, and goes on from its checkpoint when it is started again; what lies on
 * the "disk" outlives the launcher's queue.
 */
final class FakeLauncher implements WorkerLauncher {

  /** Checkpoints, as they would lie in the spool folders. */
  static final class Disk {
    final Map<JobId, Long> doneFrames = new ConcurrentHashMap<>();
    final Map<JobId, Integer> finished = new ConcurrentHashMap<>();

    Disk copy() {
      Disk copy = new Disk();
      copy.doneFrames.putAll(doneFrames);
      copy.finished.putAll(finished);
      return copy;
    }
  }

  private static final long SEGMENT_MILLIS = 500;

  private final Disk disk;
  private final FakeProbe probe;
  private final InstantSource clock;
  private final List<Worker> workers = new ArrayList<>();
  private long nextPid = 1000;
  private long songFrames = SegmentLength.SAMPLE_RATE_HZ * 30L;
  private long firstSegmentMillis = SEGMENT_MILLIS;
  private @Nullable Error error;

  FakeLauncher(Disk disk, FakeProbe probe, InstantSource clock) {
    this.disk = disk;
    this.probe = probe;
    this.clock = clock;
  }

  synchronized void songFrames(long frames) {
    songFrames = frames;
  }

  /** Workers take that long for their first segment from now on. */
  synchronized void firstSegmentMillis(long millis) {
    firstSegmentMillis = millis;
  }

  /** From now on no worker can be started; or again, with null. */
  synchronized void failWith(@Nullable Error newError) {
    error = newError;
  }

  @Override
  public synchronized RunningWorker launch(WorkOrder order, WorkerListener listener) {
    if (error != null) {
      throw error;
    }
    Worker worker = new Worker(order, listener, nextPid++, songFrames, firstSegmentMillis);
    workers.add(worker);
    probe.rss(worker.pid, FakeProbe.JOB_RSS);
    return worker;
  }

  /** Workers that have not ended, in the order of their start. */
  synchronized List<Worker> running() {
    return workers.stream().filter(worker -> !worker.ended()).toList();
  }

  synchronized List<Worker> all() {
    return List.copyOf(workers);
  }

  synchronized Optional<Worker> of(JobId job) {
    return running().stream().filter(worker -> worker.jobId().equals(job)).findFirst();
  }

  final class Worker implements RunningWorker {

    final WorkOrder order;
    final long pid;
    private final WorkerListener listener;
    private final long totalFrames;
    private SegmentLength segment;
    private long nextMillis;
    private boolean decoded;
    private long done;
    private boolean holding;
    private boolean unloading;
    private boolean held;
    private boolean stopping;
    private boolean ended;
    private int cleanUps;

    private Worker(
        WorkOrder order, WorkerListener listener, long pid, long totalFrames, long firstMillis) {
      this.nextMillis = firstMillis;
      this.order = order;
      this.listener = listener;
      this.pid = pid;
      this.totalFrames = totalFrames;
      this.segment = order.segment();
    }

    /** One step: decode or go on, a segment, or the end; or what it was told to do instead. */
    synchronized void step() {
      if (ended) {
        return;
      }
      if (stopping) {
        end(new WorkerListener.End.Stopped());
      } else if (holding) {
        if (!held) {
          held = true;
          listener.held(done);
        } else if (unloading) {
          unloading = false;
          listener.unloaded();
        }
      } else if (!decoded) {
        begin();
      } else if (done < totalFrames) {
        segment();
      } else {
        finish();
      }
    }

    synchronized void steps(int number) {
      for (int i = 0; i < number; i++) {
        step();
      }
    }

    /** Until it is through with the song, if nothing holds it up. */
    synchronized void toTheEnd() {
      while (!ended && !holding && !stopping) {
        step();
      }
    }

    synchronized void fail(JobFailure failure) {
      end(new WorkerListener.End.Failed(failure));
    }

    synchronized void crash() {
      fail(new JobFailure.WorkerCrashed(139, "segmentation fault"));
    }

    synchronized boolean ended() {
      return ended;
    }

    synchronized SegmentLength segmentLength() {
      return segment;
    }

    synchronized boolean asked(String what) {
      return switch (what) {
        case "stop" -> stopping;
        case "hold" -> holding;
        case "clean-up" -> cleanUps > 0;
        default -> throw new IllegalArgumentException(what);
      };
    }

    private void begin() {
      decoded = true;
      Long checkpoint = disk.doneFrames.get(jobId());
      listener.progressed("decoding", 1, 1);
      if (checkpoint != null) {
        done = checkpoint;
        listener.resumedAt(done, totalFrames);
      } else {
        listener.decoded(totalFrames, totalFrames / (double) SegmentLength.SAMPLE_RATE_HZ);
        disk.doneFrames.put(jobId(), 0L);
      }
    }

    private void segment() {
      done = Math.min(totalFrames, done + segment.frames());
      disk.doneFrames.put(jobId(), done);
      listener.segmentDone(done, totalFrames, segment.frames(), nextMillis);
      nextMillis = SEGMENT_MILLIS;
    }

    private void finish() {
      disk.doneFrames.remove(jobId());
      disk.finished.merge(jobId(), 1, Integer::sum);
      Map<String, Path> stems = new LinkedHashMap<>();
      stems.put("vocals", order.request().outputFolder().resolve("vocals.wav"));
      end(
          new WorkerListener.End.Finished(
              stems,
              totalFrames,
              44_100,
              totalFrames / 44_100.0,
              1,
              5,
              FakeProbe.JOB_RSS,
              Map.of("separating", 1000L),
              Extras.NONE));
    }

    private void end(WorkerListener.End how) {
      if (!ended) {
        ended = true;
        probe.gone(pid);
        listener.ended(how);
      }
    }

    @Override
    public JobId jobId() {
      return order.id();
    }

    @Override
    public long pid() {
      return pid;
    }

    @Override
    public Instant startedAt() {
      return clock.instant();
    }

    @Override
    public synchronized void setSegment(SegmentLength length) {
      segment = length;
    }

    @Override
    public synchronized void cleanUp() {
      cleanUps++;
    }

    @Override
    public synchronized void hold() {
      holding = true;
    }

    @Override
    public synchronized void unload() {
      unloading = true;
    }

    @Override
    public synchronized void resume() {
      holding = false;
      held = false;
      unloading = false;
    }

    @Override
    public synchronized void stop() {
      stopping = true;
    }

    @Override
    public synchronized void kill(KillCause cause) {
      end(new WorkerListener.End.Killed(cause));
    }
  }

  /** A disk's checkpoint of a job, if it has one. */
  @Nullable Long checkpoint(JobId job) {
    return disk.doneFrames.get(job);
  }
}
