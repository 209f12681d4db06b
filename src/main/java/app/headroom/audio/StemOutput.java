package app.headroom.audio;

import app.headroom.job.Residual;
import app.headroom.job.Stem;
import app.headroom.job.StemSelection;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * One file to write: the sum of one or more of the model's stems.
 *
 * @param id {@code vocals}, {@code no_vocals}
 * @param stems indices in the model's order; none for the residual
 * @param peak the largest absolute sample of the sum
 */
record StemOutput(String id, List<Integer> stems, double peak) {

  /** Of the file that holds what is in no stem. */
  static final String RESIDUAL = "residual";

  /**
   * @throws IllegalArgumentException if the model has not the stem that is to be isolated
   */
  static List<StemOutput> of(
      List<Stem> modelStems, StemSelection selection, Residual residual, StemPeaks peaks) {
    List<StemOutput> outputs = new ArrayList<>(selected(modelStems, selection, peaks));
    if (residual == Residual.STEM) {
      outputs.add(new StemOutput(RESIDUAL, List.of(), 0));
    }
    return List.copyOf(outputs);
  }

  private static List<StemOutput> selected(
      List<Stem> modelStems, StemSelection selection, StemPeaks peaks) {
    return switch (selection) {
      case StemSelection.All() -> {
        List<StemOutput> outputs = new ArrayList<>();
        for (int i = 0; i < modelStems.size(); i++) {
          outputs.add(single(modelStems, i, peaks));
        }
        yield outputs;
      }
      case StemSelection.Isolate(Stem stem) -> {
        int isolated = modelStems.indexOf(stem);
        if (isolated < 0) {
          throw new IllegalArgumentException("the model has no stem " + stem.id());
        }
        List<Integer> others =
            IntStream.range(0, modelStems.size()).filter(i -> i != isolated).boxed().toList();
        yield List.of(
            single(modelStems, isolated, peaks),
            new StemOutput("no_" + stem.id(), others, peaks.rests().get(isolated)));
      }
    };
  }

  private static StemOutput single(List<Stem> modelStems, int index, StemPeaks peaks) {
    return new StemOutput(modelStems.get(index).id(), List.of(index), peaks.stems().get(index));
  }
}
