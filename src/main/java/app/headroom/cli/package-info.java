/** The command line: the same use cases as the window, without a window. */
@NullMarked
package app.headroom.cli;

import org.jspecify.annotations.NullMarked;
