@NullMarked
package app.headroom.external;

import org.jspecify.annotations.NullMarked;
