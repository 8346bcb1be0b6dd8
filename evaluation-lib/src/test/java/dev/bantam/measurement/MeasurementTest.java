package dev.bantam.measurement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bantam.measurement.Measurement.Environment;
import dev.bantam.measurement.Measurement.OutputCheck;
import dev.bantam.measurement.Measurement.Reading;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MeasurementTest {
  private static final OutputCheck EQUAL = new OutputCheck("equal", 1, 0, 0);

  @Test
  void whatFitsTogetherIsTaken() {
    var measurement = of(List.of(30L, 10L, 20L), 20, List.of(10L, 30L), 28, 0, EQUAL);
    assertThat(measurement.by("here").environment().agent()).isEqualTo("here");
    assertThat(measurement.spread()).isEqualTo(0.25);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          0  | 20 | 10 | 28 | 0  | equal     | samplesNanos has 0 samples, must have 1 to 100000
          -1 | 20 | 10 | 28 | 0  | equal     | samplesNanos[0] is -1, must be at least 0
          30 | 5  | 10 | 28 | 0  | equal     | medianNanos is 5, must be 20.0 as the samples say
          30 | 20 | 10 | 40 | 0  | equal     | p90Nanos is 40, must be 28.0 as the samples say
          30 | 20 | 21 | 28 | 0  | equal     | interval is [21, 30], must be two numbers around the median 20
          30 | 20 | 10 | 28 | -1 | equal     | peakBytes is -1, must be at least 0
          30 | 20 | 10 | 28 | 0  | different | outputCheck.status is "different", must be equal or within: a fast wrong answer is a failure
          30 | 20 | 10 | 28 | 0  | perhaps   | status is "perhaps", must be equal, within or different
          """)
  void whatContradictsItselfIsNoMeasurement(
      long first, long median, long low, long p90, long peak, String status, String message) {
    var samples = first == 0 ? List.<Long>of() : List.of(first, 10L, 20L);
    assertThatThrownBy(
            () ->
                of(samples, median, List.of(low, 30L), p90, peak, new OutputCheck(status, 1, 0, 0)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @Test
  void aStandInReportsInstructionsAndNoTime() {
    var reading = new Reading(null, null, null);
    var environment =
        new Environment("1", "sha256:0", null, "p", "s", "m4", 1, 0, true, 1, reading, reading);
    var check = new OutputCheck("equal", 1, 0, 0);
    var counted = Measurement.counted(1234, 3, 2, 1, environment, check).by("here");
    assertThat(counted.instructions()).isEqualTo(1234);
    assertThat(counted.medianNanos()).isNull();
    assertThat(counted.spread()).isEqualTo(0);
    assertThatThrownBy(
            () ->
                new Measurement(
                    List.of(1L),
                    1L,
                    List.of(1L, 1L),
                    1L,
                    1L,
                    1L,
                    0,
                    0,
                    0,
                    List.of(),
                    environment,
                    check,
                    1234L))
        .hasMessage(
            "there are samples beside instructions, must be either: a stand-in has no time");
    assertThatThrownBy(() -> Measurement.counted(-1, 3, 2, 1, environment, check))
        .hasMessage("instructions is -1, must be at least 0");
  }

  private static Measurement of(
      List<Long> samples,
      long median,
      List<Long> interval,
      long p90,
      long peak,
      OutputCheck check) {
    var reading = new Reading(null, null, null);
    var environment =
        new Environment("1", "sha256:0", null, "p", "s", "cpu", 2, 5, true, 1, reading, reading);
    return new Measurement(
        samples, median, interval, 20, p90, 30, peak, 1, 1, List.of(), environment, check);
  }
}
