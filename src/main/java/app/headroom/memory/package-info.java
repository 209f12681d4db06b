/**
 * Watching memory and deciding what to do about it: probe, tiers, governor, segment ladder, cost
 * model.
 */
@NullMarked
package app.headroom.memory;

import org.jspecify.annotations.NullMarked;
