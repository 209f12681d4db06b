/** The window's lower room: listening to the stems of a song, and to a part of it while it runs. */
@NullMarked
package app.headroom.ui.player;

import org.jspecify.annotations.NullMarked;
