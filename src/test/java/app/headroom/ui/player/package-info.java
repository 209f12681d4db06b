@NullMarked
package app.headroom.ui.player;

import org.jspecify.annotations.NullMarked;
