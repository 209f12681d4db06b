package app.headroom.bench;

import app.headroom.audio.AudioException;
import app.headroom.audio.Spool;
import app.headroom.audio.StemFrames;
import app.headroom.job.Stem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How close separated stems are to those that a song was mixed of. The measure is the plain ratio
 * of energies over the whole song, {@code 10 log10(sum(true^2) / sum((true - separated)^2))}, which
 * the music demixing challenge of 2021 called SDR. Needs the decoder's libraries in this process.
 *
 * @param folder of the true stems, each named by its stem
 */
record TrueStems(Path folder) {

  private static final int PIECE_FRAMES = 1 << 14;

  /**
   * @param separated a folder with the stems of that song somewhere below it
   * @return decibels by stem, of those that are in both
   */
  Map<Stem, Double> sdr(Path separated) throws IOException {
    Map<Stem, Double> all = new LinkedHashMap<>();
    for (Stem stem : Stem.values()) {
      Optional<Path> truth = find(folder, stem);
      Optional<Path> made = find(separated, stem);
      if (truth.isPresent() && made.isPresent()) {
        all.put(stem, sdr(truth.get(), made.get()));
      }
    }
    if (all.isEmpty()) {
      throw new IOException(folder + " and " + separated + " hold no stem in common");
    }
    return all;
  }

  private static double sdr(Path truth, Path made) throws IOException {
    double energy = 0;
    double error = 0;
    float[] piece = new float[4 * PIECE_FRAMES];
    try (StemFrames both = StemFrames.open(List.of(truth, made), Spool.SAMPLE_RATE_HZ)) {
      for (int got = both.read(piece, PIECE_FRAMES);
          got > 0;
          got = both.read(piece, PIECE_FRAMES)) {
        for (int i = 0; i < got; i++) {
          for (int side = 0; side < 2; side++) {
            double wanted = piece[4 * i + side];
            double off = wanted - piece[4 * i + 2 + side];
            energy += wanted * wanted;
            error += off * off;
          }
        }
      }
    } catch (AudioException e) {
      throw new IOException(e.failure().what(), e);
    }
    return 10 * Math.log10(energy / error);
  }

  private static Optional<Path> find(Path folder, Stem stem) throws IOException {
    try (Stream<Path> tree = Files.walk(folder)) {
      return tree.filter(Files::isRegularFile)
          .filter(file -> isOf(stem, file.getFileName().toString()))
          .min(Path::compareTo);
    }
  }

  private static boolean isOf(Stem stem, String name) {
    int dot = name.lastIndexOf('.');
    return dot > 0 && name.substring(0, dot).equalsIgnoreCase(stem.id());
  }

  /** In one line: each, and their mean. */
  static String text(Map<Stem, Double> sdr) {
    List<String> words = new ArrayList<>();
    sdr.forEach((stem, db) -> words.add(String.format(Locale.ROOT, "%s %.2f", stem.id(), db)));
    double mean = sdr.values().stream().mapToDouble(Double::doubleValue).average().orElseThrow();
    return String.format(Locale.ROOT, "SDR %s dB; mean %.2f dB", String.join(", ", words), mean);
  }
}
