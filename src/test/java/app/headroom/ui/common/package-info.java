/** Tests of the room. */
@NullMarked
package app.headroom.ui.common;

import org.jspecify.annotations.NullMarked;
