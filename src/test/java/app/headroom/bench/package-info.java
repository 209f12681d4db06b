@NullMarked
package app.headroom.bench;

import org.jspecify.annotations.NullMarked;
