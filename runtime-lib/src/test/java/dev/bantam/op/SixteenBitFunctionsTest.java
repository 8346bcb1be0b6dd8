package dev.bantam.op;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bantam.interp.Interpreter;
import dev.bantam.prim.Prim.Fn1;
import dev.bantam.prim.Program;
import dev.bantam.prim.ProgramBuilder;
import dev.bantam.prim.Value;
import dev.bantam.type.DType;
import dev.bantam.type.Literal;
import dev.bantam.type.Quantization;
import dev.bantam.type.TensorType;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Functions of 16 bits on all 65536 values, against the real ones. */
class SixteenBitFunctionsTest {
  private static Literal ofAll(BiFunction<ProgramBuilder, Value, Value> define) {
    var values = new short[1 << 16];
    for (int i = 0; i < values.length; i++) values[i] = (short) (i + Short.MIN_VALUE);
    var x = new Literal(TensorType.of(DType.I16, values.length), MemorySegment.ofArray(values));
    var interpreter = new Interpreter();
    var b = new ProgramBuilder("main", interpreter);
    var program = new Program(b.build(List.of(define.apply(b, b.parameter(x.type())))), List.of());
    return interpreter.instance(program).run(List.of(x)).getFirst();
  }

  private static double logistic(double x) {
    return 1 / (1 + StrictMath.exp(-x));
  }

  private static void assertNear(
      Literal got, DoubleUnaryOperator wanted, double scale, double resultScale, double steps) {
    var errors = new double[1 << 16];
    for (int i = 0; i < errors.length; i++) {
      double real = wanted.applyAsDouble((i + Short.MIN_VALUE) * scale) / resultScale;
      double exact = Math.max(Short.MIN_VALUE, Math.min(Short.MAX_VALUE, real));
      errors[i] = Math.abs(got.integer(i) - exact);
    }
    assertThat(Arrays.stream(errors).max().orElseThrow()).isLessThanOrEqualTo(steps);
  }

  @Test
  void gatesFollowTheirFunctions() {
    assertNear(
        ofAll((b, x) -> ShortGates.logistic(x, b)),
        SixteenBitFunctionsTest::logistic,
        1 / 4096.0,
        1 / 32768.0,
        7);
    for (int bits = 0; bits <= 6; bits++) {
      int integerBits = bits;
      assertNear(
          ofAll((b, x) -> ShortGates.tanh(x, integerBits, b)),
          StrictMath::tanh,
          Math.scalb(1.0, bits - 15),
          1 / 32768.0,
          20);
    }
  }

  @ParameterizedTest
  @ValueSource(floats = {1 / 4096f, 1 / 2048f, 0.0001f, 0.00037f, 0.001f})
  void tablesOfLinesFollowTheirFunctions(float scale) {
    assertNear(
        ofAll((b, x) -> SigmoidTable.of(x, Quantization.perTensor(scale, 0), false, b)),
        SixteenBitFunctionsTest::logistic,
        scale,
        1 / 32768.0,
        6);
    assertNear(
        ofAll((b, x) -> SigmoidTable.of(x, Quantization.perTensor(scale, 0), true, b)),
        StrictMath::tanh,
        scale,
        1 / 32768.0,
        22);
  }

  @Test
  void interpolatedTableFollowsASmoothFunction() {
    var input = Quantization.perTensor((float) (10 / 65535.0), 32767);
    var output = Quantization.perTensor((float) (2 / 65535.0), 0);
    var got =
        ofAll(
            (b, x) -> {
              var table = ShortTable.table(input, output, b, v -> b.unary(Fn1.EXP, v));
              return ShortTable.lookup(x, table, b);
            });
    assertNear(got, x -> StrictMath.exp(x - 32767 * 10 / 65535.0), 10 / 65535.0, 2 / 65535.0, 6);
  }
}
