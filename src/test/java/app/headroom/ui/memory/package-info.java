/** Tests of the room. */
@NullMarked
package app.headroom.ui.memory;

import org.jspecify.annotations.NullMarked;
