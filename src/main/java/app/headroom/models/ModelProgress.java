package app.headroom.models;

/**
 * A moment of making a model ready.
 *
 * @param detail where from, or which file; may be empty
 * @param totalBytes 0 while it is not known
 */
public record ModelProgress(ModelPhase phase, String detail, long doneBytes, long totalBytes) {}
