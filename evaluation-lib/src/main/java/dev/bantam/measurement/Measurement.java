package dev.bantam.measurement;

import dev.bantam.statistics.Samples;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What was measured, with all that is needed to believe it. Its fields are those of a benchmark's
 * result in the REST contract.
 *
 * <p>Whoever reports one is not trusted: parts that contradict each other make none, so that every
 * figure that is shown follows from the samples beside it.
 *
 * @param samplesNanos every sample, in the order in which they were taken
 * @param interval of the median, 95 %, two numbers
 * @param peakBytes that the model takes on the device: code, constants, arena and variables
 * @param compileNanos from the graph to something that can run, which the toolchain's cache may
 *     shorten
 * @param packageBytes code and constants
 * @param profile by operator; empty where none was wanted
 */
public record Measurement(
    List<Long> samplesNanos,
    long medianNanos,
    List<Long> interval,
    long p50Nanos,
    long p90Nanos,
    long p99Nanos,
    long peakBytes,
    long compileNanos,
    long packageBytes,
    List<ProfileLine> profile,
    Environment environment,
    OutputCheck outputCheck) {
  private static final int MOST_SAMPLES = 100_000;
  private static final int MOST_OPERATORS = 100_000;

  public Measurement {
    samplesNanos = List.copyOf(Objects.requireNonNullElse(samplesNanos, List.of()));
    interval = List.copyOf(Objects.requireNonNullElse(interval, List.of()));
    profile = List.copyOf(Objects.requireNonNullElse(profile, List.of()));
    required("environment", environment);
    required("outputCheck", outputCheck);
    checkSamples(samplesNanos);
    var samples = samples(samplesNanos);
    checkQuantile("medianNanos", medianNanos, samples, 0.5);
    checkQuantile("p50Nanos", p50Nanos, samples, 0.5);
    checkQuantile("p90Nanos", p90Nanos, samples, 0.9);
    checkQuantile("p99Nanos", p99Nanos, samples, 0.99);
    checkInterval(interval, medianNanos);
    checkNotNegative("peakBytes", peakBytes);
    checkNotNegative("compileNanos", compileNanos);
    checkNotNegative("packageBytes", packageBytes);
    if (profile.size() > MOST_OPERATORS) {
      throw refusal("profile has %d operators, must be at most %d", profile.size(), MOST_OPERATORS);
    }
    if (!outputCheck.passed()) {
      throw refusal(
          "outputCheck.status is \"%s\", must be equal or within: a fast wrong answer is a failure",
          outputCheck.status());
    }
  }

  /**
   * Time of one operator of the source graph, for one run.
   *
   * @param index of the operator in the main subgraph; -1 for what belongs to none
   */
  public record ProfileLine(int index, String operator, long nanos) {
    public ProfileLine {
      required("operator", operator);
    }
  }

  /** The device and the runtime, before and after. */
  public record Environment(
      String runtimeVersion,
      String modelDigest,
      @Nullable String agent,
      String processor,
      String system,
      String target,
      int threads,
      int warmupRuns,
      boolean stable,
      int runsPerSample,
      Reading before,
      Reading after) {
    public Environment {
      required("runtimeVersion", runtimeVersion);
      required("modelDigest", modelDigest);
      required("processor", processor);
      required("system", system);
      required("target", target);
      required("before", before);
      required("after", after);
    }

    /** The same, said by an agent of that name. */
    public Environment by(String name) {
      return new Environment(
          runtimeVersion,
          modelDigest,
          name,
          processor,
          system,
          target,
          threads,
          warmupRuns,
          stable,
          runsPerSample,
          before,
          after);
    }
  }

  /**
   * The state of the machine; null where it cannot be read.
   *
   * @param load runnable threads over cores, in the last minute
   */
  public record Reading(
      @Nullable Double load,
      @Nullable Double frequencyHertz,
      @Nullable Double temperatureCelsius) {}

  /**
   * The device's answers against the interpreter's.
   *
   * @param status {@code equal} in every bit, {@code within} the tolerance of floats, or {@code
   *     different}
   * @param worst the largest part of what is allowed
   */
  public record OutputCheck(String status, long elements, long differing, double worst) {
    public OutputCheck {
      if (!List.of("equal", "within", "different").contains(String.valueOf(status))) {
        throw refusal("status is \"%s\", must be equal, within or different", status);
      }
    }

    public boolean passed() {
      return !status.equals("different");
    }
  }

  /** The same, said by an agent of that name. */
  public Measurement by(String agent) {
    return new Measurement(
        samplesNanos,
        medianNanos,
        interval,
        p50Nanos,
        p90Nanos,
        p99Nanos,
        peakBytes,
        compileNanos,
        packageBytes,
        profile,
        environment.by(agent),
        outputCheck);
  }

  /** The samples, to ask for what follows from them. */
  public Samples samples() {
    return samples(samplesNanos);
  }

  private static Samples samples(List<Long> nanos) {
    return new Samples(nanos.stream().mapToDouble(Long::doubleValue).toArray());
  }

  private static void checkSamples(List<Long> samples) {
    if (samples.isEmpty() || samples.size() > MOST_SAMPLES) {
      throw refusal("samplesNanos has %d samples, must have 1 to %d", samples.size(), MOST_SAMPLES);
    }
    for (int i = 0; i < samples.size(); i++) {
      if (samples.get(i) < 0) {
        throw refusal("samplesNanos[%d] is %d, must be at least 0", i, samples.get(i));
      }
    }
  }

  /** Whoever reports rounds the samples and what follows from them each by itself. */
  private static void checkQuantile(String name, long value, Samples samples, double p) {
    double expected = samples.quantile(p);
    if (Math.abs(value - expected) > 1) {
      throw refusal("%s is %d, must be %.1f as the samples say", name, value, expected);
    }
  }

  private static void checkInterval(List<Long> interval, long median) {
    boolean around = interval.size() == 2 && interval.get(0) <= median && median <= interval.get(1);
    if (!around) {
      throw refusal("interval is %s, must be two numbers around the median %d", interval, median);
    }
  }

  private static void checkNotNegative(String name, long value) {
    if (value < 0) throw refusal("%s is %d, must be at least 0", name, value);
  }

  /** A record may be read from a text in which a part is missing. */
  private static void required(String name, @Nullable Object value) {
    if (value == null) throw refusal("%s is missing", name);
  }

  private static IllegalArgumentException refusal(String problem, @Nullable Object... details) {
    return new IllegalArgumentException(problem.formatted(details));
  }
}
