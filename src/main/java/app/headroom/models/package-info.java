/** Which models there are, where they come from, how they are verified and where they lie. */
@NullMarked
package app.headroom.models;

import org.jspecify.annotations.NullMarked;
