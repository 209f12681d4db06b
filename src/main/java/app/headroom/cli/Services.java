package app.headroom.cli;

import app.headroom.job.JobId;
import app.headroom.job.SegmentLength;
import app.headroom.memory.MemoryProbe;
import app.headroom.memory.Sampler;
import app.headroom.models.ModelStore;
import app.headroom.queue.HandOffs;
import app.headroom.queue.JobQueue;
import app.headroom.queue.QueueSettings;
import app.headroom.queue.RemoteQueue;
import app.headroom.queue.SourceProbe;
import app.headroom.queue.Startable;
import app.headroom.settings.Settings;
import app.headroom.settings.SettingsException;
import app.headroom.settings.SettingsFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What the commands work with; implemented by the composition root, which makes each part when it
 * is first asked for, and closes all of them.
 */
public interface Services {

  SettingsFile settingsFile();

  /**
   * As the file says, read once.
   *
   * @throws SettingsException if the file says what can't be meant
   */
  Settings settings() throws IOException, SettingsException;

  /** What the queue goes by, from the settings. */
  QueueSettings queueSettings() throws IOException, SettingsException;

  SourceProbe sourceProbe() throws IOException;

  ModelStore models();

  MemoryProbe memoryProbe();

  /**
   * Looks, without opening it, whether the queue is one that this program can use.
   *
   * @throws app.headroom.queue.StoreException if a newer version of the program keeps it
   */
  void requireKnownQueue();

  /**
   * Opens the queue, or finds who has it open.
   *
   * @param role what this process is, for people: {@code headroom separate}
   */
  QueueAccess queue(String role, QueueSettings settings) throws IOException;

  /** One for all; closed with the services. */
  HandOffs handOffs();

  Benchmarks benchmarks() throws IOException;

  /** The queue, in this process or in another. */
  sealed interface QueueAccess extends AutoCloseable {

    @Override
    void close();

    /** This process owns the queue until it closes it. */
    non-sealed interface Own extends QueueAccess {
      JobQueue queue();

      /** From now on the jobs that {@code mayStart} are started. */
      void start(Predicate<? super JobId> mayStart);

      void start(Startable startable);

      Sampler sampler();

      /**
       * What could not be read of the queue, in words. Whoever subscribes to the queue is told so.
       */
      List<String> troubles();
    }

    non-sealed interface Other extends QueueAccess {
      RemoteQueue queue();
    }
  }

  /** What {@code headroom bench} measures; each prints its table as it goes. */
  interface Benchmarks {

    void rungs(boolean againstNpm, Consumer<String> out) throws IOException, InterruptedException;

    /**
     * @param trueStems folder of the stems that the song was mixed of
     */
    void endToEnd(Path song, boolean againstNpm, @Nullable Path trueStems, Consumer<String> out)
        throws IOException, InterruptedException;

    /**
     * @param model by its name; it is made ready first
     */
    void costs(String model, Path song, List<SegmentLength> lengths, Consumer<String> out)
        throws IOException, InterruptedException;

    /**
     * @return whether every budget was kept
     */
    boolean budgets(Path song, Consumer<String> out) throws IOException, InterruptedException;

    void endurance(Path song, Consumer<String> out) throws IOException, InterruptedException;

    void memoryProbe(Consumer<String> out) throws IOException, InterruptedException;

    /** A song for want of one: synthesised, gone when the services are closed. */
    Path song(int seconds) throws IOException;
  }
}
