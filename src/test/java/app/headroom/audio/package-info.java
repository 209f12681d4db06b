/** Tests of the sound room, with real files. */
@NullMarked
package app.headroom.audio;

import org.jspecify.annotations.NullMarked;
