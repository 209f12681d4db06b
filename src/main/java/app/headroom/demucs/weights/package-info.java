/**
 * The network's parameters by their original names: the forms in which they come, and the one
 * canonical form.
 */
@NullMarked
package app.headroom.demucs.weights;

import org.jspecify.annotations.NullMarked;
