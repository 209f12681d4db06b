@NullMarked
package app.headroom.app;

import org.jspecify.annotations.NullMarked;
