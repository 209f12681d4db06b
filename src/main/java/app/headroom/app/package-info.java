/**
 * The composition root: wires the rooms together and dispatches to window, command line or worker.
 */
@NullMarked
package app.headroom.app;

import org.jspecify.annotations.NullMarked;
