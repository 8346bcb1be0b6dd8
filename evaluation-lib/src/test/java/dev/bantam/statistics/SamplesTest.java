package dev.bantam.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SamplesTest {
  private static Samples oneTo(int n) {
    return new Samples(IntStream.rangeClosed(1, n).asDoubleStream().toArray());
  }

  @ParameterizedTest
  @CsvSource({"5, 0.5, 3", "4, 0.5, 2.5", "101, 0.9, 91", "1, 0.99, 1", "2, 0.25, 1.25"})
  void quantilesLieBetweenNeighbours(int n, double p, double expected) {
    assertThat(oneTo(n).quantile(p)).isCloseTo(expected, within(1e-12));
  }

  /** Ranks as tables of the sign test give them: with n samples the k-th from either end. */
  @ParameterizedTest
  @CsvSource({"1, 1", "5, 1", "6, 1", "8, 1", "9, 2", "12, 3", "20, 6", "50, 18", "100, 40"})
  void theIntervalOfTheMedianIsThatOfTheSignTest(int n, int rank) {
    assertThat(oneTo(n).medianInterval()).isEqualTo(new Interval(rank, n + 1 - rank));
  }

  @Test
  void theIntervalHoldsTheTrueMedianAsOftenAsItSays() {
    var random = new Random(1);
    for (int n : new int[] {10, 37, 1200}) {
      int held = 0;
      for (int trial = 0; trial < 1000; trial++) {
        var samples = new Samples(random.doubles(n).map(x -> Math.exp(3 * x)).toArray());
        if (samples.medianInterval().contains(Math.exp(1.5))) held++;
      }
      assertThat(held).as("of 1000, n = %d", n).isBetween(935, 995);
    }
  }

  @Test
  void aRatioComparesSamplesOfOneRound() {
    // the machine became four times as slow meanwhile: the ratio does not see it
    var ours = new Samples(1, 1, 1, 4, 4, 4);
    var theirs = new Samples(2, 2, 2, 8, 8, 8);
    assertThat(Ratio.of(ours, theirs)).isEqualTo(new Ratio(2, new Interval(2, 2)));
  }

  @Test
  void refusesWhatIsNoSample() {
    assertThatThrownBy(() -> new Samples()).hasMessage("there are no samples");
    assertThatThrownBy(() -> new Samples(1, Double.NaN)).hasMessage("a sample is NaN");
    assertThatThrownBy(() -> Ratio.of(oneTo(2), oneTo(3)))
        .hasMessage("2 samples and 3, must be taken in turn");
  }
}
