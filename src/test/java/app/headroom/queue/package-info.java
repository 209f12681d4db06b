@NullMarked
package app.headroom.queue;

import org.jspecify.annotations.NullMarked;
