@NullMarked
package app.headroom.memory;

import org.jspecify.annotations.NullMarked;
