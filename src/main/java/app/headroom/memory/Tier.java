package app.headroom.memory;

/** How short of memory the machine is. In order of severity. */
public enum Tier {
  NORMAL,
  HIGH,
  CRITICAL
}
