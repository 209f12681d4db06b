package app.headroom.ui.settings;

/**
 * A model that can be chosen.
 *
 * @param bytesToFetch when it is chosen; 0 where it is here
 */
public record ModelChoice(String name, long bytesToFetch) {}
