package dev.bantam.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bantam.interp.Interpreter;
import dev.bantam.prim.Program;
import dev.bantam.prim.ProgramBuilder;
import dev.bantam.prim.Value;
import dev.bantam.type.Literal;
import dev.bantam.type.Shape;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Composites against the same in plain 64-bit arithmetic, on edges and on many random values. */
class FixedPointTest {
  private static final int MANY = 20_000;
  private static final int[] EDGES = {
    0,
    1,
    -1,
    2,
    -2,
    3,
    -3,
    127,
    -128,
    1 << 15,
    1 << 30,
    -(1 << 30),
    (1 << 30) - 1,
    Integer.MAX_VALUE,
    Integer.MAX_VALUE - 1,
    Integer.MIN_VALUE,
    Integer.MIN_VALUE + 1
  };

  private static Literal run(
      BiFunction<ProgramBuilder, List<Value>, Value> define, Literal... arguments) {
    var interpreter = new Interpreter();
    var b = new ProgramBuilder("main", interpreter);
    var parameters = Arrays.stream(arguments).map(x -> b.parameter(x.type())).toList();
    var program = new Program(b.build(List.of(define.apply(b, parameters))), List.of());
    return interpreter.instance(program).run(List.of(arguments)).getFirst();
  }

  private static Literal vector(int... values) {
    return Literal.of(Shape.of(values.length), values);
  }

  /** Each pair of edges, then random values of all magnitudes. */
  private static int[][] pairs(long seed) {
    var random = new Random(seed);
    var pairs = new int[2][EDGES.length * EDGES.length + MANY];
    for (int i = 0; i < pairs[0].length; i++) {
      boolean edge = i < EDGES.length * EDGES.length;
      pairs[0][i] = edge ? EDGES[i / EDGES.length] : random.nextInt() >> random.nextInt(32);
      pairs[1][i] = edge ? EDGES[i % EDGES.length] : random.nextInt() >> random.nextInt(32);
    }
    return pairs;
  }

  private static int srdhm(int a, int b) {
    if (a == Integer.MIN_VALUE && b == Integer.MIN_VALUE) return Integer.MAX_VALUE;
    return (int) (((long) a * b + (1L << 30)) >> 31);
  }

  /** By exact division, not by shifting: ties away from zero. */
  private static int rdbpot(int x, int exponent) {
    long power = 1L << exponent;
    long magnitude = (2 * Math.abs((long) x) + power) / (2 * power);
    return (int) (x < 0 ? -magnitude : magnitude);
  }

  private static int mbqm(int x, Multiplier by) {
    int shifted = by.shift() > 0 ? x << by.shift() : x;
    return rdbpot(srdhm(shifted, by.value()), Math.max(-by.shift(), 0));
  }

  private static int mbqm64(long x, Multiplier by) {
    int factor = by.value() < 0x7FFF0000 ? (by.value() + (1 << 15)) >> 16 : 0x7FFF;
    int count = 15 - by.shift();
    return (int) ((x * factor + (1L << (count - 1))) >> count);
  }

  @Test
  void srdhmIsTheRoundedHighHalfOfTheDoubledProduct() {
    var pairs = pairs(1);
    var got =
        run((b, v) -> FixedPoint.srdhm(b, v.get(0), v.get(1)), vector(pairs[0]), vector(pairs[1]));
    assertThat(got.toInts())
        .isEqualTo(
            IntStream.range(0, pairs[0].length)
                .map(i -> srdhm(pairs[0][i], pairs[1][i]))
                .toArray());
  }

  @Test
  void rdbpotRoundsTiesAwayFromZero() {
    var random = new Random(2);
    var x = pairs(3)[0];
    var exponents = random.ints(x.length, 0, 32).toArray();
    var got = run((b, v) -> FixedPoint.rdbpot(b, v.get(0), v.get(1)), vector(x), vector(exponents));
    assertThat(got.toInts())
        .isEqualTo(IntStream.range(0, x.length).map(i -> rdbpot(x[i], exponents[i])).toArray());
  }

