package app.headroom.cli;

import app.headroom.job.Bytes;
import app.headroom.memory.Capacity;
import app.headroom.memory.MemoryPolicy;
import app.headroom.memory.MemoryProbe;
import app.headroom.memory.MemorySample;
import app.headroom.memory.ProgramMemory;
import app.headroom.memory.Stall;
import app.headroom.memory.TierTracker;
import app.headroom.settings.MemorySettings;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "memory", description = "Says how the machine's memory stands.")
final class MemoryCommand implements Callable<Integer> {

  private static final int PROGRAMS = 5;
  private static final int SAMPLES_A_LINE = 4;

  private final Services services;
  private final Console console;

  @Option(names = "--watch", description = "Again and again, until interrupted.")
  private boolean watch;

  @Option(names = "--json", description = "One JSON object for each look.")
  private boolean json;

  MemoryCommand(Services services, Console console) {
    this.services = services;
    this.console = console;
  }

  @Override
  public Integer call() throws Exception {
    MemoryPolicy policy = MemorySettings.policy(services.settings());
    MemoryProbe probe = services.memoryProbe();
    TierTracker tracker = TierTracker.START;
    for (long look = 0; ; look++) {
      MemorySample sample = probe.sample(Map.of());
      tracker = tracker.next(sample, policy.tiers());
      if (look % SAMPLES_A_LINE == 0) {
        List<ProgramMemory> biggest = probe.biggestPrograms(PROGRAMS, List.of());
        print(sample, tracker, biggest);
      }
      if (!watch || console.broken()) {
        return ExitCode.DONE;
      }
      TimeUnit.NANOSECONDS.sleep(policy.sampling().interval().toNanos());
    }
  }

  private void print(MemorySample sample, TierTracker tracker, List<ProgramMemory> biggest) {
    if (json) {
      console.results(json(sample, tracker, biggest) + "\n");
    } else {
      console.result(text(sample, tracker, biggest));
    }
  }

  private static String text(
      MemorySample sample, TierTracker tracker, List<ProgramMemory> biggest) {
    StringBuilder text = new StringBuilder();
    text.append(tracker.tier())
        .append(String.format(Locale.ROOT, "  %.0f %% used", sample.usedPercent()))
        .append(" · ")
        .append(Bytes.text(sample.availableBytes()))
        .append(" of ")
        .append(Bytes.text(sample.totalBytes()))
        .append(" free");
    Capacity limit = sample.limit();
    if (limit != null) {
      text.append(" · limited to ").append(Bytes.text(limit.totalBytes()));
    }
    if (sample.swapTotalBytes() > 0) {
      text.append(" · swap ").append(Bytes.text(sample.swapUsedBytes()));
    }
    Stall stall = sample.stall();
    if (stall != null) {
      text.append(
          String.format(
              Locale.ROOT, " · stalled %.1f %% / %.1f %%", stall.someAvg10(), stall.fullAvg10()));
    }
    if (!biggest.isEmpty()) {
      text.append(" · ")
          .append(String.join(", ", biggest.stream().map(ProgramMemory::toString).toList()));
    }
    return text.toString();
  }

  private static JsonLine json(
      MemorySample sample, TierTracker tracker, List<ProgramMemory> biggest) {
    Capacity limit = sample.limit();
    Stall stall = sample.stall();
    return JsonLine.event("memory")
        .with("at", sample.at())
        .with("tier", tracker.tier().name().toLowerCase(Locale.ROOT))
        .with("usedPercent", sample.usedPercent())
        .with("totalBytes", sample.totalBytes())
        .with("availableBytes", sample.availableBytes())
        .withIf("limitBytes", limit == null ? null : Long.valueOf(limit.totalBytes()))
        .with("swapTotalBytes", sample.swapTotalBytes())
        .with("swapUsedBytes", sample.swapUsedBytes())
        .withIf("stallSomePercent", stall == null ? null : Double.valueOf(stall.someAvg10()))
        .withIf("stallFullPercent", stall == null ? null : Double.valueOf(stall.fullAvg10()))
        .with(
            "biggest",
            biggest.stream()
                .map(program -> Map.of("name", program.name(), "bytes", program.bytes()))
                .toList());
  }
}
