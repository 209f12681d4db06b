/** What is heard of a song's music: tempo and key, from its stems as they go by. */
@NullMarked
package app.headroom.music;

import org.jspecify.annotations.NullMarked;
