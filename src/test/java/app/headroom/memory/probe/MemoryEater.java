package app.headroom.memory.probe;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A program that holds memory: for each line on its stdin, as many megabytes as the line says,
 * bounded, and the same line on stdout when it has them. It ends with its stdin.
 */
public final class MemoryEater {

  private static final int MOST_MEGABYTES = 400;

  private MemoryEater() {}

  public static void main(String[] args) throws IOException {
    List<byte[]> held = new ArrayList<>();
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        int megabytes = Math.min(MOST_MEGABYTES, Integer.parseInt(line));
        held.clear();
        for (int i = 0; i < megabytes; i++) {
          byte[] megabyte = new byte[1_000_000];
          Arrays.fill(megabyte, (byte) 1);
          held.add(megabyte);
        }
        System.out.println(held.size());
      }
    }
  }
}
