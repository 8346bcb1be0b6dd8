package dev.bantam.benchmark;

import dev.bantam.error.BantamException;
import dev.bantam.error.ErrorCode;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A measurement as an agent reports it. An agent is not trusted: what does not fit together is
 * refused, so that a figure that is shown follows from the samples beside it.
 */
public record Measurement(
    @Nullable List<Long> samplesNanos,
    @Nullable Long medianNanos,
    @Nullable List<Long> interval,
    @Nullable Long p50Nanos,
    @Nullable Long p90Nanos,
    @Nullable Long p99Nanos,
    @Nullable Long peakBytes,
    @Nullable Long compileNanos,
    @Nullable Long packageBytes,
    @Nullable List<ProfileLine> profile,
    @Nullable Environment environment,
    @Nullable OutputCheck outputCheck) {
  private static final int MOST_SAMPLES = 100_000;
  private static final int MOST_OPERATORS = 100_000;

  /** Time of one operator of the source graph, for one run. */
  public record ProfileLine(int index, String operator, long nanos) {}

  /** Where and how it was measured. */
  public record Environment(
      @Nullable String runtimeVersion,
      @Nullable String modelDigest,
      @Nullable String agent,
      @Nullable String processor,
      @Nullable String system,
      @Nullable String target,
      @Nullable Integer threads,
      @Nullable Integer warmupRuns,
      @Nullable Boolean stable,
      @Nullable Integer runsPerSample,
      @Nullable Reading before,
      @Nullable Reading after) {}

  /** The state of a device. */
  public record Reading(
      @Nullable Double load,
      @Nullable Double frequencyHertz,
      @Nullable Double temperatureCelsius) {}

  /** The device's answers against the interpreter's. */
  public record OutputCheck(
      @Nullable String status, long elements, long differing, @Nullable Double worst) {}

  /** Refuses a measurement whose parts contradict each other. */
  public void check() {
    var samples = Objects.requireNonNullElse(samplesNanos, List.<Long>of());
    if (samples.isEmpty() || samples.size() > MOST_SAMPLES) {
      throw refusal("samplesNanos has %d samples, must have 1 to %d", samples.size(), MOST_SAMPLES);
    }
    for (int i = 0; i < samples.size(); i++) {
      if (samples.get(i) < 0)
        throw refusal("samplesNanos[%d] is %d, must be at least 0", i, samples.get(i));
    }
    double median = quantile(samples, 0.5);
    // The agent rounds its samples and the median each by itself.
    if (medianNanos == null || Math.abs(medianNanos - median) > 1) {
      throw refusal("medianNanos is %s, the samples' median is %.1f", medianNanos, median);
    }
    boolean ordered =
        interval != null
            && interval.size() == 2
            && interval.get(0) <= medianNanos
            && medianNanos <= interval.get(1);
    if (!ordered)
      throw refusal(
          "interval is %s, must be two numbers around the median %d", interval, medianNanos);
    if (outputCheck == null
        || !List.of("equal", "within").contains(String.valueOf(outputCheck.status()))) {
      throw refusal(
          "outputCheck is %s, must say that the answers are equal to the interpreter's, or within their tolerance",
          outputCheck);
    }
    if (environment == null) throw refusal("environment is missing");
    if (profile != null && profile.size() > MOST_OPERATORS) {
      throw refusal("profile has %d operators, at most %d", profile.size(), MOST_OPERATORS);
    }
  }

  /** Half the distance of the quartiles by the median: how much the samples scatter. */
  public double noise() {
    var samples = Objects.requireNonNullElse(samplesNanos, List.<Long>of());
    double median = quantile(samples, 0.5);
    return median == 0 ? 0 : (quantile(samples, 0.75) - quantile(samples, 0.25)) / 2 / median;
  }

  private static double quantile(List<Long> samples, double p) {
    var sorted = samples.stream().mapToLong(Long::longValue).sorted().toArray();
    double at = p * (sorted.length - 1);
    int below = (int) at;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
  }

  private static BantamException refusal(String problem, @Nullable Object... details) {
    return new BantamException(
        ErrorCode.INVALID_REQUEST, "measurement: " + problem.formatted(details));
  }
}
