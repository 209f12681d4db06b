/**
 * Plays and mixes stems: solo, mute, level, pan, loop, tempo and pitch, streamed from disk. What is
 * heard is made by {@link app.headroom.player.Rendering}, the same for the sound device and for a
 * mix that is written to a file.
 */
@NullMarked
package app.headroom.player;

import org.jspecify.annotations.NullMarked;
