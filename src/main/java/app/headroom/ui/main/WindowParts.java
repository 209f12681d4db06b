package app.headroom.ui.main;

import app.headroom.job.SeparationRequest;
import app.headroom.memory.MemorySample;
import app.headroom.player.SoundDevice;
import app.headroom.player.Workshop;
import app.headroom.queue.HandOffs;
import app.headroom.queue.QueueDesk;
import app.headroom.queue.QueueEvent;
import app.headroom.queue.QueueSettings;
import app.headroom.queue.Subscription;
import app.headroom.settings.Settings;
import app.headroom.ui.common.Messages;
import app.headroom.ui.player.ExportChooser;
import app.headroom.ui.queue.CoverSource;
import app.headroom.ui.queue.Outlooks;
import app.headroom.ui.queue.SongSearch;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import javafx.stage.Window;

/**
 * What the window works with; made by {@code app}. Nothing here waits when it is called on the FX
 * thread, but for {@link #search}, {@link #covers} and {@link #keeper}, which the window calls in
 * the background.
 *
 * @param queueSettings takes what the queue goes by from now on
 * @param events tells a listener all that happens in the queue
 * @param samples tells a listener every sample of memory
 * @param requests what is asked for a song, by the settings
 * @param policies what the queue goes by, by the settings
 * @param keeper writes the settings
 * @param names the path of a stem below the output folder by the settings, for the preview; an
 *     IllegalArgumentException's message says what is wrong
 * @param reveal shows files where the system shows files; they are of one song
 * @param workshop where the player has its files, and who works for it
 * @param sound where it plays
 * @param handOffs makes files for other programs of finished stems; closed by others
 * @param exports lets the user say where a mix goes, over that window
 * @param totalMemoryBytes of the machine
 */
public record WindowParts(
    QueueDesk desk,
    Outlooks outlooks,
    Consumer<QueueSettings> queueSettings,
    QueueSettings firstQueueSettings,
    Function<Consumer<QueueEvent>, Subscription> events,
    Function<Consumer<MemorySample>, AutoCloseable> samples,
    SongSearch search,
    CoverSource covers,
    ModelSetup model,
    BiFunction<Settings, Path, SeparationRequest> requests,
    BiFunction<Settings, QueueSettings, QueueSettings> policies,
    Consumer<Settings> keeper,
    Function<Settings, String> names,
    Consumer<List<Path>> reveal,
    Workshop workshop,
    SoundDevice sound,
    HandOffs handOffs,
    BiFunction<Window, Messages, ExportChooser> exports,
    long totalMemoryBytes) {}
