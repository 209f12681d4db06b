/** SQLite: jobs, attempts, cost model. Implements the queue's {@code JobStore}. */
@NullMarked
package app.headroom.store;

import org.jspecify.annotations.NullMarked;
