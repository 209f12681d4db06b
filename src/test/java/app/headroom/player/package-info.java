@NullMarked
package app.headroom.player;

import org.jspecify.annotations.NullMarked;
