package dev.bantam.interp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bantam.prim.Control;
import dev.bantam.prim.Function;
import dev.bantam.prim.Indexed;
import dev.bantam.prim.Prim;
import dev.bantam.prim.Prim.Fn1;
import dev.bantam.prim.Prim.Fn2;
import dev.bantam.prim.Prim.Fold;
import dev.bantam.prim.Program;
import dev.bantam.prim.ProgramBuilder;
import dev.bantam.prim.Value;
import dev.bantam.prim.Variable;
import dev.bantam.type.DType;
import dev.bantam.type.Literal;
import dev.bantam.type.Shape;
import dev.bantam.type.TensorType;
import java.lang.foreign.MemorySegment;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each primitive at the edges that its contract names. */
class InterpreterTest {
  private final Interpreter interpreter = new Interpreter();

  /** Runs a function of parameters, so that nothing of it is folded. */
  private List<Literal> run(
      BiFunction<ProgramBuilder, List<Value>, List<Value>> define, Literal... arguments) {
    return interpreter.instance(program(define, arguments)).run(List.of(arguments));
  }

  private Literal one(BiFunction<ProgramBuilder, List<Value>, Value> define, Literal... arguments) {
    return run((b, x) -> List.of(define.apply(b, x)), arguments).getFirst();
  }

  private Program program(
      BiFunction<ProgramBuilder, List<Value>, List<Value>> define, Literal... arguments) {
    var b = new ProgramBuilder("main", interpreter);
    var parameters = Arrays.stream(arguments).map(x -> b.parameter(x.type())).toList();
    return new Program(b.build(define.apply(b, parameters)), List.of());
  }

  private static Literal integers(DType dtype, long... values) {
    var segment = MemorySegment.ofArray(new byte[values.length * dtype.bytes()]);
    for (int i = 0; i < values.length; i++) Literal.write(segment, dtype, i, 0, values[i]);
    return new Literal(TensorType.of(dtype, values.length), segment);
  }

  private static Literal floats(DType dtype, double... values) {
    var segment = MemorySegment.ofArray(new byte[values.length * dtype.bytes()]);
    for (int i = 0; i < values.length; i++) Literal.write(segment, dtype, i, values[i], 0);
    return new Literal(TensorType.of(dtype, values.length), segment);
  }

  private static double[] reals(Literal literal) {
    return IntStream.range(0, (int) literal.elements()).mapToDouble(literal::real).toArray();
  }

  @ParameterizedTest
  @CsvSource({
    "ADD, I8, 127, 1, -128",
    "ADD, U32, 4294967295, 2, 1",
    "MUL, I16, 300, 300, 24464",
    "MUL, I64, 4611686018427387904, 2, -9223372036854775808",
    "MULHI, I32, -2147483648, -2147483648, 1073741824",
    "MULHI, I32, -1, 1, -1",
    "MULHI, U32, 4294967295, 4294967295, 4294967294",
    "DIV, I32, 7, 0, 0",
    "DIV, I32, -7, 2, -3",
    "DIV, I32, -2147483648, -1, -2147483648",
    "DIV, I8, -128, -1, -128",
    "DIV, U32, 4294967295, 2, 2147483647",
    "DIV, U64, -1, 2, 9223372036854775807",
    "REM, I32, 7, 0, 7",
    "REM, I32, -7, 2, -1",
    "REM, I32, -2147483648, -1, 0",
    "REM, U8, 255, 16, 15",
    "POW, I32, 2, 31, -2147483648",
    "POW, I32, 2, -1, 0",
    "POW, I32, -1, -3, -1",
    "POW, I32, 1, -3, 1",
    "POW, I8, 3, 5, -13",
    "POW, I64, 3, 40, -6289078614652622815",
    "MAX, U32, 4294967295, 1, 4294967295",
    "MIN, U64, -1, 1, 1",
    "SHL, I32, 1, 31, -2147483648",
    "SHL, I32, 1, 32, 0",
    "SHL, I8, 1, 8, 0",
    "SHL, I32, 1, -1, 0",
    "SHR, I32, -8, 1, -4",
    "SHR, I32, -8, 32, -1",
    "SHR, I32, 8, -1, 0",
    "SHR, I8, -128, 7, -1",
    "SHR, U8, 128, 7, 1",
    "SHR, U32, 4294967295, 32, 0",
    "SHR, U32, 4294967295, 31, 1",
    "SHR, I64, -1, 64, -1",
    "LT, U32, 1, 4294967295, 1",
    "LT, U64, 1, -1, 1",
    "LT, I64, 1, -1, 0",
    "EQ, U8, 255, 255, 1"
  })
  void binaryOnIntegersWraps(Fn2 fn, DType dtype, long a, long b, long y) {
    var result =
        one((p, x) -> p.binary(fn, x.get(0), x.get(1)), integers(dtype, a), integers(dtype, b));
    assertThat(result.integer(0)).isEqualTo(y);
    assertThat(result.type().dtype()).isEqualTo(fn.isComparison() ? DType.BOOL : dtype);
  }

