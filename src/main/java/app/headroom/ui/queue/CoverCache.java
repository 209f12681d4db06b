package app.headroom.ui.queue;

import app.headroom.job.JobId;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javafx.scene.image.Image;
import javafx.scene.image.PixelFormat;
import javafx.scene.image.WritableImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The covers of the songs that were in sight lately, small and at most {@value #MOST} of them.
 * Reads and decodes on one background thread, a picture of any size in bounded memory; what was
 * scrolled past before its turn came is not read. Everything but {@link #load} belongs to the FX
 * thread.
 */
final class CoverCache implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(CoverCache.class);

  private static final int MOST = 200;
  private static final int WAITING = 24;

  /** Twice the size on the screen, for screens with small pixels. */
  private static final int PIXELS = 88;

  /** No scanner makes larger pictures. */
  private static final int MOST_PIXELS = 20_000;

  private final CoverSource source;
  private final Executor fxThread;
  private final ThreadPoolExecutor reader;
  private final Map<JobId, Optional<Image>> covers =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<JobId, Optional<Image>> eldest) {
          return size() > MOST;
        }
      };

  CoverCache(CoverSource source, Executor fxThread) {
    this.source = source;
    this.fxThread = fxThread;
    this.reader =
        new ThreadPoolExecutor(
            1,
            1,
            10,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(WAITING),
            Thread.ofPlatform().daemon().name("covers").factory(),
            new ThreadPoolExecutor.DiscardOldestPolicy());
    reader.allowCoreThreadTimeOut(true);
  }

  /**
   * Calls {@code receiver} with the cover, now or later, on the FX thread; not at all if there is
   * none.
   */
  void request(JobId id, Path song, Consumer<Image> receiver) {
    Optional<Image> known = covers.get(id);
    if (known != null) {
      known.ifPresent(receiver);
      return;
    }
    reader.execute(
        () -> {
          Optional<Image> cover = load(song);
          fxThread.execute(
              () -> {
                covers.put(id, cover);
                cover.ifPresent(receiver);
              });
        });
  }

  private Optional<Image> load(Path song) {
    try {
      Optional<byte[]> encoded = source.cover(song);
      return encoded.isEmpty() ? Optional.empty() : decode(encoded.get());
    } catch (IOException | RuntimeException e) {
      LOG.debug("no cover for {}", song, e);
      return Optional.empty();
    }
  }

  /** The middle square of the picture, every n-th pixel of it read. */
  private static Optional<Image> decode(byte[] encoded) throws IOException {
    try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(encoded))) {
      Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
      if (!readers.hasNext()) {
        return Optional.empty();
      }
      ImageReader reader = readers.next();
      try {
        reader.setInput(in, true, true);
        int width = reader.getWidth(0);
        int height = reader.getHeight(0);
        if (Math.max(width, height) > MOST_PIXELS) {
          return Optional.empty(); // a row of it alone would not fit
        }
        int side = Math.min(width, height);
        int step = Math.max(1, side / PIXELS);
        ImageReadParam param = reader.getDefaultReadParam();
        param.setSourceRegion(
            new java.awt.Rectangle((width - side) / 2, (height - side) / 2, side, side));
        param.setSourceSubsampling(step, step, 0, 0);
        return Optional.of(toFx(reader.read(0, param)));
      } finally {
        reader.dispose();
      }
    }
  }

  private static Image toFx(BufferedImage image) {
    int width = image.getWidth();
    int height = image.getHeight();
    int[] pixels = image.getRGB(0, 0, width, height, null, 0, width);
    WritableImage result = new WritableImage(width, height);
    result
        .getPixelWriter()
        .setPixels(0, 0, width, height, PixelFormat.getIntArgbInstance(), pixels, 0, width);
    return result;
  }

  @Override
  public void close() {
    reader.shutdownNow();
  }
}
