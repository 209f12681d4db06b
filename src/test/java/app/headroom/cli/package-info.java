@NullMarked
package app.headroom.cli;

import org.jspecify.annotations.NullMarked;
