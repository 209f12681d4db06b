package app.headroom.settings;

import static app.headroom.settings.MemorySettings.BUDGET;
import static app.headroom.settings.MemorySettings.COMMAND_BUDGET;
import static app.headroom.settings.MemorySettings.KILL;

import app.headroom.memory.MemoryPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/** Whether the budgets and the hard limit can be held, each by itself and together. */
final class Budgets {

  private Budgets() {}

  /**
   * One that can't be held.
   *
   * @param what is wrong, naming the setting and what it must be
   * @param changed the setting that is to have {@code bytes} instead
   */
  private record Fault(Setting<Long> wrong, String what, Setting<Long> changed, long bytes) {}

  /**
   * @param policy as the settings have it
   * @throws IllegalArgumentException naming the first that can't be held and what it must be
   */
  static void check(Settings settings, MemoryPolicy policy) {
    List<Fault> faults = faults(settings, policy);
    if (!faults.isEmpty()) {
      throw new IllegalArgumentException(faults.getFirst().what());
    }
  }

  /**
   * The nearest settings that can be held: a budget with which no song can be separated becomes the
   * least one, and one above the hard limit comes down to it.
   *
   * @param told is told what is wrong with a setting, and what counts instead
   */
  static Settings mended(
      Settings settings, MemoryPolicy policy, BiConsumer<Setting<?>, String> told) {
    Settings next = settings;
    for (Fault fault : faults(settings, policy)) {
      String instead = fault.changed().name() + " counts as " + text(fault.bytes());
      told.accept(fault.wrong(), fault.what() + "; " + instead);
      next = next.with(fault.changed(), fault.bytes());
    }
    return next;
  }

  private static List<Fault> faults(Settings settings, MemoryPolicy policy) {
    List<Fault> faults = new ArrayList<>();
    long leastBytes = policy.leastBudgetBytes();
    atLeast(leastBytes, BUDGET, settings, faults);
    atLeast(policy.leastCommandBudgetBytes(), COMMAND_BUDGET, settings, faults);
    atLeast(leastBytes, KILL, settings, faults);
    long budgetBytes = Math.max(leastBytes, settings.get(BUDGET));
    long killBytes = Math.max(leastBytes, settings.get(KILL));
    if (killBytes < budgetBytes) {
      String what =
          KILL.name()
              + " must be at least "
              + BUDGET.name()
              + " ("
              + text(budgetBytes)
              + "), not "
              + settings.text(KILL);
      faults.add(new Fault(KILL, what, BUDGET, killBytes));
    }
    return faults;
  }

  private static void atLeast(
      long leastBytes, Setting<Long> setting, Settings settings, List<Fault> faults) {
    if (settings.get(setting) < leastBytes) {
      String what =
          setting.name()
              + " must be at least "
              + text(leastBytes)
              + ", which the shortest segments need, not "
              + settings.text(setting);
      faults.add(new Fault(setting, what, setting, leastBytes));
    }
  }

  private static String text(long bytes) {
    return BUDGET.kind().text(bytes);
  }
}
