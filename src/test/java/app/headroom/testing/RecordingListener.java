package app.headroom.testing;

import app.headroom.queue.WorkerListener;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** Keeps what it is told, in words. */
public final class RecordingListener implements WorkerListener {

  /** On a busy machine a separation takes many times as long as it should. */
  private static final int PATIENCE_SECONDS = 240;

  public final List<String> heard = new CopyOnWriteArrayList<>();
  public final List<End> ends = new CopyOnWriteArrayList<>();
  private final CompletableFuture<End> end = new CompletableFuture<>();
  private final List<Wish> wishes = new CopyOnWriteArrayList<>();

  private record Wish(Predicate<String> wanted, CompletableFuture<String> fulfilled) {}

  public End awaitEnd() throws Exception {
    return end.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  /** Waits until something that begins so is heard. */
  public String await(String beginning) throws Exception {
    Wish wish = new Wish(words -> words.startsWith(beginning), new CompletableFuture<>());
    wishes.add(wish);
    heard.stream().filter(wish.wanted).findFirst().ifPresent(wish.fulfilled::complete);
    return wish.fulfilled.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  /** Waits until so much is heard, or it has ended. */
  public void awaitCount(int events) throws Exception {
    Wish wish =
        new Wish(
            words -> heard.size() >= events || words.equals("ended"), new CompletableFuture<>());
    wishes.add(wish);
    if (heard.size() < events && !heard.contains("ended")) {
      wish.fulfilled.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }
  }

  private void hear(String words) {
    heard.add(words);
    wishes.stream()
        .filter(wish -> wish.wanted.test(words))
        .forEach(wish -> wish.fulfilled.complete(words));
  }

  @Override
  public void progressed(String phase, long doneUnits, long totalUnits) {
    hear("progress " + phase + " " + doneUnits + "/" + totalUnits);
  }

  @Override
  public void decoded(long frames, double audioSeconds) {
    hear("decoded " + frames);
  }

  @Override
  public void resumedAt(long doneFrames, long totalFrames) {
    hear("resumed " + doneFrames + "/" + totalFrames);
  }

  @Override
  public void segmentDone(long doneFrames, long totalFrames, int segmentFrames, long wallMillis) {
    hear("segment " + doneFrames + "/" + totalFrames + " of " + segmentFrames);
  }

  @Override
  public void noted(String note) {
    hear("noted " + note);
  }

  @Override
  public void cleanedUp() {
    hear("cleaned up");
  }

  @Override
  public void held(long doneFrames) {
    hear("held " + doneFrames);
  }

  @Override
  public void unloaded() {
    hear("unloaded");
  }

  @Override
  public void ended(End how) {
    hear("ended");
    ends.add(how);
    end.complete(how);
  }
}