  private static List<Multiplier> multipliers(long seed, int count, int lowest, int highest) {
    var random = new Random(seed);
    return Stream.generate(
            () ->
                Multiplier.of(
                    (random.nextInt(10) == 0 ? -1 : 1)
                        * Math.scalb(
                            0.5 + random.nextDouble() / 2, random.nextInt(lowest, highest))))
        .limit(count)
        .toList();
  }

  @Test
  void mbqmRoundsTwicePerChannel() {
    var x = pairs(4)[0];
    var by = multipliers(5, x.length, -33, 9);
    var got = run((b, v) -> FixedPoint.mbqm(b, v.getFirst(), by), vector(x));
    assertThat(got.toInts())
        .isEqualTo(IntStream.range(0, x.length).map(i -> mbqm(x[i], by.get(i))).toArray());
  }

  @Test
  void mbqmByOneMultiplierIsTheSameForAllElements() {
    var x = pairs(6)[0];
    var by = Multiplier.of(0.0123);
    var got = run((b, v) -> FixedPoint.mbqm(b, v.getFirst(), List.of(by, by)), vector(x));
    assertThat(got.toInts()).isEqualTo(Arrays.stream(x).map(value -> mbqm(value, by)).toArray());
  }

  @Test
  void mbqm64HasAMultiplierOf16Bits() {
    var random = new Random(7);
    var x = random.longs(MANY).map(value -> value >> (16 + random.nextInt(48))).toArray();
    var by = multipliers(8, x.length, -31, 8);
    var got =
        run((b, v) -> FixedPoint.mbqm64(b, v.getFirst(), by), Literal.of(Shape.of(x.length), x));
    assertThat(got.toInts())
        .isEqualTo(IntStream.range(0, x.length).map(i -> mbqm64(x[i], by.get(i))).toArray());
  }

  @Test
  void clzCountsLeadingZeros() {
    var x = pairs(9)[0];
    var got = run((b, v) -> FixedPoint.clz(b, v.getFirst()), vector(x));
    assertThat(got.toInts())
        .isEqualTo(
            IntStream.range(0, x.length).map(i -> Integer.numberOfLeadingZeros(x[i])).toArray());
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1073741824, 1",
    "0.5, 1073741824, 0",
    "-0.75, -1610612736, 0",
    "0, 0, 0",
    "0.99999999999, 1073741824, 1",
    "1e-12, 0, 0",
    "2.3283064365386963e-10, 1073741824, -31",
    "1.1641532182693481e-10, 0, 0",
    "3, 1610612736, 2"
  })
  void multiplierHas31SignificantBits(double real, int value, int shift) {
    assertThat(Multiplier.of(real)).isEqualTo(new Multiplier(value, shift));
  }

  @Test
  void multiplierIsNearestWithTiesAwayFromZero() {
    var random = new Random(10);
    for (int i = 0; i < MANY; i++) {
      double real = Math.scalb(0.5 + random.nextDouble() / 2, random.nextInt(-31, 30));
      var got = Multiplier.of(real);
      // Both sides times 2^70, where they are whole numbers.
      var exact = new BigDecimal(real).multiply(new BigDecimal(BigInteger.TWO.pow(70)));
      var step = BigInteger.TWO.pow(70 - 31 + got.shift());
      var error =
          exact.subtract(new BigDecimal(step.multiply(BigInteger.valueOf(got.value())))).abs();
      assertThat(error.multiply(BigDecimal.TWO)).isLessThanOrEqualTo(new BigDecimal(step));
    }
  }

  @Test
  void multiplierRefusesWhatDoesNotFit() {
    assertThatThrownBy(() -> Multiplier.of(Double.NaN))
        .hasMessage("multiplier NaN, must be finite");
    assertThatThrownBy(() -> Multiplier.of(1e10))
        .hasMessage("multiplier 1250000000 * 2^34 shifts out of 32 bits, must shift by -31 to 30");
    assertThatThrownBy(() -> new Multiplier(5, 0))
        .hasMessage("multiplier 5 * 2^0, must be 0 or of 31 significant bits");
  }
}
