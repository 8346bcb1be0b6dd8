package dev.bantam.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.bantam.interp.Interpreter;
import dev.bantam.prim.Program;
import dev.bantam.prim.ProgramBuilder;
import dev.bantam.prim.Value;
import dev.bantam.type.DType;
import dev.bantam.type.Literal;
import dev.bantam.type.Shape;
import dev.bantam.type.TensorType;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.BiFunction;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

/** Derived functions against {@link StrictMath} in double. */
class DerivedTest {
  private static final float[] EDGES = {
    0,
    -0f,
    1,
    -1,
    0.5f,
    -0.5f,
    1.5f,
    -2.5f,
    0.49999997f,
    8388609,
    Float.MIN_NORMAL,
    1e30f,
    -1e30f,
    Float.POSITIVE_INFINITY,
    Float.NEGATIVE_INFINITY,
    Float.NaN
  };

  private static Literal run(
      BiFunction<ProgramBuilder, List<Value>, Value> define, Literal... arguments) {
    var interpreter = new Interpreter();
    var b = new ProgramBuilder("main", interpreter);
    var parameters = Arrays.stream(arguments).map(x -> b.parameter(x.type())).toList();
    var program = new Program(b.build(List.of(define.apply(b, parameters))), List.of());
    return interpreter.instance(program).run(List.of(arguments)).getFirst();
  }

  private static float[] values(double most) {
    var random = new Random(1);
    var values = Arrays.copyOf(EDGES, EDGES.length + 20_000);
    for (int i = EDGES.length; i < values.length; i++) {
      double magnitude = most * Math.pow(10, -6 * random.nextDouble());
      values[i] = (float) (random.nextBoolean() ? magnitude : -magnitude);
    }
    return values;
  }

  private static void assertUlps(
      BiFunction<ProgramBuilder, Value, Value> define,
      DoubleUnaryOperator wanted,
      double most,
      double ulps) {
    var x = values(most);
    var got = run((b, v) -> define.apply(b, v.getFirst()), Literal.of(Shape.of(x.length), x));
    for (int i = 0; i < x.length; i++) {
      double exact = wanted.applyAsDouble(x[i]);
      if (!isNear(got.real(i), exact, ulps * unit(DType.F32, exact), DType.F32)) {
        fail("of %s is %s, must be %s".formatted(x[i], got.real(i), exact));
      }
    }
  }

  /** Infinity and NaN, as the type has them, are only near themselves. */
  private static boolean isNear(double got, double exact, double error, DType dtype) {
    double rounded = dtype == DType.F32 ? (float) exact : exact;
    if (Double.isNaN(rounded) || Double.isInfinite(rounded))
      return Double.compare(got, rounded) == 0;
    return Math.abs(got - exact) <= error;
  }

  private static double unit(DType dtype, double exact) {
    return dtype == DType.F32
        ? Math.max(Math.ulp((float) exact), Math.ulp(Float.MIN_NORMAL))
        : Math.max(Math.ulp(exact), Math.ulp(Double.MIN_NORMAL));
  }

  @Test
  void roundingIsExact() {
    assertUlps(Derived::ceil, Math::ceil, 1e9, 0);
    assertUlps(Derived::trunc, x -> x < 0 ? Math.ceil(x) : Math.floor(x), 1e9, 0);
    assertUlps(
        Derived::roundHalfAway,
        x -> Math.signum(x) * (Math.abs(x) > 1e15 ? Math.abs(x) : Math.floor(Math.abs(x) + 0.5)),
        1e6,
        0);
    assertUlps(Derived::sign, x -> Double.isNaN(x) ? 0 : Math.signum(x), 10, 0);
  }

  @Test
  void functionsKeepTheirBounds() {
    assertUlps(Derived::rsqrt, x -> 1 / Math.sqrt(x), 1e30, 2);
    assertUlps(Derived::expm1, StrictMath::expm1, 80, 5);
    assertUlps(Derived::log1p, StrictMath::log1p, 1e9, 5);
    assertUlps(Derived::cbrt, StrictMath::cbrt, 1e30, 8);
  }

  /** By its series; beyond 4 it is 1 within 2e-8. */
  private static double erf(double x) {
    if (Math.abs(x) > 4) return Math.signum(x);
    double sum = 0;
    double term = x;
    for (int n = 0; n < 200; n++) {
      sum += term / (2 * n + 1);
      term *= -x * x / (n + 1);
    }
    return 2 / Math.sqrt(Math.PI) * sum;
  }

