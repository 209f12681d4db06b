package app.headroom.cli;

import java.util.concurrent.CountDownLatch;

/**
 * What is still done when this process is asked to end (Ctrl-C) while it is open. The process then
 * ends with 130 by itself.
 */
final class Interruption implements AutoCloseable {

  private final Thread hook;

  Interruption(Runnable lastDeed) {
    hook = new Thread(lastDeed, "headroom-interruption");
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** Where the end has begun, this does not return. */
  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      waitForTheEnd();
    }
  }

  private static void waitForTheEnd() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
