@NullMarked
package app.headroom.protocol;

import org.jspecify.annotations.NullMarked;
