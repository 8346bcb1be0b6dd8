package dev.bantam.statistics;

/**
 * How many times as fast one subject is as another: above 1 the first is faster.
 *
 * @param value the median of the ratios of samples that were taken next to each other
 * @param interval where it lies with a confidence of 95 %
 */
public record Ratio(double value, Interval interval) {
  /** {@code other} by {@code subject}, sample by sample. */
  public static Ratio of(Samples subject, Samples other) {
    if (subject.count() != other.count()) {
      throw new IllegalArgumentException(
          "%d samples and %d, must be taken in turn".formatted(subject.count(), other.count()));
    }
    var ours = subject.values();
    var theirs = other.values();
    var ratios = new double[ours.length];
    for (int i = 0; i < ratios.length; i++) ratios[i] = theirs[i] / ours[i];
    var samples = new Samples(ratios);
    return new Ratio(samples.median(), samples.medianInterval());
  }
}
