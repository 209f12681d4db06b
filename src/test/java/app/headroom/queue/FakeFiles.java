package app.headroom.queue;

import app.headroom.job.JobId;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** Spool folders that are nothing but the fake workers' checkpoints, on a disk of a given size. */
final class FakeFiles implements JobFiles {

  private final Path root;
  private final FakeLauncher.Disk disk;
  private volatile long freeBytes = 500_000_000_000L;
  private final Set<JobId> extra = new HashSet<>();
  private volatile CountDownLatch answering = new CountDownLatch(0);
  private volatile CountDownLatch deleting = new CountDownLatch(0);
  final AtomicInteger asked = new AtomicInteger();

  FakeFiles(Path root, FakeLauncher.Disk disk) {
    this.root = root;
    this.disk = disk;
  }

  /** The same room on another disk. */
  FakeFiles on(FakeLauncher.Disk other) {
    FakeFiles files = new FakeFiles(root, other);
    files.freeBytes = freeBytes;
    return files;
  }

  void freeBytes(long bytes) {
    freeBytes = bytes;
  }

  /** From now on, until the latch is open, the disk does not say how much room it has. */
  void silentUntil(CountDownLatch latch) {
    answering = latch;
  }

  /** From now on, until the latch is open, no folder is gone. */
  void keepUntil(CountDownLatch latch) {
    deleting = latch;
  }

  synchronized void stray(JobId job) {
    extra.add(job);
  }

  @Override
  public Path spoolRoot() {
    return root;
  }

  @Override
  public Path spool(JobId job) {
    return root.resolve(job.value());
  }

  @Override
  public synchronized Set<JobId> spools() {
    Set<JobId> all = new HashSet<>(extra);
    all.addAll(disk.doneFrames.keySet());
    return all;
  }

  @Override
  public void discard(JobId job) throws IOException {
    wait(deleting);
    synchronized (this) {
      disk.doneFrames.remove(job);
      extra.remove(job);
    }
  }

  @Override
  public long freeBytes(Path folder) throws IOException {
    asked.incrementAndGet();
    wait(answering);
    return freeBytes;
  }

  private static void wait(CountDownLatch latch) throws IOException {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  @Override
  public boolean sameDisk(Path one, Path other) {
    return true;
  }
}
