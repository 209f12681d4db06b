package app.headroom.memory.probe;

import app.headroom.memory.Capacity;
import java.util.Optional;
import java.util.OptionalLong;

/** One control group's limit and use. */
final class CgroupMemory {

  private CgroupMemory() {}

  /**
   * The limit that counts.
   *
   * @param max text of {@code memory.max} or {@code memory.limit_in_bytes}: the group's processes
   *     are killed above it
   * @param high text of {@code memory.high}: they are slowed down above it
   * @param machineBytes a limit of that much or more is none; version 1 writes none as a huge
   *     number
   */
  static OptionalLong limit(Optional<String> max, Optional<String> high, long machineBytes) {
    long limit =
        Math.min(
            max.flatMap(CgroupMemory::number).orElse(Long.MAX_VALUE),
            high.flatMap(CgroupMemory::number).orElse(Long.MAX_VALUE));
    return limit > 0 && limit < machineBytes ? OptionalLong.of(limit) : OptionalLong.empty();
  }

  /**
   * What is left of a limit.
   *
   * <p>Cached files count as available, else a long song, streamed through the cache, would fill
   * any group and nothing that a pause could do would ever empty it. Of those in active use only
   * what is not mapped counts: mapped are the running programs themselves.
   *
   * @param current text of {@code memory.current} or {@code memory.usage_in_bytes}
   * @param stat text of {@code memory.stat}
   * @param prefix {@code total_} for version 1, where names without it leave out groups below
   */
  static Optional<Capacity> capacity(long limitBytes, String current, String stat, String prefix) {
    return number(current)
        .map(
            used -> {
              String mapped = prefix.isEmpty() ? "file_mapped " : prefix + "mapped_file ";
              long cached =
                  Numbers.named(stat, prefix + "inactive_file ").orElse(0)
                      + Math.max(
                          0,
                          Numbers.named(stat, prefix + "active_file ").orElse(0)
                              - Numbers.named(stat, mapped).orElse(0));
              return new Capacity(limitBytes, limitBytes - used + Math.min(cached, used));
            });
  }

  private static Optional<Long> number(String text) {
    OptionalLong number = Numbers.parse(text);
    return number.isPresent() ? Optional.of(number.getAsLong()) : Optional.empty();
  }
}
