/** What tests of several rooms share. */
@NullMarked
package app.headroom.testing;

import org.jspecify.annotations.NullMarked;
