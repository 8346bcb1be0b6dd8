package dev.bantam.agent.measure;

import java.time.Duration;

/**
 * How much is measured.
 *
 * @param leastSamples that are taken of each subject, however long they take
 * @param mostSamples that are kept
 * @param time after which no further round of samples begins, once there are enough
 * @param warmUpWindow samples whose median is compared with that of the window before
 * @param warmUpTolerance by how much the two may differ for the subject to be stable
 * @param warmUpTime after which a subject is measured though it is not stable
 * @param sampleTime a sample repeats its subject until it takes about so long, so that the clock's
 *     own time does not count
 */
public record Plan(
    int leastSamples,
    int mostSamples,
    Duration time,
    int warmUpWindow,
    double warmUpTolerance,
    Duration warmUpTime,
    Duration sampleTime) {
  /** Twenty samples or more within three seconds. */
  public static final Plan STANDARD =
      new Plan(
          20, 1000, Duration.ofSeconds(3), 5, 0.03, Duration.ofSeconds(2), Duration.ofMillis(1));

  public Plan {
    if (leastSamples < 1 || mostSamples < leastSamples) {
      throw new IllegalArgumentException("%d to %d samples".formatted(leastSamples, mostSamples));
    }
    if (warmUpWindow < 1)
      throw new IllegalArgumentException("a window of %d".formatted(warmUpWindow));
  }

  public Plan withTime(Duration other) {
    return new Plan(
        leastSamples, mostSamples, other, warmUpWindow, warmUpTolerance, warmUpTime, sampleTime);
  }

  public Plan withSamples(int least, int most) {
    return new Plan(least, most, time, warmUpWindow, warmUpTolerance, warmUpTime, sampleTime);
  }
}
