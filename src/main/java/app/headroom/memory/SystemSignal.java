package app.headroom.memory;

/** What the system itself says about memory, where it has such a signal (macOS, Windows). */
public enum SystemSignal {
  /** Nothing to say, or no such signal on this system. */
  NONE,
  /** Memory is getting short: the machine is at least HIGH. */
  LOW,
  /** The system is about to take measures of its own: the machine is CRITICAL. */
  CRITICAL
}
