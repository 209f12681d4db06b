package app.headroom.ui.memory;

import app.headroom.memory.Tier;

/** All that the dashboard shows of one moment, in words and shares. Immutable. */
public record MemoryFace(
    Tier tier,
    String tierWord,
    String tierExplained,
    double othersShare,
    double usShare,
    double highShare,
    double criticalShare,
    String percent,
    String amount,
    String us,
    String others,
    String free,
    String rate,
    String segment,
    String reason,
    String biggest,
    String spoken,
    int historyVersion) {}
