package app.headroom.settings;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The settings as a text file, UTF-8: {@code name = value} on a line, {@code #} begins a comment,
 * no escapes. What the user wrote stays as it is: saving changes the lines whose value changed and
 * no others. Not thread-safe across processes: the last one to save wins, line by line.
 */
public final class SettingsFile {

  private static final int MAX_BYTES = 1 << 20;
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

  private final Path file;

  public SettingsFile(Path file) {
    this.file = file;
  }

  public Path path() {
    return file;
  }

  /**
   * What the file says, as far as it can be taken.
   *
   * @param settings what is wrong has its fallback
   * @param wrong what is not allowed
   * @param mended budgets that can't be held, and what counts in their place
   */
  public record Reading(
      Settings settings,
      List<SettingsException.Problem> wrong,
      List<SettingsException.Problem> mended) {

    private static final Reading NOTHING = new Reading(Settings.FALLBACKS, List.of(), List.of());

    public Reading {
      wrong = List.copyOf(wrong);
      mended = List.copyOf(mended);
    }
  }

  /**
   * What the file says; without a file, {@link Settings#FALLBACKS}. Of budgets that can't be held
   * the nearest that can, see {@link Reading#mended}.
   *
   * @throws SettingsException if anything in it is not allowed; nothing of it is then used
   * @throws IOException if it can't be read
   */
  public Settings load() throws IOException, SettingsException {
    Reading reading = read();
    if (!reading.wrong().isEmpty()) {
      throw new SettingsException(file, reading.wrong());
    }
    return reading.settings();
  }

  /**
   * As {@link #load}, line by line: what is wrong in one takes nothing from the others.
   *
   * @throws IOException if it can't be read
   */
  public Reading read() throws IOException {
    if (Files.isDirectory(file)) {
      throw new IOException(file + " is a folder; the settings are a file of that name");
    }
    if (!Files.exists(file)) {
      return Reading.NOTHING;
    }
    try {
      return mended(text().parse());
    } catch (SettingsException e) {
      return new Reading(Settings.FALLBACKS, e.problems(), List.of());
    }
  }

  private static Reading mended(SettingsText.Parsed parsed) {
    List<SettingsException.Problem> mended = new ArrayList<>();
    Settings settings =
        Budgets.mended(
            parsed.settings(),
            MemorySettings.plainPolicy(parsed.settings()),
            (setting, what) ->
                mended.add(
                    new SettingsException.Problem(
                        parsed.lineByName().getOrDefault(setting.name(), 1), what)));
    return new Reading(settings, parsed.problems(), mended);
  }

  /** The problem as it is told where the file is not at hand. */
  public String told(SettingsException.Problem problem) {
    return file + ":" + problem.line() + ": " + problem.what();
  }

  /**
   * Writes a file that names and explains every setting, if there is no file yet.
   *
   * @return whether it was written
   */
  public boolean createIfAbsent() throws IOException {
    if (Files.exists(file)) {
      return false;
    }
    write(SettingsText.template());
    return true;
  }

  /**
   * Makes the file say {@code settings}.
   *
   * @throws SettingsException if the present file has something that is not allowed, or {@code
   *     settings} contradict each other; the file is then left as it is
   */
  public void save(Settings settings) throws IOException, SettingsException {
    SettingsText present = Files.exists(file) ? text() : SettingsText.template();
    SettingsText next = present.changed(strict(present), settings);
    checkTogether(strict(next)); // settings that contradict each other are not written
    write(next);
  }

  /**
   * As {@link #save}; but a present file that has something that is not allowed, or that can't be
   * read, is put aside first, beside the new one; it comes back if that cannot be written.
   *
   * @param now for its name
   * @return where it was put, if it was
   */
  public Optional<Path> saveOver(Settings settings, Instant now)
      throws IOException, SettingsException {
    boolean good;
    try {
      good = read().wrong().isEmpty();
    } catch (IOException _) {
      good = false;
    }
    if (good) {
      save(settings);
      return Optional.empty();
    }
    Path kept = file.resolveSibling(file.getFileName() + ".corrupt-" + TIME.format(now));
    Files.move(file, kept);
    boolean saved = false;
    try {
      save(settings);
      saved = true;
    } finally {
      if (!saved && !Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
        Files.move(kept, file);
      }
    }
    return Optional.of(kept);
  }

  private void checkTogether(Settings settings) throws SettingsException {
    try {
      MemorySettings.policy(settings);
    } catch (IllegalArgumentException e) {
      throw new SettingsException(
          file, List.of(new SettingsException.Problem(1, String.valueOf(e.getMessage()))));
    }
  }

  private Settings strict(SettingsText text) throws SettingsException {
    SettingsText.Parsed parsed = text.parse();
    if (!parsed.problems().isEmpty()) {
      throw new SettingsException(file, parsed.problems());
    }
    return parsed.settings();
  }

  private SettingsText text() throws IOException, SettingsException {
    byte[] bytes;
    try (InputStream in = Files.newInputStream(file)) {
      bytes = in.readNBytes(MAX_BYTES + 1);
    }
    if (bytes.length > MAX_BYTES) {
      throw new SettingsException(
          file, List.of(new SettingsException.Problem(1, "the file is larger than 1 MB")));
    }
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      String shown = text.startsWith("\uFEFF") ? text.substring(1) : text;
      return new SettingsText(shown.lines().toList());
    } catch (CharacterCodingException e) {
      throw new SettingsException(
          file, List.of(new SettingsException.Problem(1, "the file is not UTF-8 text")));
    }
  }

  /** A temporary sibling, forced and moved into place. */
  private void write(SettingsText text) throws IOException {
    Path target = Files.exists(file) ? file.toRealPath() : file;
    Path temporary = Files.createTempFile(target.resolveSibling(""), ".headroom-", ".properties");
    try {
      try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
        ByteBuffer bytes =
            ByteBuffer.wrap(
                (String.join("\n", text.lines()) + "\n").getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
        channel.force(true);
      }
      Files.move(
          temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }
}
