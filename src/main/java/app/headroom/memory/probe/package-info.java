/** How each system tells about memory; behind {@code MemoryProbe}. */
@NullMarked
package app.headroom.memory.probe;

import org.jspecify.annotations.NullMarked;
