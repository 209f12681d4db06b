@NullMarked
package app.headroom.worker;

import org.jspecify.annotations.NullMarked;
