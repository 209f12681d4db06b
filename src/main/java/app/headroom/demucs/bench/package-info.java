/** Measures the network on the machine at hand. */
@NullMarked
package app.headroom.demucs.bench;

import org.jspecify.annotations.NullMarked;
