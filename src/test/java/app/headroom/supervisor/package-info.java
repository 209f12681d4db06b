@NullMarked
package app.headroom.supervisor;

import org.jspecify.annotations.NullMarked;
