package app.headroom.demucs.graph;

/** A linear layer of the transformer, over tokens [count, width]. */
sealed interface Linear {

  /**
   * @param weight [outputs, inputs]
   * @param bias [outputs]
   */
  String apply(OnnxGraph graph, String tokens, Tensor weight, Tensor bias);

  /** Without a bias. */
  String apply(OnnxGraph graph, String tokens, Tensor weight);

  /** As the weights are. */
  record Float32() implements Linear {

    @Override
    public String apply(OnnxGraph graph, String tokens, Tensor weight, Tensor bias) {
      return graph
          .node("Gemm", tokens, graph.constant(weight), graph.constant(bias))
          .with("transB", 1)
          .result();
    }

    @Override
    public String apply(OnnxGraph graph, String tokens, Tensor weight) {
      return graph.node("MatMul", tokens, graph.constant(weight.transposed())).result();
    }
  }

  /**
   * Weights in 8 bits, symmetric, each output with its own scale; the tokens are rounded to 8 bits
   * when the graph runs. A third to a fifth of the time where the processor has the instructions.
   */
  record Int8() implements Linear {

    private static final int MAX = 127;

    @Override
    public String apply(OnnxGraph graph, String tokens, Tensor weight, Tensor bias) {
      int outputs = weight.shape[0];
      int inputs = weight.shape[1];
      float[] scales = new float[outputs];
      byte[] rounded = new byte[outputs * inputs];
      for (int o = 0; o < outputs; o++) {
        float largest = 0;
        for (int i = 0; i < inputs; i++) {
          largest = Math.max(largest, Math.abs(weight.values[o * inputs + i]));
        }
        scales[o] = Math.max(largest, Float.MIN_NORMAL) / MAX;
        for (int i = 0; i < inputs; i++) {
          rounded[i * outputs + o] =
              (byte) Math.rint(weight.values[o * inputs + i] / (double) scales[o]);
        }
      }
      return graph
          .microsoftNode(
              "DynamicQuantizeMatMul",
              tokens,
              graph.constant(rounded, inputs, outputs),
              graph.constant(Tensor.vector(scales)),
              graph.constant(new byte[outputs], outputs),
              graph.constant(bias))
          .result();
    }

    @Override
    public String apply(OnnxGraph graph, String tokens, Tensor weight) {
      return apply(graph, tokens, weight, Tensor.zeros(weight.rows()));
    }
  }
}
