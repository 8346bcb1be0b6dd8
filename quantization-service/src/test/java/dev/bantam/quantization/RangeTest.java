package dev.bantam.quantization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.bantam.error.BantamException;
import dev.bantam.type.DType;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RangeTest {
  @ParameterizedTest
  @CsvSource({"-128,127,0", "0,6,-128", "2,6,-128", "-6,-2,127", "-1,3,-64"})
  void eightBitsHoldZeroExactly(double low, double high, long zeroPoint) {
    var quantization = new Range(low, high).activation(DType.I8);
    assertThat(quantization.zeroPoint()).isEqualTo(zeroPoint);
    double width = Math.max(high, 0) - Math.min(low, 0);
    assertThat((double) quantization.scale()).isEqualTo(width / 255, within(1e-6));
  }

  @Test
  void sixteenBitsAreSymmetric() {
    var quantization = new Range(-2, 1).activation(DType.I16);
    assertThat(quantization.zeroPoint()).isZero();
    assertThat(quantization.scale()).isEqualTo(2f / 32767);
  }

  @Test
  void nothingButZeroStillHasAScale() {
    assertThat(new Range(0, 0).activation(DType.I8).scale()).isPositive();
  }

  @Test
  void percentileLeavesOutTheFewAtTheEnds() {
    var histogram = new Histogram(new Range(-100, 100));
    var values = new float[10_000];
    for (int i = 0; i < values.length; i++) values[i] = i % 2 == 0 ? 1 : -1;
    values[0] = 100;
    values[1] = -100;
    histogram.add(values);
    assertThat(histogram.percentile(0)).isEqualTo(new Range(-100, 100));
    var range = histogram.percentile(1e-3);
    assertThat(range.low()).isEqualTo(-1, within(0.2));
    assertThat(range.high()).isEqualTo(1, within(0.2));
  }

  @Test
  void entropyCutsLoneOutliersAndLeavesAnEvenSpreadAlone() {
    var random = new Random(11);
    var values = new float[200_000];
    for (int i = 0; i < values.length; i++) values[i] = (float) random.nextGaussian();
    values[0] = 60;
    values[1] = -60;
    var outlier = new Histogram(new Range(-60, 60));
    outlier.add(values);
    assertThat(outlier.entropy().high()).isLessThan(12);

    for (int i = 0; i < values.length; i++) values[i] = random.nextFloat(-1, 1);
    var even = new Histogram(new Range(-1, 1));
    even.add(values);
    assertThat(even.entropy().high()).isGreaterThan(0.95);
  }

  @Test
  void entropyOfFewValuesIsTheirRange() {
    var histogram = new Histogram(new Range(0, 9));
    histogram.add(new float[] {0, 1, 1, 1, 9});
    assertThat(histogram.entropy()).isEqualTo(new Range(0, 9));
  }

  @Test
  void namesTheSchemesAndMethodsThatThereAre() {
    assertThatThrownBy(() -> Scheme.parse("int9"))
        .isInstanceOf(BantamException.class)
        .hasMessage("scheme \"int9\" is not known, must be one of dynamic, int8, int16x8, fp16");
    assertThatThrownBy(() -> CalibrationMethod.parse("max"))
        .hasMessage(
            "calibration method \"max\" is not known, must be one of [minmax, moving-average, percentile, entropy]");
  }
}
