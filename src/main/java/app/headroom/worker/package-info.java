/**
 * The child process: reads one order, streams the song segment by segment, checkpoints, reports.
 */
@NullMarked
package app.headroom.worker;

import org.jspecify.annotations.NullMarked;
