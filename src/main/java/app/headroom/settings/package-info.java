/** The user's settings and the folders of the application. */
@NullMarked
package app.headroom.settings;

import org.jspecify.annotations.NullMarked;
