package app.headroom.protocol;

import app.headroom.job.json.JobJson;
import app.headroom.job.json.Whole;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;

/**
 * The lines on a worker's pipes: one UTF-8 JSON object each, ended by {@code \n}, never longer than
 * {@link #MAX_LINE_BYTES}. Thread-safe.
 *
 * <p>Version 1. A reader ignores properties that it does not know; a change that an older reader
 * would misunderstand raises {@link #VERSION}, and a worker refuses an order of another version.
 */
public final class Protocol {

  public static final int VERSION = 1;

  /**
   * A longer line is not ours; whoever reads one stops reading and treats its writer as broken. A
   * dozen of the longest paths fit.
   */
  public static final int MAX_LINE_BYTES = 256 * 1024;

  private static final JsonMapper JSON = JobJson.builder(MAX_LINE_BYTES).build();

  private Protocol() {}

  /** One line, without its line end. */
  public static String line(WorkerCommand command) {
    return write(command);
  }

  /** One line, without its line end. */
  public static String line(WorkerEvent event) {
    return write(event);
  }

  /**
   * @throws ProtocolException if the line is not a command
   */
  public static WorkerCommand command(String line) throws ProtocolException {
    return read(line, WorkerCommand.class);
  }

  /**
   * @throws ProtocolException if the line is not an event
   */
  public static WorkerEvent event(String line) throws ProtocolException {
    return read(line, WorkerEvent.class);
  }

  /**
   * The mapper that knows the forms of the job's types, for those who keep them elsewhere than on a
   * pipe.
   */
  public static ObjectMapper json() {
    return JSON;
  }

  private static String write(Object message) {
    try {
      return JSON.writeValueAsString(message);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("cannot be written as JSON: " + message, e);
    }
  }

  private static <T> T read(String line, Class<T> type) throws ProtocolException {
    try {
      return Whole.checked(JSON.readValue(line, type));
    } catch (IllegalArgumentException e) {
      throw new ProtocolException(
          "not a message of protocol " + VERSION + ": " + e.getMessage(), e);
    } catch (JsonProcessingException e) {
      throw new ProtocolException(
          "not a message of protocol " + VERSION + ": " + e.getOriginalMessage(), e);
    }
  }
}
