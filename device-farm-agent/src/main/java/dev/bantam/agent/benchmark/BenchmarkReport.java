package dev.bantam.agent.benchmark;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was measured, with all that is needed to believe it. Its fields are those of a benchmark's
 * result in the REST contract.
 *
 * @param samplesNanos every sample, in the order in which they were taken
 * @param interval of the median, 95 %, two numbers
 * @param peakBytes that the model takes on the device: code, constants, arena and variables
 * @param compileNanos from the graph to something that can run, which the toolchain's cache may
 *     shorten
 * @param packageBytes code and constants
 */
public record BenchmarkReport(
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
  public BenchmarkReport {
    samplesNanos = List.copyOf(samplesNanos);
    interval = List.copyOf(interval);
    profile = List.copyOf(profile);
  }

  /**
   * Time of one operator of the source graph, for one run.
   *
   * @param index of the operator in the main subgraph; -1 for what belongs to none
   */
  public record ProfileLine(int index, String operator, long nanos) {}

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
    public boolean passed() {
      return !status.equals("different");
    }
  }

  public BenchmarkReport by(String agent) {
    return new BenchmarkReport(
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
}
