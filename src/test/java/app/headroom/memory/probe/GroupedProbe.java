package app.headroom.memory.probe;

import app.headroom.memory.MemorySample;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * A program that looks at memory from inside a control group. Lines on stdin are {@code eat N},
 * {@code write N FILE} (megabytes, bounded) or {@code look}; the answer to each is a line with the
 * limit in bytes (0 if there is none) and the percentage in use.
 */
public final class GroupedProbe {

  private static final int MOST_MEGABYTES = 400;

  private GroupedProbe() {}

  public static void main(String[] args) throws IOException {
    LinuxProbe probe = new LinuxProbe(Path.of("/"), InstantSource.system());
    List<byte[]> held = new ArrayList<>();
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        String[] words = line.split(" ", 3);
        int megabytes = words.length > 1 ? Math.min(MOST_MEGABYTES, Integer.parseInt(words[1])) : 0;
        if (words[0].equals("eat")) {
          for (int i = 0; i < megabytes; i++) {
            held.add(megabyte());
          }
        } else if (words[0].equals("write")) {
          try (OutputStream out = Files.newOutputStream(Path.of(words[2]))) {
            for (int i = 0; i < megabytes; i++) {
              out.write(megabyte());
            }
          }
        }
        MemorySample sample = probe.sample(Map.of());
        System.out.println(
            (sample.limit() == null ? 0 : sample.limit().totalBytes())
                + " "
                + sample.usedPercent()
                + " "
                + held.size());
      }
    }
  }

  private static byte[] megabyte() {
    byte[] megabyte = new byte[1_000_000];
    Arrays.fill(megabyte, (byte) 1);
    return megabyte;
  }
}
