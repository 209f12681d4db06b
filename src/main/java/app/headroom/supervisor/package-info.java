/**
 * The only room that starts and ends job processes; speaks the protocol, watches memory, ends the
 * tree.
 */
@NullMarked
package app.headroom.supervisor;

import org.jspecify.annotations.NullMarked;
