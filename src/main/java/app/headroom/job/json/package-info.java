/**
 * The JSON forms of the job's types, for the pipe to a worker and for the store alike. Apart from
 * {@code job} itself, which needs the JDK only.
 */
@NullMarked
package app.headroom.job.json;

import org.jspecify.annotations.NullMarked;
