/** The messages between the application and its worker processes, their JSON and their version. */
@NullMarked
package app.headroom.protocol;

import org.jspecify.annotations.NullMarked;
