package dev.bantam.statistics;

/** A range that holds the true value with a confidence of 95 %. */
public record Interval(double low, double high) {
  /** The 97.5 % quantile of the normal distribution. */
  static final double Z = 1.959963984540054;

  public Interval {
    if (!(low <= high)) {
      throw new IllegalArgumentException("an interval from %s to %s".formatted(low, high));
    }
  }

  public boolean contains(double value) {
    return low <= value && value <= high;
  }

  /**
   * Of a share, after Wilson (1927): stays in [0, 1] and is right for few samples and for shares
   * near its ends.
   *
   * @param hits of {@code total}, which is at least 1
   */
  public static Interval ofShare(int hits, int total) {
    double share = (double) hits / total;
    double spread = Z * Z / total;
    double centre = (share + spread / 2) / (1 + spread);
    double half = Z / (1 + spread) * Math.sqrt(share * (1 - share) / total + spread / (4 * total));
    return new Interval(Math.max(0, centre - half), Math.min(1, centre + half));
  }

  /**
   * Of the difference of two shares over the same samples, from the samples on which they disagree
   * (Agresti and Min, 2005: half a sample is added to each of the four counts).
   *
   * @param gained samples that only the second has right
   * @param lost samples that only the first has right
   */
  public static Interval ofPairedDifference(int gained, int lost, int total) {
    double g = gained + 0.5;
    double l = lost + 0.5;
    double n = total + 2.0;
    double difference = (g - l) / n;
    double half = Z * Math.sqrt(g + l - (g - l) * (g - l) / n) / n;
    return new Interval(Math.max(-1, difference - half), Math.min(1, difference + half));
  }
}
