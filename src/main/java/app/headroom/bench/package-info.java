/** Measures the program: rungs against the npm graph, end to end, the memory probe's cost. */
@NullMarked
package app.headroom.bench;

import org.jspecify.annotations.NullMarked;
