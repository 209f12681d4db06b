/** Checks on the project itself: its format and the arrows between its rooms. */
@NullMarked
package app.headroom.build;

import org.jspecify.annotations.NullMarked;