  @ParameterizedTest
  @CsvSource({
    "NEG, I8, -128, -128",
    "NEG, U8, 1, 255",
    "NEG, U64, 1, -1",
    "ABS, I32, -2147483648, -2147483648",
    "ABS, I16, -5, 5",
    "ABS, U8, 255, 255",
    "NOT, I8, 0, -1",
    "NOT, U16, 1, 65534",
    "NOT, BOOL, 1, 0"
  })
  void unaryOnIntegersWraps(Fn1 fn, DType dtype, long x, long y) {
    assertThat(one((p, v) -> p.unary(fn, v.getFirst()), integers(dtype, x)).integer(0))
        .isEqualTo(y);
  }

  @ParameterizedTest
  @CsvSource({
    "MAX, NaN, 1, NaN",
    "MIN, 1, NaN, NaN",
    "REM, -7.5, 2, -1.5",
    "POW, 1, NaN, 1",
    "POW, -1, Infinity, 1",
    "POW, NaN, 0, 1",
    "POW, 2, 10, 1024",
    "DIV, 1, 0, Infinity",
    "LT, NaN, 1, 0",
    "EQ, NaN, NaN, 0",
    "EQ, -0.0, 0, 1"
  })
  void binaryOnFloatsFollowsIeee(Fn2 fn, double a, double b, double y) {
    for (var dtype : List.of(DType.F32, DType.F64)) {
      var result =
          one((p, x) -> p.binary(fn, x.get(0), x.get(1)), floats(dtype, a), floats(dtype, b));
      assertThat(result.real(0)).isEqualTo(Double.valueOf(y));
    }
  }

  @Test
  void remainderOfFloatsIsExactHoweverLargeTheQuotient() {
    var exact = new BigDecimal(1e30).remainder(BigDecimal.valueOf(7)).doubleValue();
    var result =
        one(
            (p, x) -> p.binary(Fn2.REM, x.get(0), x.get(1)),
            floats(DType.F64, 1e30),
            floats(DType.F64, 7));
    assertThat(result.real(0)).isEqualTo(exact);
  }

  @ParameterizedTest
  @CsvSource({
    "F32, 300.7, I8, 127",
    "F32, -300.7, I8, -128",
    "F32, -1.9, I32, -1",
    "F32, NaN, I32, 0",
    "F32, Infinity, I64, 9223372036854775807",
    "F32, -1, U32, 0",
    "F32, 5e9, U32, 4294967295",
    "F64, 1e30, U64, -1",
    "F64, 9223372036854775808, U64, -9223372036854775808",
    "F64, 2.9, U8, 2",
    "F32, NaN, BOOL, 1",
    "F32, -0.0, BOOL, 0"
  })
  void floatToIntegerTruncatesAndSaturates(DType from, double x, DType to, long y) {
    assertThat(one((p, v) -> p.convert(v.getFirst(), to), floats(from, x)).integer(0)).isEqualTo(y);
  }

