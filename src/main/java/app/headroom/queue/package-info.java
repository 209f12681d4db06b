/**
 * The job queue: admission, order, retry, parking. One owner thread; ports {@code JobStore} and
 * {@code WorkerLauncher}.
 */
@NullMarked
package app.headroom.queue;

import org.jspecify.annotations.NullMarked;
