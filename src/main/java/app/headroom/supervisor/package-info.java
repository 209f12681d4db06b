/**
 * The only place that starts and ends processes: a worker for each job, one that probes files, one
 * that prepares models. Speaks the protocol with them, keeps them from growing silent, ends them
 * with all their descendants.
 */
@NullMarked
package app.headroom.supervisor;

import org.jspecify.annotations.NullMarked;
