/**
 * The child process: reads an order, decodes, separates segment by segment, encodes, and reports.
 * Keeps its place on disk, so that it can be killed at any moment.
 *
 * <p>One thread works, the main one; another reads commands and leaves them in {@link
 * app.headroom.worker.Steering}.
 */
@NullMarked
package app.headroom.worker;

import org.jspecify.annotations.NullMarked;
