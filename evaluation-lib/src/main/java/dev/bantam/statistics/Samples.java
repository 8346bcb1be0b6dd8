package dev.bantam.statistics;

import java.util.Arrays;

/**
 * Values of the same kind, in the order in which they were taken: nanoseconds, or ratios.
 *
 * <p>What is derived from them assumes no distribution.
 */
public final class Samples {
  private final double[] taken;
  private final double[] sorted;

  public Samples(double... values) {
    if (values.length == 0) throw new IllegalArgumentException("there are no samples");
    taken = values.clone();
    sorted = values.clone();
    Arrays.sort(sorted);
    if (Double.isNaN(sorted[sorted.length - 1]))
      throw new IllegalArgumentException("a sample is NaN");
  }

  public int count() {
    return taken.length;
  }

  /** As they were taken. */
  public double[] values() {
    return taken.clone();
  }

  public double least() {
    return sorted[0];
  }

  public double most() {
    return sorted[sorted.length - 1];
  }

  public double median() {
    return quantile(0.5);
  }

  /**
   * The value below which the part {@code p} of the samples lies, between neighbours by their
   * distance.
   */
  public double quantile(double p) {
    if (!(p >= 0 && p <= 1))
      throw new IllegalArgumentException("quantile %s, must be in [0, 1]".formatted(p));
    double at = p * (sorted.length - 1);
    int below = (int) at;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
  }

  /**
   * Where the true median lies, with a confidence of at least 95 % where there are six samples or
   * more: between two samples whose ranks follow from the binomial distribution. With fewer it is
   * the whole range.
   */
  public Interval medianInterval() {
    int n = sorted.length;
    int lower = lowerRank(n);
    return new Interval(sorted[lower], sorted[n - 1 - lower]);
  }

  /** The greatest rank from below such that no more than 2.5 % of medians lie below it. */
  private static int lowerRank(int n) {
    if (n > 1000)
      return Math.max(0, (int) Math.floor(n / 2.0 - Interval.Z * Math.sqrt(n) / 2.0) - 1);
    double probability = Math.pow(0.5, n);
    double below = probability;
    int rank = 0;
    while (below + probability * (n - rank) / (rank + 1) <= 0.025) {
      probability *= (double) (n - rank) / (rank + 1);
      below += probability;
      rank++;
    }
    return rank;
  }

  /** Half the distance of the quartiles, by the median: how much they scatter. */
  public double spread() {
    return median() == 0 ? 0 : (quantile(0.75) - quantile(0.25)) / 2 / median();
  }
}
