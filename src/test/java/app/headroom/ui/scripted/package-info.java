/** The window on a queue that does as it is told, for tests and screenshots. */
@NullMarked
package app.headroom.ui.scripted;

import org.jspecify.annotations.NullMarked;
