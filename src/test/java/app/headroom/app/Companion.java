package app.headroom.app;

import java.util.ArrayList;
import java.util.List;

/** Another program that takes as many megabytes as its argument says, until its input ends. */
final class Companion {

  private Companion() {}

  public static void main(String[] args) throws Exception {
    int megabytes = Integer.parseInt(args[0]);
    List<byte[]> taken = new ArrayList<>();
    for (int i = 0; i < megabytes; i++) {
      byte[] block = new byte[1_000_000];
      for (int at = 0; at < block.length; at += 4096) {
        block[at] = 1;
      }
      taken.add(block);
    }
    System.out.println("taken " + taken.size());
    while (System.in.read() >= 0) {
      // stays
    }
  }
}
