package app.headroom.audio;

/**
 * The levels of a whole song at 44.1 kHz, as Demucs normalises by them.
 *
 * @param mean of the mono mix (left + right) / 2
 * @param std standard deviation of the mono mix, unbiased as PyTorch's; 0 for silence and for a
 *     single frame, so whoever divides by it guards against that
 * @param peak the largest absolute sample of either channel
 */
public record Levels(double mean, double std, double peak) {}
