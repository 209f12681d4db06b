package app.headroom.demucs.graph;

/**
 * A length that is only known when the graph runs.
 *
 * @param symbol its name in shapes
 * @param size the value that holds it, int64 [1]
 * @param reciprocal the value that holds one over it, float [1]
 */
record Extent(String symbol, String size, String reciprocal) {}
