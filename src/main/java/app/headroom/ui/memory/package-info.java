/** The memory dashboard: gauge, tier, history, budget. */
@NullMarked
package app.headroom.ui.memory;

import org.jspecify.annotations.NullMarked;
