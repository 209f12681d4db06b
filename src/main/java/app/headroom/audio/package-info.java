/** Reading and writing sound: probe, decoder, encoder, spool, tags, names of stem files. */
@NullMarked
package app.headroom.audio;

import org.jspecify.annotations.NullMarked;
