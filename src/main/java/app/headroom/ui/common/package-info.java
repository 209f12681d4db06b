/**
 * What every part of the window uses: the one bridge to the FX thread, themes, texts, numbers in
 * words, small controls.
 */
@NullMarked
package app.headroom.ui.common;

import org.jspecify.annotations.NullMarked;
