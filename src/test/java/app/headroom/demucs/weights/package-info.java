@NullMarked
package app.headroom.demucs.weights;

import org.jspecify.annotations.NullMarked;
