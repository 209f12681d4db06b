/** Tests of the room. */
@NullMarked
package app.headroom.ui.queue;

import org.jspecify.annotations.NullMarked;