  @ParameterizedTest
  @CsvSource({
    "I32, 16777217, F32, 16777216",
    "I32, 16777219, F32, 16777220",
    "U32, 4294967295, F32, 4294967296",
    "U64, -1, F32, 18446744073709551616",
    "U64, -1, F64, 18446744073709551616",
    "I64, 9007199254740993, F64, 9007199254740992",
    "I32, 2049, F16, 2048",
    "I32, 65520, F16, Infinity",
    "I32, 65519, F16, 65504",
    "I64, 72339069014638593, BF16, 72620543991349248",
    "I64, 72339069014638592, BF16, 72057594037927936"
  })
  void integerToFloatRoundsOnceToNearestEven(DType from, long x, DType to, double y) {
    assertThat(one((p, v) -> p.convert(v.getFirst(), to), integers(from, x)).real(0)).isEqualTo(y);
  }

  @ParameterizedTest
  @CsvSource({"I32, 300, I8, 44", "I8, -1, U32, 4294967295", "U32, 4294967295, I64, 4294967295"})
  void integerToIntegerWraps(DType from, long x, DType to, long y) {
    assertThat(one((p, v) -> p.convert(v.getFirst(), to), integers(from, x)).integer(0))
        .isEqualTo(y);
  }

  @Test
  void packedIntegersConvertWithTheLowBitsFirst() {
    var packed =
        new Literal(
            TensorType.of(DType.I4, 3), MemorySegment.ofArray(new byte[] {(byte) 0xF1, 0x08}));
    assertThat(one((p, v) -> p.convert(v.getFirst(), DType.I8), packed).toLongs())
        .containsExactly(1, -1, -8);
    assertThat(one((p, v) -> p.flip(v.getFirst(), List.of(0)), packed).toLongs())
        .containsExactly(-8, -1, 1);
  }

