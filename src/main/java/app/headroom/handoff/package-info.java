/** Sessions of music studios' programs, made of a song's stems. */
@NullMarked
package app.headroom.handoff;

import org.jspecify.annotations.NullMarked;
