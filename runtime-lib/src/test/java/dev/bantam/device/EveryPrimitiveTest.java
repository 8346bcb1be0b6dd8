package dev.bantam.device;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bantam.interp.Interpreter;
import dev.bantam.prim.Control;
import dev.bantam.prim.Indexed;
import dev.bantam.prim.Prim;
import dev.bantam.prim.Prim.Fn1;
import dev.bantam.prim.Prim.Fn2;
import dev.bantam.prim.Prim.Fold;
import dev.bantam.prim.Prim.Update;
import dev.bantam.prim.Program;
import dev.bantam.prim.ProgramBuilder;
import dev.bantam.prim.Value;
import dev.bantam.testing.Drivers;
import dev.bantam.type.DType;
import dev.bantam.type.Literal;
import dev.bantam.type.Shape;
import dev.bantam.type.TensorType;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * One program per element type with every primitive that takes it: interpreter and devices agree.
 */
@DisplayName("every primitive on a device")
class EveryPrimitiveTest {
  private static final Shape SHAPE = Shape.of(3, 5, 4);

  /** The programs of one element type: results with the names of what made them. */
  private static final class Cases {
    private final ProgramBuilder b = new ProgramBuilder("main", new Interpreter());
    private final List<Value> results = new ArrayList<>();
    private final List<String> names = new ArrayList<>();

    void add(String name, Value value) {
      results.add(value);
      names.add(name);
    }

