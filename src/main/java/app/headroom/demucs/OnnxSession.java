package app.headroom.demucs;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtProvider;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import app.headroom.job.Provider;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;

/**
 * A graph loaded by ONNX Runtime, with the options that suit a large network in little memory.
 *
 * <p>Belongs to the thread that opens it, for ever: the runtime sets this thread, and this one
 * only, to take numbers too small to be normal as zero, without which attention takes three times
 * as long; and it does so for the first session of a process only. So the thread that opens the
 * process's first session opens and runs all others too.
 */
public final class OnnxSession implements AutoCloseable {

  /** Must be 1 in the environment of every process that opens a session: who starts one sets it. */
  public static final String TELEMETRY_OFF = "ORT_DISABLE_TELEMETRY";

  private final Thread owner = Thread.currentThread();
  private final OrtEnvironment environment;
  private final OrtSession session;

  private OnnxSession(OrtEnvironment environment, OrtSession session) {
    this.environment = environment;
    this.session = session;
  }

  /** On the processor. */
  public static OnnxSession open(Path graph, int threads) {
    return open(graph, threads, Provider.CPU);
  }

  /** Which providers this runtime was built with; the processor always. */
  public static Set<Provider> providers() {
    Set<Provider> providers = EnumSet.of(Provider.CPU);
    for (OrtProvider each : OrtEnvironment.getAvailableProviders()) {
      switch (each) {
        case CUDA -> providers.add(Provider.CUDA);
        case CORE_ML -> providers.add(Provider.COREML);
        default -> {}
      }
    }
    return providers;
  }

  /** The runtime's own version. */
  public static String runtimeVersion() {
    return environment().getVersion();
  }

  /**
   * @param threads how many threads the runtime uses, this one included
   * @param provider what it runs on; AUTO is the processor. What the provider cannot do is done by
   *     the processor
   * @throws SeparationException if it cannot be loaded, or not there
   */
  public static OnnxSession open(Path graph, int threads, Provider provider) {
    OrtEnvironment environment = environment();
    try (var options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(threads);
      options.setInterOpNumThreads(1);
      // Attention makes numbers that are slow where they are not taken as zero.
      options.addConfigEntry("session.set_denormal_as_zero", "1");
      // A memory pattern plans for the longest segment seen; an arena alone needs a quarter less.
      options.setMemoryPatternOptimization(false);
      options.setCPUArenaAllocator(true);
      // Between two operators threads wait awake: to wake them takes longer than many an operator.
      // Between two runs they sleep.
      options.addConfigEntry("session.intra_op.allow_spinning", "1");
      options.addConfigEntry("session.force_spinning_stop", "1");
      switch (provider) {
        case AUTO, CPU -> {}
        case CUDA -> options.addCUDA();
        case COREML -> options.addCoreML();
      }
      return new OnnxSession(environment, environment.createSession(graph.toString(), options));
    } catch (OrtException e) {
      throw new SeparationException("the network " + graph + " cannot be loaded", e);
    }
  }

  /**
   * The runtime as its maker ships it reports home what machine and program it runs in, from its
   * first moment on. Outside Windows only the environment of the process keeps it from that; so
   * without that variable it is not started at all.
   */
  private static OrtEnvironment environment() {
    if (!"1".equals(System.getenv(TELEMETRY_OFF))) {
      throw new IllegalStateException(TELEMETRY_OFF + "=1 must be in the environment");
    }
    OrtEnvironment environment =
        OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR);
    try {
      environment.setTelemetry(false);
    } catch (OrtException e) {
      throw new SeparationException("the runtime would report home", e);
    }
    return environment;
  }

  /** Names of the inputs, in the graph's order. */
  public Set<String> inputs() {
    return session.getInputNames();
  }

  /** Names of the outputs, in the graph's order. */
  public Set<String> outputs() {
    return session.getOutputNames();
  }

  /** Sizes of an output's axes; -1 where they follow from the input. */
  public long[] outputShape(String name) {
    try {
      NodeInfo output = session.getOutputInfo().get(name);
      if (output == null) {
        throw new IllegalArgumentException("the network has no output " + name);
      }
      return ((TensorInfo) output.getInfo()).getShape();
    } catch (OrtException e) {
      throw new SeparationException("the network does not tell its outputs", e);
    }
  }

  /** A piece of direct memory, from its first float on, and how the network sees it. */
  public record Values(FloatBuffer memory, List<Long> shape) {

    public static Values of(FloatBuffer memory, long... shape) {
      return new Values(memory, LongStream.of(shape).boxed().toList());
    }

    private OnnxTensor tensor(OrtEnvironment environment) throws OrtException {
      long[] sizes = shape.stream().mapToLong(Long::longValue).toArray();
      int floats = Math.toIntExact(LongStream.of(sizes).reduce(1, Math::multiplyExact));
      return OnnxTensor.createTensor(environment, memory.slice(0, floats), sizes);
    }
  }

  /**
   * Runs the network from inputs to outputs. Inputs are only read while outputs are not written
   * yet, so that an output may use an input's memory.
   */
  public void run(Map<String, Values> inputs, Map<String, Values> outputs) {
    if (!Thread.currentThread().equals(owner)) {
      throw new WrongThreadException("the session belongs to " + owner);
    }
    try (var in = new Tensors(environment, inputs);
        var out = new Tensors(environment, outputs);
        var options = new OrtSession.RunOptions()) {
      // What the run needed goes back to the system before the next segment.
      options.addRunConfigEntry("memory.enable_memory_arena_shrinkage", "cpu:0");
      session.run(in.byName, Set.of(), out.byName, options).close();
    } catch (OrtException e) {
      throw new SeparationException("the network failed", e);
    }
  }

  private static final class Tensors implements AutoCloseable {

    final Map<String, OnnxTensor> byName = new LinkedHashMap<>();

    Tensors(OrtEnvironment environment, Map<String, Values> values) throws OrtException {
      for (var entry : values.entrySet()) {
        byName.put(entry.getKey(), entry.getValue().tensor(environment));
      }
    }

    @Override
    public void close() {
      byName.values().forEach(OnnxTensor::close);
    }
  }

  @Override
  public void close() {
    try {
      session.close();
    } catch (OrtException e) {
      throw new SeparationException("the network cannot be unloaded", e);
    }
  }
}
