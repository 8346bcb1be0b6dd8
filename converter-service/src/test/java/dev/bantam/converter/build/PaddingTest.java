package dev.bantam.converter.build;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PaddingTest {
  @ParameterizedTest(name = "extent {0}, filter {1}, stride {2}, dilation {3}: {4} and {5}")
  @CsvSource({
    "49, 10, 2, 1, 4, 5",
    "10, 4, 2, 1, 1, 1",
    "32, 3, 1, 1, 1, 1",
    "32, 3, 2, 1, 0, 1",
    "32, 3, 1, 2, 2, 2",
    "5, 1, 3, 1, 0, 0",
  })
  void sameLeavesTheSmallerHalfInFront(
      long extent, long filter, long stride, long dilation, long low, long high) {
    assertThat(Padding.same(extent, filter, stride, dilation)).isEqualTo(new Padding(low, high));
  }

  @ParameterizedTest
  @CsvSource({"1, 1, true", "0, 2, false", "2, 0, false"})
  void isSameForAnOpenExtentOnlyWithAStrideOfOne(long low, long high, boolean same) {
    var padding = new Padding(low, high);
    assertThat(padding.isSame(Dim.symbol("n"), 3, 1, 1)).isEqualTo(same);
    assertThat(padding.isSame(Dim.symbol("n"), 3, 2, 1)).isFalse();
  }
}
