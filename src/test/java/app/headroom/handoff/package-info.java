/** Tests of sessions for other programs. */
@NullMarked
package app.headroom.handoff;

import org.jspecify.annotations.NullMarked;
