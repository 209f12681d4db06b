package app.headroom.app;

import app.headroom.settings.Locations;
import app.headroom.settings.Setting;
import app.headroom.settings.Settings;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ConfiguratorRank;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.rolling.FixedWindowRollingPolicy;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.SizeBasedTriggeringPolicy;
import ch.qos.logback.core.spi.ContextAwareBase;
import ch.qos.logback.core.status.NopStatusListener;
import ch.qos.logback.core.util.FileSize;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * The log: files of bounded size and number in the program's own folder, nothing on stdout or
 * stderr. Each process that runs at the same time has its own. Found by logback itself, as a
 * service, when the first logger is made.
 */
@ConfiguratorRank(ConfiguratorRank.CUSTOM_HIGH_PRIORITY)
public final class Logging extends ContextAwareBase implements Configurator {

  private static final int MOST_PROCESSES = 8;

  /** Without line breaks from outside, so that nothing can be mistaken for a line of its own. */
  private static final String PATTERN =
      "%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX} %-5level %logger{20} %replace(%msg){'[\\r\\n\\p{Cntrl}]+',"
          + " ' '}%n%ex{30}";

  private record Target(Path folder, long fileBytes, int files) {}

  private static @Nullable Target target;

  /** Keeps the lock on this process's name of a log file until the process ends. */
  @SuppressWarnings("unused")
  private static @Nullable FileLock named;

  /** Before the first logger is made. */
  static void to(Locations locations, Settings settings) {
    target =
        new Target(
            locations.logs(), settings.get(Setting.LOG_FILE_SIZE), settings.get(Setting.LOG_FILES));
  }

  @Override
  public ExecutionStatus configure(LoggerContext context) {
    Target log = target;
    if (log == null) {
      return ExecutionStatus.INVOKE_NEXT_IF_ANY;
    }
    ch.qos.logback.classic.Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    root.setLevel(Level.WARN);
    context.getLogger("app.headroom").setLevel(Level.INFO);
    // Else logback itself would print what went wrong to stdout, where answers and events are.
    context.getStatusManager().add(new NopStatusListener());
    String name = freeName(log.folder());
    RollingFileAppender<ILoggingEvent> appender =
        name == null ? null : appender(context, log, name);
    if (appender == null) {
      System.err.println("headroom: no log can be kept in " + log.folder());
    } else {
      root.addAppender(appender);
    }
    return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
  }

  /**
   * @return null if its file can't be written
   */
  private static @Nullable RollingFileAppender<ILoggingEvent> appender(
      LoggerContext context, Target log, String name) {
    RollingFileAppender<ILoggingEvent> appender = new RollingFileAppender<>();
    appender.setContext(context);
    appender.setFile(log.folder().resolve(name + ".log").toString());

    PatternLayoutEncoder encoder = new PatternLayoutEncoder();
    encoder.setContext(context);
    encoder.setPattern(PATTERN);
    encoder.start();
    appender.setEncoder(encoder);

    FixedWindowRollingPolicy window = new FixedWindowRollingPolicy();
    window.setContext(context);
    window.setParent(appender);
    window.setMinIndex(1);
    window.setMaxIndex(log.files());
    window.setFileNamePattern(log.folder().resolve(name + ".%i.log").toString());
    window.start();
    appender.setRollingPolicy(window);

    SizeBasedTriggeringPolicy<ILoggingEvent> size = new SizeBasedTriggeringPolicy<>();
    size.setContext(context);
    size.setMaxFileSize(new FileSize(log.fileBytes()));
    size.start();
    appender.setTriggeringPolicy(size);
    appender.start();
    return appender.isStarted() ? appender : null;
  }

  /** The first name that no other process has, or null if there are none left. */
  private static @Nullable String freeName(Path folder) {
    for (int number = 1; number <= MOST_PROCESSES; number++) {
      String name = number == 1 ? "headroom" : "headroom-" + number;
      try {
        FileChannel channel =
            FileChannel.open(
                folder.resolve(name + ".lock"),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE);
        FileLock lock = channel.tryLock();
        if (lock != null) {
          named = lock;
          return name;
        }
        channel.close();
      } catch (IOException e) {
        return null;
      }
    }
    return null;
  }
}
