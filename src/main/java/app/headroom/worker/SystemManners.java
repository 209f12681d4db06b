package app.headroom.worker;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a worker stays out of the way of everything else on the machine. All of it is done as far as
 * the system lets it, and silently left undone where not.
 */
@SuppressWarnings("restricted") // calls of the system's own functions
final class SystemManners {

  private static final int NICE = 10;
  private static final int PRIO_PROCESS = 0;
  private static final int SIGINT = 2;
  private static final long SIG_IGN = 1;
  private static final int BELOW_NORMAL_PRIORITY_CLASS = 0x4000;

  /** Of at most 1000: whoever is started by the user himself and eats more memory comes first. */
  private static final String OOM_SCORE = "900";

  private static final Path PROC_SELF = Path.of("/proc/self");

  private final boolean windows =
      System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("windows");
  private final @Nullable MethodHandle mallocTrim;

  SystemManners() {
    mallocTrim =
        windows
            ? null
            : function(
                    "malloc_trim",
                    FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG))
                .orElse(null);
  }

  /**
   * Lets other programs have the processor first, and the kernel end this one first when memory is
   * out.
   */
  void stepBack() {
    try {
      if (windows) {
        lowerOnWindows();
      } else {
        lower();
      }
    } catch (Throwable e) {
      System.err.println("The priority stays as it is: " + e);
    }
    try {
      ignoreInterrupts();
    } catch (Throwable e) {
      System.err.println("Interrupts from the terminal end this process: " + e);
    }
    try {
      if (Files.exists(PROC_SELF.resolve("oom_score_adj"))) {
        Files.writeString(PROC_SELF.resolve("oom_score_adj"), OOM_SCORE);
      }
    } catch (IOException e) {
      System.err.println("The kernel's order of ending stays as it is: " + e);
    }
  }

  /**
   * Ctrl-C on a terminal goes to every process that was started from it; this one keeps its place
   * first, when the application tells it to.
   */
  private void ignoreInterrupts() throws Throwable {
    Optional<MethodHandle> signal =
        windows
            ? Optional.empty()
            : function(
                "signal",
                FunctionDescriptor.of(
                    ValueLayout.ADDRESS, ValueLayout.JAVA_INT, ValueLayout.ADDRESS));
    if (signal.isPresent()) {
      MemorySegment _ =
          (MemorySegment) signal.get().invokeExact(SIGINT, MemorySegment.ofAddress(SIG_IGN));
    }
  }

  /** Gives memory that the allocator holds unused back to the system. */
  void trimHeaps() {
    System.gc();
    if (mallocTrim != null) {
      try {
        int _ = (int) mallocTrim.invokeExact(0L);
      } catch (Throwable e) {
        throw new AssertionError("malloc_trim does not fail", e);
      }
    }
  }

  /**
   * On Linux each thread has its own, and threads to come inherit that of the thread that makes
   * them.
   */
  private static void lower() throws Throwable {
    Optional<MethodHandle> setPriority =
        function(
            "setpriority",
            FunctionDescriptor.of(
                ValueLayout.JAVA_INT,
                ValueLayout.JAVA_INT,
                ValueLayout.JAVA_INT,
                ValueLayout.JAVA_INT));
    if (setPriority.isEmpty()) {
      return;
    }
    int _ = (int) setPriority.get().invokeExact(PRIO_PROCESS, 0, NICE);
    Path tasks = PROC_SELF.resolve("task");
    if (Files.isDirectory(tasks)) {
      try (DirectoryStream<Path> threads = Files.newDirectoryStream(tasks)) {
        for (Path thread : threads) {
          int id = Integer.parseInt(thread.getFileName().toString());
          int _ = (int) setPriority.get().invokeExact(PRIO_PROCESS, id, NICE);
        }
      }
    }
  }

  private static void lowerOnWindows() throws Throwable {
    SymbolLookup kernel = SymbolLookup.libraryLookup("kernel32", Arena.global());
    Linker linker = Linker.nativeLinker();
    MethodHandle currentProcess =
        linker.downcallHandle(
            kernel.find("GetCurrentProcess").orElseThrow(),
            FunctionDescriptor.of(ValueLayout.ADDRESS));
    MethodHandle setPriorityClass =
        linker.downcallHandle(
            kernel.find("SetPriorityClass").orElseThrow(),
            FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT));
    MemorySegment process = (MemorySegment) currentProcess.invokeExact();
    int _ = (int) setPriorityClass.invokeExact(process, BELOW_NORMAL_PRIORITY_CLASS);
  }

  private static Optional<MethodHandle> function(String name, FunctionDescriptor descriptor) {
    Linker linker = Linker.nativeLinker();
    return linker
        .defaultLookup()
        .find(name)
        .map(address -> linker.downcallHandle(address, descriptor));
  }
}
