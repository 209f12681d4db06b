/** Tests of the room. */
@NullMarked
package app.headroom.ui.main;

import org.jspecify.annotations.NullMarked;
