@NullMarked
package app.headroom.memory.probe;

import org.jspecify.annotations.NullMarked;
