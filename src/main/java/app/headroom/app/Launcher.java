package app.headroom.app;

import app.headroom.worker.WorkerMain;

/** Where every process of the program starts. */
public final class Launcher {

  private Launcher() {}

  public static void main(String[] args) {
    if (args.length > 0 && args[0].equals("worker")) {
      WorkerMain.main(args);
    }
    System.exit(2);
  }
}
