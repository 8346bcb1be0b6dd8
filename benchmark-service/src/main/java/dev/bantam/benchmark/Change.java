package dev.bantam.benchmark;

import dev.bantam.statistics.Interval;
import dev.bantam.statistics.Samples;
import java.util.Optional;

/**
 * How a figure of which less is better has changed between two measurements of the same thing.
 *
 * <p>Changes of up to 2 % count as none. The verdict is given only where the whole 95 % interval of
 * the ratio lies on one side of that zone, or within it; otherwise it is unknown. The interval
 * follows from those of the two medians, which assume no distribution: the measurements are
 * independent, so the logarithms of their relative errors add as squares.
 *
 * @param ratio of after to before
 * @param interval of the ratio; none where both are exact counts
 */
public record Change(
    double before, double after, double ratio, Optional<Interval> interval, Verdict verdict) {
  /** Changes this small, either way, count as the same. */
  public static final double SAME_ZONE = 0.02;

  /** Of the medians of two series of samples, all above 0. */
  public static Change ofMedians(Samples before, Samples after) {
    double first = before.median();
    double second = after.median();
    double ratio = second / first;
    var early = before.medianInterval();
    var late = after.medianInterval();
    double below = Math.hypot(Math.log(second / late.low()), Math.log(early.high() / first));
    double above = Math.hypot(Math.log(late.high() / second), Math.log(first / early.low()));
    var interval = new Interval(ratio * Math.exp(-below), ratio * Math.exp(above));
    return new Change(first, second, ratio, Optional.of(interval), verdict(interval));
  }

  /** Of two counts that are known exactly, both above 0. */
  public static Change ofCounts(long before, long after) {
    double ratio = (double) after / before;
    return new Change(before, after, ratio, Optional.empty(), verdict(new Interval(ratio, ratio)));
  }

  private static Verdict verdict(Interval ratio) {
    if (ratio.low() > 1 + SAME_ZONE) return Verdict.WORSE;
    if (ratio.high() < 1 - SAME_ZONE) return Verdict.BETTER;
    boolean within = ratio.low() >= 1 - SAME_ZONE && ratio.high() <= 1 + SAME_ZONE;
    return within ? Verdict.SAME : Verdict.UNKNOWN;
  }
}