    void add(Prim prim) {
      int i = 0;
      for (var value : b.apply(prim)) {
        add(prim.getClass().getSimpleName() + " " + prim.types() + " result " + i++, value);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = DType.class,
      names = {"I4", "I2", "U4", "STR", "RESOURCE", "VARIANT"},
      mode = EnumSource.Mode.EXCLUDE)
  void agreesOnTheCpu(DType dtype) {
    agrees(dtype, Devices.load().device("cpu", DeviceOptions.DEFAULT));
  }

  /** One of each kind: a driver takes its time to compile so many kernels. */
  @ParameterizedTest
  @EnumSource(
      value = DType.class,
      names = {"BOOL", "U8", "I64", "F16", "F32", "C128"})
  void agreesOnOpenCl(DType dtype) {
    agrees(dtype, Drivers.openCl(DeviceOptions.DEFAULT));
  }

  private static void agrees(DType dtype, Device device) {
    var cases = new Cases();
    var type = new TensorType(dtype, SHAPE);
    var x = cases.b.parameter(type);
    var y = cases.b.parameter(type);
    var index = cases.b.parameter(TensorType.of(DType.I32, 2, 3));
    var start = cases.b.parameter(TensorType.of(DType.I64));
    movements(cases, x);
    indexed(cases, x, y, index, start);
    if (dtype.isArithmetic() || dtype == DType.BOOL) {
      elementwise(cases, dtype, x, y);
      folds(cases, dtype, x, y);
    }
    if (dtype.isArithmetic()) control(cases, x, y);
    var inputs =
        List.of(
            random(type, 1),
            random(type, 2),
            Literal.of(Shape.of(2, 3), 0, 2, -1, 1, 7, 2),
            Literal.scalar(DType.I64, 1));
    check(cases, inputs, device);
  }

  private static void movements(Cases cases, Value x) {
    var b = cases.b;
    cases.add("reshape", b.reshape(b.permute(x, List.of(1, 0, 2)), 6, 10));
    cases.add("permute", b.permute(x, List.of(2, 0, 1)));
    cases.add("expand", b.expand(b.reshape(x, 3, 1, 5, 4), Shape.of(3, 2, 5, 4)));
    cases.add("slice", b.slice(x, List.of(1, 0, 1), List.of(3, 5, 4), List.of(1, 2, 3)));
    cases.add("flip", b.flip(x, List.of(0, 2)));
    cases.add("window", b.window(x, 1, 2, 2, 2));
    var zero = b.reshape(b.slice(x, List.of(0, 0, 0), List.of(1, 1, 1), List.of(1, 1, 1)), 1);
    var scalar = b.reshape(zero, Shape.SCALAR);
    cases.add("pad", b.pad(x, List.of(1, 0, 2), List.of(0, 2, 1), scalar));
    cases.add("concat", b.concat(List.of(x, b.flip(x, List.of(1)), x), 1));
    cases.add(
        "pad of concat",
        b.pad(b.concat(List.of(x, x), 0), List.of(0, 1, 0), List.of(1, 0, 1), scalar));
  }

  private static void indexed(Cases cases, Value x, Value y, Value index, Value start) {
    var b = cases.b;
    for (int axis = 0; axis < 3; axis++) cases.add(new Indexed.Gather(x, index, axis));
    cases.add(new Indexed.DynamicSlice(x, List.of(start, start, start), Shape.of(2, 4, 4)));
    var part = b.slice(y, List.of(0, 0, 0), List.of(2, 3, 4), List.of(1, 1, 1));
    cases.add(new Indexed.DynamicUpdate(x, part, List.of(start, start, start)));
    var rows = b.reshape(index, 6);
    var updates = b.concat(List.of(y, b.flip(y, List.of(0))), 0);
    cases.add(new Indexed.Scatter(Update.SET, x, rows, updates));
    if (x.type().dtype().isArithmetic()) {
      for (var update : List.of(Update.ADD, Update.MUL, Update.MAX, Update.MIN)) {
        cases.add(new Indexed.Scatter(update, x, rows, updates));
      }
    }
  }

  private static void elementwise(Cases cases, DType dtype, Value x, Value y) {
    var b = cases.b;
    for (var fn : Fn1.values()) {
      boolean fits =
          switch (fn) {
            case NEG, ABS -> dtype.isArithmetic();
            case NOT -> !dtype.isFloat();
            default -> dtype.isFloat();
          };
      if (fits) cases.add(fn.toString(), b.unary(fn, x));
    }
    for (var fn : Fn2.values()) {
      boolean fits =
          switch (fn) {
            case ADD, MUL, DIV, REM, POW, MAX, MIN, LT -> dtype.isArithmetic();
            case MULHI -> dtype == DType.I32 || dtype == DType.U32;
            case AND, OR, XOR -> !dtype.isFloat();
            case SHL, SHR -> dtype.isInteger();
            case EQ -> true;
          };
      if (fits) cases.add(fn.toString(), b.binary(fn, x, y));
    }
    cases.add("select", b.select(b.eq(x, b.flip(x, List.of(1))), x, y));
    for (var to : DType.values()) {
      if (to.isArithmetic() || to == DType.BOOL) cases.add("convert to " + to, b.convert(x, to));
      if (to.bits() == dtype.bits() && to != DType.BOOL && to.isArithmetic()) {
        cases.add("bitcast to " + to, b.bitcast(x, to));
      }
      if (to.bits() >= 8 && to.bits() < dtype.bits() && to.isInteger()) {
        var narrow = b.bitcast(x, to);
        cases.add("bitcast to " + to, narrow);
        cases.add("bitcast back from " + to, b.bitcast(b.flip(narrow, List.of(0)), dtype));
      }
    }
  }

  private static void folds(Cases cases, DType dtype, Value x, Value y) {
    var b = cases.b;
    for (var fold : Fold.values()) {
      boolean fits =
          switch (fold) {
            case ADD, MUL, MAX, MIN -> dtype.isArithmetic();
            case AND, OR -> !dtype.isFloat();
          };
      if (!fits) continue;
      cases.add("fold " + fold, b.reduce(fold, x, List.of(1)));
      cases.add("fold all " + fold, b.reduce(fold, x, List.of(0, 1, 2)));
      var none = b.slice(x, 1, 2, 2);
      cases.add("fold of nothing " + fold, b.reduce(fold, none, List.of(1)));
    }
    if (!dtype.isArithmetic()) return;
    cases.add("contract", b.contract(x, y, List.of(2), List.of(2), List.of(0), List.of(0), dtype));
    cases.add(
        "contract two",
        b.contract(x, y, List.of(2, 1), List.of(2, 1), List.of(), List.of(), dtype));
    cases.add(
        "contract nothing", b.contract(x, y, List.of(), List.of(), List.of(), List.of(), dtype));
    cases.add("iota", b.iota(5, dtype));
    var less =
        b.function(
            "less",
            List.of(TensorType.of(dtype), TensorType.of(dtype)),
            (inner, p) -> List.of(inner.lt(p.get(0), p.get(1))));
    for (int axis = 0; axis < 3; axis++) cases.add(new Indexed.Sort(List.of(x), axis, less));
  }

  private static void control(Cases cases, Value x, Value y) {
    var b = cases.b;
    var type = x.type();
    var row = type.with(Shape.of(5, 4));
    var step =
        b.function(
            "step",
            List.of(row, row),
            (inner, p) -> {
              var sum = inner.add(p.get(0), p.get(1));
              return List.of(sum, inner.max(sum, p.get(1)));
            });
    var first = b.reshape(b.slice(y, 0, 0, 1), 5, 4);
    for (boolean reverse : List.of(false, true)) {
      cases.add(new Control.Scan(step, List.of(first), List.of(x), 3, reverse));
    }
    var counted = List.of(TensorType.of(DType.I32), type);
    var condition =
        b.function(
            "goes on",
            counted,
            (inner, p) -> List.of(inner.lt(p.get(0), inner.like(p.get(0), 4L))));
    var body =
        b.function(
            "body",
            counted,
            (inner, p) ->
                List.of(
                    inner.add(p.get(0), inner.like(p.get(0), 1L)),
                    inner.flip(inner.add(p.get(1), p.get(1)), List.of(0, 1))));
    cases.add(new Control.While(condition, body, List.of(b.constant(DType.I32, 0L), x)));
    var same = b.function("same", List.of(type), (_, p) -> List.of(p.get(0)));
    var twice =
        b.function("twice", List.of(type), (inner, p) -> List.of(inner.add(p.get(0), p.get(0))));
    for (long i : List.of(-1L, 0L, 1L, 5L)) {
      cases.add(new Control.Case(b.constant(DType.I32, i), List.of(same, twice), List.of(x)));
    }
  }

  // Inputs with the values where arithmetic is peculiar

  private static Literal random(TensorType type, long seed) {
    var random = new Random(seed);
    var bytes = new byte[Math.toIntExact(type.bytes())];
    var segment = MemorySegment.ofArray(bytes);
    random.nextBytes(bytes);
    var dtype = type.dtype();
    if (dtype == DType.BOOL) {
      for (int i = 0; i < bytes.length; i++) bytes[i] &= 1;
    } else if (dtype.isArithmetic()) {
      for (long i = 0; i < type.elements(); i++) element(segment, dtype, i, random);
    }
    return new Literal(type, segment);
  }

  private static void element(MemorySegment segment, DType dtype, long i, Random random) {
    double[] reals = {
      0, -0.0, 1, -1, 0.5, 2, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 1e-30
    };
    long[] integers = {
      0, 1, -1, 2, 3, Long.MIN_VALUE, Long.MAX_VALUE, 0x80000000L, 0x7FFFFFFF, -128
    };
    boolean peculiar = random.nextInt(3) == 0;
    double real = peculiar ? reals[random.nextInt(reals.length)] : random.nextGaussian() * 20;
    long integer = peculiar ? integers[random.nextInt(integers.length)] : random.nextLong();
    if (random.nextInt(3) == 0) integer = random.nextInt(40) - 8;
    Literal.write(segment, dtype, i, real, integer);
  }

  private static void check(Cases cases, List<Literal> inputs, Device device) {
    var program = new Program(cases.b.build(cases.results), List.of());
    var expected = new Interpreter().instance(program).run(inputs);
    try (var executable = device.compile(program);
        var instance = executable.instance()) {
      var actual = instance.run(executable, inputs);
      for (int i = 0; i < actual.size(); i++) {
        var difference = Closeness.difference(expected.get(i), actual.get(i));
        assertThat(difference).as(cases.names.get(i)).isEmpty();
      }
    }
  }
}
