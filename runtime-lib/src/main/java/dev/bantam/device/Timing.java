package dev.bantam.device;

import dev.bantam.prim.Origin;

/**
 * What one operator of the source graph took.
 *
 * @param nanoseconds over all runs
 * @param runs how many runs that is
 */
public record Timing(Origin operator, long nanoseconds, long runs) {}
