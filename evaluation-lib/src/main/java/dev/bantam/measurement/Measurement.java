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
 * <p>A stand-in has no time of its own: of it, the instructions of one run are reported, and
 * nothing that is a time of a run.
 *
 * @param samplesNanos every sample, in the order in which they were taken; none of a stand-in
 * @param medianNanos null of a stand-in, as the other quantiles
 * @param interval of the median, 95 %, two numbers; none of a stand-in
 * @param peakBytes that the model takes on the device: code, constants, arena and variables
 * @param compileNanos from the graph to something that can run, which the toolchain's cache may
 *     shorten
 * @param packageBytes code and constants
 * @param profile by operator; empty where none was wanted
 * @param instructions of one run on a stand-in; null where time was measured
 */
public record Measurement(
    List<Long> samplesNanos,
    @Nullable Long medianNanos,
    List<Long> interval,
    @Nullable Long p50Nanos,
    @Nullable Long p90Nanos,
    @Nullable Long p99Nanos,
    long peakBytes,
    long compileNanos,
    long packageBytes,
    List<ProfileLine> profile,
    Environment environment,
    OutputCheck outputCheck,
    @Nullable Long instructions) {
  private static final int MOST_SAMPLES = 100_000;
  private static final int MOST_OPERATORS = 100_000;

  public Measurement {
    samplesNanos = List.copyOf(Objects.requireNonNullElse(samplesNanos, List.of()));
    interval = List.copyOf(Objects.requireNonNullElse(interval, List.of()));
    profile = List.copyOf(Objects.requireNonNullElse(profile, List.of()));
    required("environment", environment);
    required("outputCheck", outputCheck);
    if (instructions == null) {
      checkSamples(samplesNanos);
      var samples = samples(samplesNanos);
      checkQuantile("medianNanos", medianNanos, samples, 0.5);
      checkQuantile("p50Nanos", p50Nanos, samples, 0.5);
      checkQuantile("p90Nanos", p90Nanos, samples, 0.9);
      checkQuantile("p99Nanos", p99Nanos, samples, 0.99);
      checkInterval(interval, Objects.requireNonNull(medianNanos));
    } else {
      checkNotNegative("instructions", instructions);
      checkNoTime(samplesNanos, interval, medianNanos, p50Nanos, p90Nanos, p99Nanos);
    }
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

  /** A measurement of time. */
  public Measurement(
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
    this(
        samplesNanos,
        Long.valueOf(medianNanos),
        interval,
        Long.valueOf(p50Nanos),
        Long.valueOf(p90Nanos),
        Long.valueOf(p99Nanos),
        peakBytes,
        compileNanos,
        packageBytes,
        profile,
        environment,
        outputCheck,
        null);
  }

  /** Of a stand-in: instructions, and what the model takes. */
  public static Measurement counted(
      long instructions,
      long peakBytes,
      long compileNanos,
      long packageBytes,
      Environment environment,
      OutputCheck outputCheck) {
    return new Measurement(
        List.of(),
        null,
        List.of(),
        null,
        null,
        null,
        peakBytes,
        compileNanos,
        packageBytes,
        List.of(),
        environment,
        outputCheck,
        instructions);
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
        outputCheck,
        instructions);
  }

  /** Half the distance of the quartiles by the median; instructions do not scatter. */
  public double spread() {
    return samplesNanos.isEmpty() ? 0 : samples(samplesNanos).spread();
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
  private static void checkQuantile(String name, @Nullable Long value, Samples samples, double p) {
    if (value == null) throw refusal("%s is missing", name);
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

  private static void checkNoTime(
      List<Long> samples, List<Long> interval, @Nullable Long... quantiles) {
    boolean none = samples.isEmpty() && interval.isEmpty();
    for (var quantile : quantiles) none &= quantile == null;
    if (!none) {
      throw refusal(
          "there are samples beside instructions, must be either: a stand-in has no time");
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
