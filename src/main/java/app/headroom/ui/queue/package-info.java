/** The list of songs: rows, their actions, covers. */
@NullMarked
package app.headroom.ui.queue;

import org.jspecify.annotations.NullMarked;
