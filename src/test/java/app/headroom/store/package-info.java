@NullMarked
package app.headroom.store;

import org.jspecify.annotations.NullMarked;
