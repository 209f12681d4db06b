package app.headroom.memory.probe;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The control groups that may limit this process's memory.
 *
 * @param levels folders, from its own group up to the topmost that is visible here
 */
record Cgroup(Version version, List<Path> levels) {

  enum Version {
    V1,
    V2
  }

  Cgroup {
    levels = List.copyOf(levels);
  }

  /**
   * @param membership text of {@code /proc/self/cgroup}
   * @param mounts text of {@code /proc/self/mountinfo}
   * @return the group that the memory controller goes by: of version 2, unless version 1 has it;
   *     empty where there is none
   */
  static Optional<Cgroup> parse(String membership, String mounts) {
    return of(Version.V1, membership, mounts).or(() -> of(Version.V2, membership, mounts));
  }

  private static Optional<Cgroup> of(Version version, String membership, String mounts) {
    return path(membership, version).flatMap(path -> mounted(path, mounts, version));
  }

  /** Lines are {@code hierarchy:controllers:path}; version 2's has no controllers. */
  private static Optional<String> path(String membership, Version version) {
    return membership
        .lines()
        .map(line -> line.split(":", 3))
        .filter(fields -> fields.length == 3 && fields[2].startsWith("/"))
        .filter(
            fields ->
                switch (version) {
                  case V1 -> Arrays.asList(fields[1].split(",")).contains("memory");
                  case V2 -> fields[0].equals("0") && fields[1].isEmpty();
                })
        .map(fields -> fields[2])
        .findFirst();
  }

  /**
   * Lines are {@code id parent major:minor root mountpoint options [tags] - type source options}.
   */
  private static Optional<Cgroup> mounted(String path, String mounts, Version version) {
    return mounts
        .lines()
        .filter(line -> line.contains(" - "))
        .filter(
            line -> {
              String[] tail = line.substring(line.lastIndexOf(" - ") + 3).split(" ", -1);
              return switch (version) {
                case V1 ->
                    tail[0].equals("cgroup")
                        && tail.length > 2
                        && Arrays.asList(tail[2].split(",")).contains("memory");
                case V2 -> tail[0].equals("cgroup2");
              };
            })
        .map(line -> line.split(" ", -1))
        .filter(fields -> fields.length > 4)
        .map(
            fields -> new Cgroup(version, levels(unescaped(fields[3]), unescaped(fields[4]), path)))
        .findFirst();
  }

  private static List<Path> levels(String mountRoot, String mountPoint, String path) {
    Path top = Path.of(mountPoint);
    // in a container without a namespace of its own the mount shows only a part of the hierarchy
    String below =
        path.equals(mountRoot) || !path.startsWith(mountRoot)
            ? ""
            : path.substring(mountRoot.length());
    Path own = top.resolve(below.replaceFirst("^/+", "")).normalize();
    List<Path> levels = new ArrayList<>();
    // a path with .. lies outside of what is visible here
    for (Path level = own; level != null && level.startsWith(top); level = level.getParent()) {
      levels.add(level);
    }
    return levels.isEmpty() ? List.of(top) : levels;
  }

  /** Spaces, tabs, newlines and backslashes stand as octal numbers. */
  private static String unescaped(String field) {
    return field
        .replace("\\040", " ")
        .replace("\\011", "\t")
        .replace("\\012", "\n")
        .replace("\\134", "\\");
  }
}
