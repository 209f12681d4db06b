@NullMarked
package app.headroom.demucs;

import org.jspecify.annotations.NullMarked;