  @Test
  void erfIsWithinItsAbsoluteBound() {
    var x = values(5);
    var got = run((b, v) -> Derived.erf(b, v.getFirst()), Literal.of(Shape.of(x.length), x));
    for (int i = 0; i < x.length; i++) {
      double exact = erf(x[i]);
      if (!isNear(got.real(i), exact, 2e-7, DType.F32)) {
        fail("erf of %s is %s, must be %s".formatted(x[i], got.real(i), exact));
      }
    }
  }

  private static Literal reals(DType dtype, double[] values) {
    var segment = MemorySegment.ofArray(new byte[values.length * dtype.bytes()]);
    for (int i = 0; i < values.length; i++) Literal.write(segment, dtype, i, values[i], 0);
    return new Literal(TensorType.of(dtype, values.length), segment);
  }

  @Test
  void atan2CoversAllQuadrantsAxesAndInfinities() {
    for (var dtype : List.of(DType.F32, DType.F64)) {
      var random = new Random(2);
      var y = new double[20_000];
      var x = new double[y.length];
      for (int i = 0; i < y.length; i++) {
        boolean edge = i < EDGES.length * EDGES.length;
        y[i] =
            edge
                ? EDGES[i / EDGES.length]
                : (float) (random.nextGaussian() * Math.pow(10, random.nextInt(9) - 4));
        x[i] = edge ? EDGES[i % EDGES.length] : (float) random.nextGaussian();
      }
      var got =
          run((b, v) -> Derived.atan2(b, v.get(0), v.get(1)), reals(dtype, y), reals(dtype, x));
      for (int i = 0; i < y.length; i++) {
        double exact = StrictMath.atan2(y[i], x[i]);
        // The angle of a vector this short of an axis may be flushed to 0.
        double error = 8 * unit(dtype, exact) + Float.MIN_NORMAL;
        if (!isNear(got.real(i), exact, error, dtype)) {
          fail("of %s, %s is %s, must be %s".formatted(y[i], x[i], got.real(i), exact));
        }
      }
    }
  }

  @Test
  void comparisonsAreFalseWithNaNButForUnequal() {
    var x = Literal.of(Shape.of(4), 1f, 2f, Float.NaN, 3f);
    var y = Literal.of(Shape.of(4), 2f, 2f, 1f, 1f);
    assertThat(run((b, v) -> Derived.greater(b, v.get(0), v.get(1)), x, y).toLongs())
        .containsExactly(0, 0, 0, 1);
    assertThat(run((b, v) -> Derived.greaterOrEqual(b, v.get(0), v.get(1)), x, y).toLongs())
        .containsExactly(0, 1, 0, 1);
    assertThat(run((b, v) -> Derived.lessOrEqual(b, v.get(0), v.get(1)), x, y).toLongs())
        .containsExactly(1, 1, 0, 0);
    assertThat(run((b, v) -> Derived.notEqual(b, v.get(0), v.get(1)), x, y).toLongs())
        .containsExactly(1, 0, 1, 1);
    assertThat(run((b, v) -> Derived.isNan(b, v.get(0)), x, y).toLongs())
        .containsExactly(0, 0, 1, 0);
  }

  @Test
  void dilateSpacesElementsApartByEachStride() {
    var x = Literal.of(Shape.of(2, 3), 1, 2, 3, 4, 5, 6);
    var nine = Literal.scalar(DType.I32, 9L);
    assertThat(run((b, v) -> Dilation.of(v.get(0), 1, 2, v.get(1), b), x, nine).toInts())
        .containsExactly(1, 9, 2, 9, 3, 4, 9, 5, 9, 6);
    var both =
        run(
            (b, v) -> {
              var once = Dilation.of(v.get(0), 0, 3, v.get(1), b);
              var other = Dilation.of(v.get(0), 0, 2, v.get(1), b);
              return b.concat(List.of(once, other), 0);
            },
            x,
            nine);
    assertThat(both.toInts())
        .containsExactly(1, 2, 3, 9, 9, 9, 9, 9, 9, 4, 5, 6, 1, 2, 3, 9, 9, 9, 4, 5, 6);
  }
}
