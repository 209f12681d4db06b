@NullMarked
package app.headroom.job;

import org.jspecify.annotations.NullMarked;
