package dev.bantam.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IntervalTest {
  /** Figures of R's binom.confint(method = "wilson"). */
  @ParameterizedTest
  @CsvSource({"0,10,0,0.2775", "10,10,0.7225,1", "50,100,0.4038,0.5962", "1511,2000,0.7362,0.7738"})
  void aShareHasWilsonsInterval(int hits, int total, double low, double high) {
    var interval = Interval.ofShare(hits, total);
    assertThat(interval.low()).isEqualTo(low, within(1e-4));
    assertThat(interval.high()).isEqualTo(high, within(1e-4));
  }

  @Test
  void aPairedDifferenceIsNarrowerTheLessTheModelsDisagree() {
    var agreeing = Interval.ofPairedDifference(5, 5, 2000);
    var disagreeing = Interval.ofPairedDifference(100, 100, 2000);
    assertThat(agreeing.high() - agreeing.low()).isLessThan(disagreeing.high() - disagreeing.low());
    assertThat(agreeing.low()).isEqualTo(-agreeing.high(), within(1e-12));
    // (0.5 - 20.5 + ...): 20 lost of 2000 is a loss beyond doubt.
    assertThat(Interval.ofPairedDifference(0, 20, 2000).high()).isNegative();
  }
}
