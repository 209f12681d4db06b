package app.headroom.app;

/** Where every process of the program starts. */
public final class Launcher {

  private Launcher() {}

  public static void main(String[] args) {
    System.exit(2);
  }
}
