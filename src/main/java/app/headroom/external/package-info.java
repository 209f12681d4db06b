/**
 * The user's own Demucs commands: where they are, what they take, and a run of one on a piece of a
 * song. Used within worker processes alone, so that what a command holds is the job's memory and
 * what ends the job ends the command; the only room besides the supervisor's that starts processes.
 */
@NullMarked
package app.headroom.external;

import org.jspecify.annotations.NullMarked;