  @Test
  void reduceIgnoresNaNAndStartsFromTheIdentity() {
    var x = floats(DType.F32, Double.NaN, 3, -2);
    assertThat(one((p, v) -> p.reduce(Fold.MAX, v.getFirst(), List.of(0)), x).real(0)).isEqualTo(3);
    assertThat(one((p, v) -> p.reduce(Fold.MIN, v.getFirst(), List.of(0)), x).real(0))
        .isEqualTo(-2);
    var empty = floats(DType.F32);
    assertThat(
            Arrays.stream(Fold.values())
                .filter(fold -> fold != Fold.AND && fold != Fold.OR)
                .map(f -> one((p, v) -> p.reduce(f, v.getFirst(), List.of(0)), empty).real(0)))
        .containsExactly(0.0, 1.0, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
    var none = integers(DType.U32);
    assertThat(
            Arrays.stream(Fold.values())
                .map(f -> one((p, v) -> p.reduce(f, v.getFirst(), List.of(0)), none).integer(0)))
        .containsExactly(0L, 1L, 0L, 4294967295L, 4294967295L, 0L);
  }

  @Test
  void reduceFoldsLeadingAxesOfAView() {
    var x = Literal.of(Shape.of(2, 3), 1, 2, 3, 4, 5, 6);
    assertThat(one((p, v) -> p.reduce(Fold.ADD, v.getFirst(), List.of(0)), x).toInts())
        .containsExactly(5, 7, 9);
    assertThat(
            one((p, v) -> p.reduce(Fold.MAX, p.flip(v.getFirst(), List.of(1)), List.of(0)), x)
                .toInts())
        .containsExactly(6, 5, 4);
  }

  @Test
  void movementsComposeAsTheirIndexFunctions() {
    var x = Literal.of(Shape.of(2, 3), 1, 2, 3, 4, 5, 6);
    assertThat(one((p, v) -> p.permute(v.getFirst(), List.of(1, 0)), x).toInts())
        .containsExactly(1, 4, 2, 5, 3, 6);
    assertThat(one((p, v) -> p.reshape(p.permute(v.getFirst(), List.of(1, 0)), 2, 3), x).toInts())
        .containsExactly(1, 4, 2, 5, 3, 6);
    assertThat(one((p, v) -> p.slice(p.flip(v.getFirst(), List.of(1)), 1, 1, 3), x).toInts())
        .containsExactly(2, 1, 5, 4);
    assertThat(one((p, v) -> p.window(v.getFirst(), 1, 2, 1, 1), x).toInts())
        .containsExactly(1, 2, 2, 3, 4, 5, 5, 6);
    assertThat(
            one(
                    (p, v) ->
                        p.pad(v.getFirst(), List.of(0, 1), List.of(1, 0), p.constant(DType.I32, 9)),
                    x)
                .toInts())
        .containsExactly(9, 1, 2, 3, 9, 4, 5, 6, 9, 9, 9, 9);
    assertThat(
            one((p, v) -> p.concat(List.of(v.getFirst(), p.flip(v.getFirst(), List.of(0))), 1), x)
                .toInts())
        .containsExactly(1, 2, 3, 4, 5, 6, 4, 5, 6, 1, 2, 3);
    assertThat(
            one((p, v) -> p.broadcast(p.slice(v.getFirst(), 0, 0, 1), Shape.of(2, 2, 3)), x)
                .toInts())
        .containsExactly(1, 2, 3, 1, 2, 3, 1, 2, 3, 1, 2, 3);
  }

  @Test
  void contractSumsInTheAccumulatorOverViews() {
    var a = integers(DType.I8, IntStream.range(0, 60).mapToLong(i -> i * 7 % 256 - 128).toArray());
    var b = integers(DType.I8, IntStream.range(0, 45).mapToLong(i -> i * 11 % 256 - 128).toArray());
    var result =
        one(
            (p, v) ->
                p.contract(
                    p.reshape(v.get(0), 3, 5, 4),
                    p.reshape(v.get(1), 3, 3, 5),
                    List.of(1),
                    List.of(2),
                    List.of(0),
                    List.of(1),
                    DType.I32),
            a,
            b);
    assertThat(result.type()).isEqualTo(TensorType.of(DType.I32, 3, 4, 3));
    for (int batch = 0; batch < 3; batch++) {
      for (int row = 0; row < 4; row++) {
        for (int column = 0; column < 3; column++) {
          long sum = 0;
          for (int k = 0; k < 5; k++) {
            sum += a.integer(batch * 20 + k * 4 + row) * b.integer(column * 15 + batch * 5 + k);
          }
          assertThat(result.integer(batch * 12 + row * 3 + column)).isEqualTo(sum);
        }
      }
    }
  }

  @Test
  void contractGivesTheSameWhicheverSideIsLonger() {
    for (int[] size : new int[][] {{40, 2, 9}, {2, 40, 9}, {1, 1, 3}, {20, 20, 0}, {17, 33, 6}}) {
      var a =
          floats(
              DType.F32, IntStream.range(0, size[0] * size[2]).mapToDouble(i -> i % 13).toArray());
      var b =
          floats(
              DType.F32, IntStream.range(0, size[1] * size[2]).mapToDouble(i -> i % 7).toArray());
      var result =
          one(
              (p, v) ->
                  p.contract(
                      p.reshape(v.get(0), size[0], size[2]),
                      p.reshape(v.get(1), size[1], size[2]),
                      List.of(1),
                      List.of(1),
                      List.of(),
                      List.of(),
                      DType.F32),
              a,
              b);
      for (int i = 0; i < size[0]; i++) {
        for (int j = 0; j < size[1]; j++) {
          double sum = 0;
          for (int k = 0; k < size[2]; k++)
            sum += a.real(i * size[2] + k) * b.real(j * size[2] + k);
          assertThat(result.real((long) i * size[1] + j)).isEqualTo(sum);
        }
      }
    }
  }

  @Test
  void gatherOutsideGivesZeroAndScatterOutsideIsSkipped() {
    var x = Literal.of(Shape.of(2, 2), 1, 2, 3, 4);
    var indices = Literal.of(Shape.of(3), 1, -1, 2);
    assertThat(one((p, v) -> p.gather(v.get(0), v.get(1), 0), x, indices).toInts())
        .containsExactly(3, 4, 0, 0, 0, 0);
    assertThat(one((p, v) -> p.gather(v.get(0), v.get(1), 1), x, indices).toInts())
        .containsExactly(2, 0, 0, 4, 0, 0);
    assertThat(one((p, v) -> p.gather(p.reshape(v.get(0), 4), v.get(1), 0), x, indices).toInts())
        .containsExactly(2, 0, 3);
    var updates = Literal.of(Shape.of(3, 2), 10, 20, 30, 40, 50, 60);
    var at = Literal.of(Shape.of(3), 0, 2, 0);
    assertThat(
            one(
                    (p, v) ->
                        p.one(new Indexed.Scatter(Prim.Update.ADD, v.get(0), v.get(1), v.get(2))),
                    x,
                    at,
                    updates)
                .toInts())
        .containsExactly(61, 82, 3, 4);
    assertThat(
            one(
                    (p, v) ->
                        p.one(new Indexed.Scatter(Prim.Update.SET, v.get(0), v.get(1), v.get(2))),
                    x,
                    at,
                    updates)
                .toInts())
        .containsExactly(50, 60, 3, 4);
  }

  @Test
  void dynamicStartsAreClamped() {
    var x = Literal.of(Shape.of(4), 1, 2, 3, 4);
    for (long[] start : new long[][] {{-5, 1}, {1, 2}, {9, 3}}) {
      var at = Literal.scalar(DType.I64, start[0]);
      assertThat(
              one(
                      (p, v) ->
                          p.one(new Indexed.DynamicSlice(v.get(0), List.of(v.get(1)), Shape.of(2))),
                      x,
                      at)
                  .integer(0))
          .isEqualTo(start[1]);
    }
    assertThat(
            one(
                    (p, v) ->
                        p.one(new Indexed.DynamicUpdate(v.get(0), v.get(1), List.of(v.get(2)))),
                    x,
                    Literal.of(Shape.of(2), 8, 9),
                    Literal.scalar(DType.U64, -1L))
                .toInts())
        .containsExactly(1, 2, 8, 9);
  }

  @Test
  void sortIsStableAndCarriesPayloads() {
    var keys = Literal.of(Shape.of(2, 4), 3, 1, 3, 1, 0, 2, 0, 1);
    var payload = Literal.of(Shape.of(2, 4), 0, 1, 2, 3, 4, 5, 6, 7);
    var sorted =
        run(
            (p, v) -> {
              var scalar = TensorType.of(DType.I32);
              var less =
                  p.function(
                      "less",
                      List.of(scalar, scalar, scalar, scalar),
                      (q, s) -> List.of(q.lt(s.get(1), s.get(0))));
              return p.apply(new Indexed.Sort(v, 1, less));
            },
            keys,
            payload);
    assertThat(sorted.get(0).toInts()).containsExactly(3, 3, 1, 1, 2, 1, 0, 0);
    assertThat(sorted.get(1).toInts()).containsExactly(0, 2, 1, 3, 5, 7, 4, 6);
  }

  @Test
  void caseOutsideTakesTheLastBranch() {
    for (int[] pair : new int[][] {{0, 11}, {1, 20}, {2, 20}, {-1, 20}}) {
      var result =
          one(
              (p, v) -> {
                var type = List.of(TensorType.of(DType.I32));
                var first = p.function("plus", type, (q, s) -> List.of(q.add(s.getFirst(), 1)));
                var second = p.function("twice", type, (q, s) -> List.of(q.mul(s.getFirst(), 2)));
                return p.apply(
                        new Control.Case(v.get(0), List.of(first, second), List.of(v.get(1))))
                    .getFirst();
              },
              Literal.scalar(DType.I32, (long) pair[0]),
              Literal.scalar(DType.I32, 10L));
      assertThat(result.integer(0)).isEqualTo(pair[1]);
    }
  }

  @Test
  void whileRunsUntilItsConditionIsFalse() {
    assertThat(
            one((p, v) -> whileBelow(p, v.getFirst(), 100), Literal.scalar(DType.I32, 3L))
                .integer(0))
        .isEqualTo(192);
  }

  @Test
  void whileThatDoesNotEndIsStopped() {
    var limited = new Interpreter(50);
    var program =
        program((p, v) -> List.of(whileBelow(p, v.getFirst(), 100)), Literal.scalar(DType.I32, 0L));
    assertThatThrownBy(() -> limited.instance(program).run(List.of(Literal.scalar(DType.I32, 0L))))
        .isInstanceOf(InterpreterException.class)
        .hasMessage("while @below: still true after 50 steps, which is the limit");
  }

  private static Value whileBelow(ProgramBuilder p, Value start, int limit) {
    var type = List.of(start.type());
    var below =
        p.function(
            "below", type, (q, s) -> List.of(q.lt(s.getFirst(), q.constant(DType.I32, limit))));
    var twice = p.function("twice", type, (q, s) -> List.of(q.mul(s.getFirst(), 2)));
    return p.apply(new Control.While(below, twice, List.of(start))).getFirst();
  }

  @Test
  void scanCarriesForwardsAndBackwards() {
    var x = Literal.of(Shape.of(3, 1), 1, 2, 3);
    for (boolean reverse : new boolean[] {false, true}) {
      var results =
          run(
              (p, v) -> {
                var row = TensorType.of(DType.I32, 1);
                Function step =
                    p.function(
                        "sum",
                        List.of(row, row),
                        (q, s) -> {
                          var sum = q.add(s.get(0), s.get(1));
                          return List.of(sum, sum);
                        });
                return p.scan(step, List.of(v.get(1)), List.of(v.get(0)), 3, reverse);
              },
              x,
              Literal.of(Shape.of(1), 10));
      assertThat(results.get(0).toInts()).containsExactly(16);
      assertThat(results.get(1).toInts())
          .containsExactly(reverse ? new int[] {16, 15, 13} : new int[] {11, 13, 16});
    }
  }

  @Test
  void variablesLiveFromRunToRunUntilReset() {
    var count = new Variable("count", Literal.scalar(DType.I32, 5L));
    var b = new ProgramBuilder("main", interpreter);
    var before = b.read(count);
    b.write(count, b.add(before, 1));
    var instance =
        interpreter.instance(new Program(b.build(List.of(before, b.read(count))), List.of(count)));
    assertThat(instance.run(List.of()).stream().map(x -> x.integer(0))).containsExactly(5L, 6L);
    assertThat(instance.run(List.of()).stream().map(x -> x.integer(0))).containsExactly(6L, 7L);
    instance.reset();
    assertThat(instance.run(List.of()).stream().map(x -> x.integer(0))).containsExactly(5L, 6L);
  }

  @Test
  void bitcastIsLittleEndianAndMovesTheLastAxis() {
    var x = Literal.of(Shape.of(1), 0x04030201);
    assertThat(one((p, v) -> p.bitcast(v.getFirst(), DType.I8), x).toLongs())
        .containsExactly(1, 2, 3, 4);
    assertThat(one((p, v) -> p.bitcast(p.bitcast(v.getFirst(), DType.U8), DType.I32), x).toInts())
        .containsExactly(0x04030201);
  }

  @Test
  void selectTakesEachElementFromItsSide() {
    var test = integers(DType.BOOL, 1, 0, 0, 1);
    var yes = Literal.of(Shape.of(4), 1, 2, 3, 4);
    var no = Literal.of(Shape.of(4), 5, 6, 7, 8);
    assertThat(one((p, v) -> p.select(v.get(0), v.get(1), v.get(2)), test, yes, no).toInts())
        .containsExactly(1, 6, 7, 4);
  }

  @Test
  void halfTypesRoundOncePerPrimitive() {
    var a = floats(DType.F16, 2048, 1);
    var b = floats(DType.F16, 1, Math.scalb(1.0, -11));
    assertThat(reals(one((p, v) -> p.add(v.get(0), v.get(1)), a, b))).containsExactly(2048, 1);
    var c = floats(DType.BF16, 256, 3);
    var d = floats(DType.BF16, 1, 0.5);
    assertThat(reals(one((p, v) -> p.add(v.get(0), v.get(1)), c, d))).containsExactly(256, 3.5);
  }

  @Test
  void argumentsOfAnotherTypeAreRefused() {
    var program = program((p, v) -> v, Literal.of(Shape.of(2), 1, 2));
    assertThatThrownBy(() -> interpreter.instance(program).run(List.of(Literal.of(Shape.of(1), 1))))
        .isInstanceOf(InterpreterException.class)
        .hasMessage("@main: argument 0 is i32[1], must be i32[2]");
    assertThatThrownBy(() -> interpreter.instance(program).run(List.of()))
        .isInstanceOf(InterpreterException.class)
        .hasMessage("@main: 0 arguments, must be 1");
  }
}
