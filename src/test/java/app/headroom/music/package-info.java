/** Tests. */
@NullMarked
package app.headroom.music;

import org.jspecify.annotations.NullMarked;
