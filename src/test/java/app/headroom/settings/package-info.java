@NullMarked
package app.headroom.settings;

import org.jspecify.annotations.NullMarked;
