package app.headroom.memory.probe;

import app.headroom.memory.SystemSignal;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Locale;
import java.util.function.Supplier;

/**
 * What macOS and Windows say about memory by themselves. A system without such a signal, or one
 * that does not answer, says nothing.
 */
@SuppressWarnings("restricted") // native access is what it is for
final class SystemSignals {

  private SystemSignals() {}

  /** The signal of this system; asked as often as memory is looked at. */
  static Supplier<SystemSignal> ofSystem(String osName) {
    String os = osName.toLowerCase(Locale.ROOT);
    try {
      if (os.startsWith("mac")) {
        return mac();
      }
      if (os.startsWith("windows")) {
        return windows();
      }
    } catch (RuntimeException _) {
      // a symbol is missing, or native access is not allowed
    }
    return () -> SystemSignal.NONE;
  }

  /** {@code kern.memorystatus_vm_pressure_level}: 1 normal, 2 warning, 4 critical. */
  private static Supplier<SystemSignal> mac() {
    Linker linker = Linker.nativeLinker();
    MethodHandle sysctl =
        linker.downcallHandle(
            linker.defaultLookup().findOrThrow("sysctlbyname"),
            FunctionDescriptor.of(
                ValueLayout.JAVA_INT,
                ValueLayout.ADDRESS,
                ValueLayout.ADDRESS,
                ValueLayout.ADDRESS,
                ValueLayout.ADDRESS,
                ValueLayout.JAVA_LONG));
    MemorySegment name = Arena.global().allocateFrom("kern.memorystatus_vm_pressure_level");
    MemorySegment level = Arena.global().allocate(ValueLayout.JAVA_INT);
    MemorySegment size = Arena.global().allocate(ValueLayout.JAVA_LONG);
    return () -> {
      try {
        size.set(ValueLayout.JAVA_LONG, 0, Integer.BYTES);
        int failed = (int) sysctl.invokeExact(name, level, size, MemorySegment.NULL, 0L);
        return failed != 0 ? SystemSignal.NONE : ofMac(level.get(ValueLayout.JAVA_INT, 0));
      } catch (Throwable e) {
        throw new IllegalStateException(e);
      }
    };
  }

  static SystemSignal ofMac(int level) {
    return switch (level) {
      case 2 -> SystemSignal.LOW;
      case 4 -> SystemSignal.CRITICAL;
      default -> SystemSignal.NONE;
    };
  }

  /** Windows raises its low-memory notification when it is about to page. */
  private static Supplier<SystemSignal> windows() {
    Linker linker = Linker.nativeLinker();
    SymbolLookup kernel = SymbolLookup.libraryLookup("kernel32", Arena.global());
    MethodHandle create =
        linker.downcallHandle(
            kernel.findOrThrow("CreateMemoryResourceNotification"),
            FunctionDescriptor.of(ValueLayout.ADDRESS, ValueLayout.JAVA_INT));
    MethodHandle query =
        linker.downcallHandle(
            kernel.findOrThrow("QueryMemoryResourceNotification"),
            FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.ADDRESS));
    MemorySegment low = Arena.global().allocate(ValueLayout.JAVA_INT);
    int lowMemoryResourceNotification = 0;
    MemorySegment handle;
    try {
      handle = (MemorySegment) create.invokeExact(lowMemoryResourceNotification);
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
    if (handle.address() == 0) {
      return () -> SystemSignal.NONE;
    }
    return () -> {
      try {
        int answered = (int) query.invokeExact(handle, low);
        return answered != 0 && low.get(ValueLayout.JAVA_INT, 0) != 0
            ? SystemSignal.CRITICAL
            : SystemSignal.NONE;
      } catch (Throwable e) {
        throw new IllegalStateException(e);
      }
    };
  }
}
