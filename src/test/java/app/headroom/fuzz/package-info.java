/**
 * Mutation fuzzing of everything that is read from outside: {@code mvn -Pfuzz} ({@code
 * -Dfuzz.minutes=10}, {@code -Dfuzz.seed=1}, {@code -Dfuzz.targets=decoder,store}). Each target
 * runs in a process of its own that may hang, crash or run out of memory; every input follows from
 * target, seed and number, so that each can be made again.
 */
@NullMarked
package app.headroom.fuzz;

import org.jspecify.annotations.NullMarked;
