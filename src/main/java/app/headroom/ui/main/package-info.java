/** The window itself: header, regions, dropping and pasting of songs, notices, first start. */
@NullMarked
package app.headroom.ui.main;

import org.jspecify.annotations.NullMarked;
