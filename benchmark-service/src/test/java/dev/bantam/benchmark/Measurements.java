package dev.bantam.benchmark;

import dev.bantam.measurement.Measurement;
import dev.bantam.measurement.Measurement.Environment;
import dev.bantam.measurement.Measurement.OutputCheck;
import dev.bantam.measurement.Measurement.Reading;
import java.util.List;

/** Measurements for tests of what becomes of them. */
public final class Measurements {
  private Measurements() {}

  /** One of a single sample. */
  public static Measurement of(long nanos) {
    var reading = new Reading(null, null, null);
    var environment =
        new Environment("1", "sha256:0", null, "p", "s", "cpu", 1, 5, true, 1, reading, reading);
    return new Measurement(
        List.of(nanos),
        nanos,
        List.of(nanos, nanos),
        nanos,
        nanos,
        nanos,
        1,
        1,
        1,
        List.of(),
        environment,
        new OutputCheck("equal", 1, 0, 0));
  }
}
