/** The settings window. */
@NullMarked
package app.headroom.ui.settings;

import org.jspecify.annotations.NullMarked;
