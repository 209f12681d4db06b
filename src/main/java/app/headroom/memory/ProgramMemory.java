package app.headroom.memory;

import app.headroom.job.Bytes;

/**
 * What another program holds, all its processes together.
 *
 * @param name for people, {@code Chrome}: as the system calls it, with a capital; at most 40
 *     characters, none of them a control character
 * @param bytes resident memory, without what files back where the system tells that apart
 */
public record ProgramMemory(String name, long bytes) {

  /** For example {@code Chrome 9.1 GB}. */
  @Override
  public String toString() {
    return name + " " + Bytes.text(bytes);
  }
}
