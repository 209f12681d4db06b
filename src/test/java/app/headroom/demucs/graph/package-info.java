@NullMarked
package app.headroom.demucs.graph;

import org.jspecify.annotations.NullMarked;
