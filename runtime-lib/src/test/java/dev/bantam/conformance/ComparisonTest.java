package dev.bantam.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bantam.type.DType;
import dev.bantam.type.Literal;
import dev.bantam.type.Shape;
import dev.bantam.type.TensorType;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ComparisonTest {
  private static final Shape FOUR = Shape.of(2, 2);

  private static Optional<String> mismatch(Literal expected, Literal actual, boolean scaled) {
    return new Comparison(CaseSettings.DEFAULT).mismatch(expected, actual, scaled, false);
  }

  @Test
  void saysHowManyElementsDifferAndWhichMost() {
    var expected = Literal.of(FOUR, 1f, 2f, 3f, 1.5f);
    var actual = Literal.of(FOUR, 1f, 2.01f, 3f, 1.52f);
    assertThat(mismatch(expected, actual, false))
        .contains(
            "2 of 4 elements differ, worst 0.0200000 at [1,1]"
                + " (expected 1.50000, got 1.52000, allowed 0.000160000)");
  }

  @Test
  void allowsFloatsTheirTolerance() {
    var expected = Literal.of(FOUR, 1f, 1000f, 0f, -1f);
    var actual = Literal.of(FOUR, 1.0001f, 1000.09f, 0.000009f, -1.0001f);
    assertThat(mismatch(expected, actual, false)).isEmpty();
  }

  @Test
  void takesNoNumberForEqualToItselfAndToNothingElse() {
    var nan = Literal.of(Shape.of(2), Float.NaN, 1f);
    assertThat(mismatch(nan, nan, false)).isEmpty();
    assertThat(mismatch(nan, Literal.of(Shape.of(2), 0f, 1f), false)).isPresent();
    assertThat(mismatch(Literal.of(Shape.of(2), 0f, 1f), nan, false)).isPresent();
  }

  @Test
  void takesInfinitiesForEqualToThemselvesAndToNothingElse() {
    var infinite = Literal.of(Shape.of(2), Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY);
    assertThat(mismatch(infinite, infinite, false)).isEmpty();
    assertThat(mismatch(infinite, Literal.of(Shape.of(2), Float.MAX_VALUE, 0f), false)).isPresent();
  }

  @Test
  void allowsQuantizedIntegersOneStep() {
    var expected = Literal.of(Shape.of(2), (byte) 5, (byte) -128);
    var actual = Literal.of(Shape.of(2), (byte) 6, (byte) -127);
    assertThat(mismatch(expected, actual, true)).isEmpty();
    assertThat(mismatch(expected, actual, false))
        .contains("2 of 2 elements differ, worst 1 at [0] (expected 5, got 6, allowed 0)");
  }

  @Test
  void tellsLargeIntegersApartThatAreOneDouble() {
    var expected = Literal.of(Shape.SCALAR, Long.MAX_VALUE);
    var actual = Literal.of(Shape.SCALAR, Long.MAX_VALUE - 1);
    assertThat(mismatch(expected, actual, false)).isPresent();
  }

  @Test
  void comparesStringsByte() {
    var expected = Literal.strings(Shape.of(1), List.of("ab".getBytes()));
    var actual = Literal.strings(Shape.of(1), List.of("ac".getBytes()));
    assertThat(mismatch(expected, expected, false)).isEmpty();
    assertThat(mismatch(expected, actual, false))
        .contains(
            "1 of 1 elements differ, worst 1 at [0] (expected \"ab\", got \"ac\", allowed 0)");
  }

  @Test
  void comparesComplexNumbersByPart() {
    var type = TensorType.of(DType.C64, 1);
    var expected = new Literal(type, Literal.of(Shape.of(2), 1f, 2f).bytes());
    var actual = new Literal(type, Literal.of(Shape.of(2), 1f, 3f).bytes());
    assertThat(mismatch(expected, expected, false)).isEmpty();
    assertThat(mismatch(expected, actual, false)).isPresent();
  }

  @Test
  void refusesAnotherShapeOrType() {
    assertThat(mismatch(Literal.of(Shape.of(2), 1f, 2f), Literal.of(Shape.of(1, 2), 1f, 2f), false))
        .contains("shape is [1,2], must be [2]");
    assertThat(mismatch(Literal.of(Shape.of(1), 1f), Literal.of(Shape.of(1), 1), false))
        .contains("type is i32, must be f32");
  }

  @Test
  void comparesRowsInAnyOrderWhereTheyAreASet() {
    var expected = Literal.of(FOUR, 1, 2, 3, 4);
    var actual = Literal.of(FOUR, 3, 4, 1, 2);
    var comparison = new Comparison(CaseSettings.DEFAULT);
    assertThat(comparison.mismatch(expected, actual, false, true)).isEmpty();
    assertThat(comparison.mismatch(expected, Literal.of(FOUR, 3, 4, 3, 4), false, true))
        .contains("row 0 of the expected set is missing");
  }

  @Test
  void readsSettings() {
    var settings =
        CaseSettings.parse(
            "{\"atol\": 1e-3, \"steps\": 2, \"signature\": \"add\", \"note\": \"a \\\"b\\\"\"}");
    assertThat(settings).isEqualTo(new CaseSettings(1e-3, 1e-4, 2, Optional.of("add"), false));
  }
}
