package dev.bantam.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bantam.statistics.Samples;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChangeTest {
  /**
   * Samples around a value that scatter by a share of it, with a tail upwards as latencies have.
   */
  private static Samples samples(double median, double scatter, int count, long seed) {
    var random = new SplittableRandom(seed);
    var values = new double[count];
    for (int i = 0; i < count; i++) {
      double tail = random.nextInt(20) == 0 ? 1 + random.nextDouble() : 1;
      values[i] = median * (1 + scatter * random.nextGaussian()) * tail;
    }
    return new Samples(values);
  }

  @ParameterizedTest(name = "{0} to {1} ns, scatter {2}, {3} samples: {4}")
  @CsvSource({
    "1000, 1000, 0.01,  300, same",
    "1000, 1010, 0.005, 300, same",
    "1000, 1100, 0.01,  300, worse",
    "1000, 900,  0.01,  300, better",
    "1000, 1100, 0.5,   30,  unknown",
    "1000, 1020, 0.02,  100, unknown",
    "1000, 1000, 0.3,   10,  unknown",
    "1000, 3000, 0.3,   100, worse"
  })
  void aVerdictIsGivenWhereTheIntervalDecides(
      double before, double after, double scatter, int count, String verdict) {
    var change =
        Change.ofMedians(samples(before, scatter, count, 1), samples(after, scatter, count, 2));
    assertThat(change.verdict()).as(change.toString()).hasToString(verdict);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void measuringTheSameAgainIsSeldomCalledAChange(long seed) {
    var random = new SplittableRandom(seed);
    int changes = 0;
    for (int i = 0; i < 200; i++) {
      var verdict =
          Change.ofMedians(
                  samples(1000, 0.05, 50, random.nextLong()),
                  samples(1000, 0.05, 50, random.nextLong()))
              .verdict();
      if (verdict == Verdict.WORSE || verdict == Verdict.BETTER) changes++;
    }
    assertThat(changes).isLessThan(6);
  }

  @ParameterizedTest
  @CsvSource({"100, 100, same", "100, 102, same", "100, 103, worse", "100, 97, better"})
  void countsAreComparedExactly(long before, long after, String verdict) {
    var change = Change.ofCounts(before, after);
    assertThat(change.verdict()).hasToString(verdict);
    assertThat(change.interval()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          SAME,BETTER | BETTER
          SAME,UNKNOWN,BETTER | UNKNOWN
          SAME,WORSE,UNKNOWN | WORSE
          SAME | SAME
          """)
  void theGravestSpeaksForAll(String series, Verdict overall) {
    var verdicts = List.of(series.split(",")).stream().map(Verdict::valueOf).toList();
    assertThat(Verdict.overall(verdicts)).isEqualTo(overall);
    assertThat(Verdict.overall(List.of())).isEqualTo(Verdict.UNKNOWN);
  }
}
