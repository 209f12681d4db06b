/** HTDemucs itself: weights, graph, short-time Fourier transform, session, overlap-add. */
@NullMarked
package app.headroom.demucs;

import org.jspecify.annotations.NullMarked;
