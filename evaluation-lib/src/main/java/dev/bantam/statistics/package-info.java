/**
 * How sure a figure is: raw samples with their quantiles, ratios of samples that were taken next to
 * each other, and intervals of 95 %. Nothing here knows what was counted or timed.
 */
@NullMarked
package dev.bantam.statistics;

import org.jspecify.annotations.NullMarked;
