package dev.bantam.grad;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import dev.bantam.type.DType;
import dev.bantam.type.Literal;
import dev.bantam.type.Shape;
import dev.bantam.type.TensorType;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The derivative of every primitive against central differences, in a random direction, at 50
 * points. {@code -Dbantam.gradient.seed=N} takes other points.
 */
class PrimitiveGradientTest {
  private static final int POINTS = 50;
  private static final long SEED = Long.getLong("bantam.gradient.seed", 1);
  private static final double STEP = 1e-6;
  private static final double TOLERANCE = 1e-6;

  /** Where a primitive is asked for its slope, away from its kinks. */
  private enum Domain {
    /** Either sign, at least 0.1 from 0, and no two closer than the step of a difference. */
    AROUND_ZERO(-2, 2),
    POSITIVE(0.2, 3),
    /** Integral parts that a difference does not change. */
    BETWEEN_INTEGERS(0.1, 0.9);

    private final double least;
    private final double most;

    Domain(double least, double most) {
      this.least = least;
      this.most = most;
    }

    double pick(Random random) {
      double x = least + (most - least) * random.nextDouble();
      if (this == AROUND_ZERO) return Math.abs(x) < 0.1 ? x + Math.copySign(0.1, x) : x;
      return this == BETWEEN_INTEGERS ? x + random.nextInt(4) : x;
    }
  }

  private interface Computation {
    Value apply(ProgramBuilder b, List<Value> xs);
  }

  private record Case(String name, Domain domain, List<Shape> inputs, Computation computation) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static final Shape MATRIX = Shape.of(3, 4);
  private static final Shape ROW = Shape.of(4);

  private static Case one(String name, Domain domain, Computation computation) {
    return new Case(name, domain, List.of(MATRIX), computation);
  }

  private static Case two(String name, Shape a, Shape b, Computation computation) {
    return new Case(name, Domain.AROUND_ZERO, List.of(a, b), computation);
  }

  static Stream<Case> cases() {
    return Stream.of(movements(), elementwise(), sums(), indexed(), control()).flatMap(s -> s);
  }

  private static Stream<Case> movements() {
    var around = Domain.AROUND_ZERO;
    return Stream.of(
        one("reshape", around, (b, x) -> b.reshape(x.getFirst(), 2, 6)),
        one("permute", around, (b, x) -> b.permute(x.getFirst(), List.of(1, 0))),
        new Case(
            "expand",
            around,
            List.of(Shape.of(3, 1)),
            (b, x) -> b.expand(x.getFirst(), Shape.of(3, 4))),
        new Case(
            "pad and its value",
            around,
            List.of(MATRIX, Shape.SCALAR),
            (b, x) -> b.pad(x.get(0), List.of(1, 0), List.of(2, 3), x.get(1))),
        one(
            "slice with steps",
            around,
            (b, x) -> b.slice(x.getFirst(), List.of(0, 1), List.of(3, 4), List.of(2, 2))),
        one("flip", around, (b, x) -> b.flip(x.getFirst(), List.of(1))),
        new Case(
            "windows that overlap",
            around,
            List.of(Shape.of(2, 9, 2)),
            (b, x) -> b.window(x.getFirst(), 1, 3, 2, 2)),
        new Case(
            "windows without overlap",
            around,
            List.of(Shape.of(7)),
            (b, x) -> b.window(x.getFirst(), 0, 2, 3, 1)),
        two("concat", MATRIX, Shape.of(3, 2), (b, x) -> b.concat(x, 1)),
        one(
            "bitcast to complex and back",
            around,
            (b, x) -> {
              var complex = b.bitcast(b.reshape(x.getFirst(), 3, 2, 2), DType.C128);
              var twice = b.concat(List.of(complex, complex), 0);
              return b.bitcast(twice, DType.F64);
            }),
        one(
            "convert",
            around,
            (b, x) -> b.mul(b.convert(b.convert(x.getFirst(), DType.F64), DType.F64), x.get(0))));
  }

  private static Stream<Case> elementwise() {
    var cases = new ArrayList<Case>();
    for (var fn : Fn1.values()) {
      if (fn == Fn1.NOT) continue;
      var domain =
          switch (fn) {
            case SQRT, LOG -> Domain.POSITIVE;
            case FLOOR, RINT -> Domain.BETWEEN_INTEGERS;
            default -> Domain.AROUND_ZERO;
          };
      // Added to x, so that a slope of 0 is told from one that was forgotten.
      cases.add(one(fn.name(), domain, (b, x) -> b.add(x.get(0), b.unary(fn, shifted(b, fn, x)))));
    }
    for (var fn : List.of(Fn2.ADD, Fn2.MUL, Fn2.DIV, Fn2.MAX, Fn2.MIN)) {
      cases.add(two(fn.name(), MATRIX, ROW, (b, x) -> b.binary(fn, x.get(0), x.get(1))));
    }
    var pair = List.of(MATRIX, MATRIX);
    cases.add(
        new Case("POW", Domain.POSITIVE, pair, (b, x) -> b.binary(Fn2.POW, x.get(0), x.get(1))));
    cases.add(
        new Case(
            "REM",
            Domain.BETWEEN_INTEGERS,
            List.of(MATRIX),
            (b, x) -> {
              // The quotient stays between integers: x = (n + fraction), divided by about 1.
              var one = b.add(b.mul(x.get(0), 0.0), 1.0);
              return b.binary(Fn2.REM, x.get(0), one);
            }));
    cases.add(
        two(
            "select",
            MATRIX,
            MATRIX,
            (b, x) -> b.select(b.lt(x.get(0), x.get(1)), b.mul(x.get(0), 3.0), x.get(1))));
    return cases.stream();
  }

  /** Rounding is asked away from halves too. */
  private static Value shifted(ProgramBuilder b, Fn1 fn, List<Value> x) {
    return fn == Fn1.RINT ? b.add(x.getFirst(), 0.5) : x.getFirst();
  }

  private static Stream<Case> sums() {
    var cases = new ArrayList<Case>();
    for (var fold : List.of(Fold.ADD, Fold.MUL, Fold.MAX, Fold.MIN)) {
      cases.add(
          one(
              fold + " fold of one axis",
              Domain.AROUND_ZERO,
              (b, x) -> b.reduce(fold, x.getFirst(), List.of(1))));
      cases.add(
          new Case(
              fold + " fold of two axes",
              Domain.AROUND_ZERO,
              List.of(Shape.of(2, 3, 3)),
              (b, x) -> b.reduce(fold, x.getFirst(), List.of(0, 2))));
    }
    cases.add(
        one(
            "product with zeros",
            Domain.AROUND_ZERO,
            (b, x) -> {
              var mask = b.iota(4, DType.F64);
              return b.reduce(Fold.MUL, b.mul(x.getFirst(), mask), List.of(1));
            }));
    cases.add(
        two(
            "matrix product",
            MATRIX,
            Shape.of(4, 2),
            (b, x) -> contract(b, x, List.of(1), List.of(0), List.of(), List.of())));
    cases.add(
        two(
            "contraction of two axes in another order, with a batch",
            Shape.of(2, 3, 4, 2),
            Shape.of(4, 2, 5, 3),
            (b, x) -> contract(b, x, List.of(1, 2), List.of(3, 0), List.of(3), List.of(1))));
    cases.add(
        two(
            "convolution",
            Shape.of(2, 7, 3),
            Shape.of(3, 3, 2),
            (b, x) -> {
              var windows = b.window(x.get(0), 1, 3, 2, 1);
              return contract(
                  b,
                  List.of(windows, x.get(1)),
                  List.of(2, 3),
                  List.of(0, 1),
                  List.of(),
                  List.of());
            }));
    return cases.stream();
  }

  private static Value contract(
      ProgramBuilder b,
      List<Value> x,
      List<Integer> contractedA,
      List<Integer> contractedB,
      List<Integer> batchA,
      List<Integer> batchB) {
    return b.contract(x.get(0), x.get(1), contractedA, contractedB, batchA, batchB, DType.F64);
  }

  private static Value indices(ProgramBuilder b, int... indices) {
    return b.constant(Literal.of(Shape.of(indices.length), indices));
  }

  private static Stream<Case> indexed() {
    var cases = new ArrayList<Case>();
    cases.add(
        one(
            "gather with repetition and outside",
            Domain.AROUND_ZERO,
            (b, x) -> {
              var places = b.reshape(indices(b, 1, 1, 3, -1, 4, 0), 2, 3);
              return b.gather(x.getFirst(), places, 1);
            }));
    for (var update : List.of(Update.SET, Update.ADD, Update.MUL, Update.MAX, Update.MIN)) {
      cases.add(
          two(
              "scatter " + update + " with repetition and outside",
              MATRIX,
              Shape.of(4, 4),
              (b, x) ->
                  b.one(new Indexed.Scatter(update, x.get(0), indices(b, 2, 0, 2, 3), x.get(1)))));
    }
    cases.add(
        two(
            "scatter MUL of a zero",
            MATRIX,
            Shape.of(3, 4),
            (b, x) -> {
              var zeroed = b.mul(x.get(1), b.reshape(b.iota(3, DType.F64), 3, 1));
              return b.one(new Indexed.Scatter(Update.MUL, x.get(0), indices(b, 1, 1, 0), zeroed));
            }));
    cases.add(
        one(
            "part at a clamped start",
            Domain.AROUND_ZERO,
            (b, x) -> {
              var starts = List.of(b.constant(DType.I32, 1), b.constant(DType.I32, 9));
              return b.one(new Indexed.DynamicSlice(x.getFirst(), starts, Shape.of(2, 3)));
            }));
    cases.add(
        two(
            "update at a clamped start",
            MATRIX,
            Shape.of(2, 3),
            (b, x) -> {
              var starts = List.of(b.constant(DType.I32, 1), b.constant(DType.I32, 9));
              return b.one(new Indexed.DynamicUpdate(x.get(0), x.get(1), starts));
            }));
    cases.add(
        two(
            "sort with a payload",
            MATRIX,
            MATRIX,
            (b, x) -> {
              var scalar = TensorType.of(DType.F64);
              var less =
                  b.function(
                      "less",
                      List.of(scalar, scalar, scalar, scalar),
                      (inner, given) -> List.of(inner.lt(given.get(0), given.get(1))));
              var sorted = b.apply(new Indexed.Sort(x, 0, less));
              return b.mul(sorted.get(0), b.add(sorted.get(1), 5.0));
            }));
    return cases.stream();
  }

  private static Stream<Case> control() {
    return Stream.of(
        two(
            "call",
            MATRIX,
            ROW,
            (b, x) ->
                b.composite(
                    "product",
                    x,
                    (inner, given) -> inner.mul(given.get(0), inner.unary(Fn1.SIN, given.get(1))))),
        two("case", MATRIX, MATRIX, PrimitiveGradientTest::choice),
        two("scan", Shape.of(2), Shape.of(5, 2), (b, x) -> scan(b, x, false)),
        two("reverse scan", Shape.of(2), Shape.of(5, 2), (b, x) -> scan(b, x, true)));
  }

  private static Value choice(ProgramBuilder b, List<Value> x) {
    var types = x.stream().map(Value::type).toList();
    var product =
        b.function(
            "product", types, (inner, given) -> List.of(inner.mul(given.get(0), given.get(1))));
    var sine =
        b.function("sine", types, (inner, given) -> List.of(inner.unary(Fn1.SIN, given.get(1))));
    var both = new ArrayList<Value>();
    for (int index = 0; index < 2; index++) {
      var branches = List.of(product, sine);
      both.add(b.one(new Control.Case(b.constant(DType.I32, index), branches, x)));
    }
    return b.concat(both, 0);
  }

  /** {@code carry = tanh(carry * x) + 1}, {@code y = carry * x * x}, and a counter beside it. */
  private static Value scan(ProgramBuilder b, List<Value> x, boolean reverse) {
    var state = x.get(0).type();
    var counter = TensorType.of(DType.I32);
    var body =
        b.function(
            "body",
            List.of(state, counter, state),
            (inner, given) -> {
              var carry = given.get(0);
              var step = given.get(2);
              var next = inner.add(inner.unary(Fn1.TANH, inner.mul(carry, step)), 1.0);
              var y = inner.mul(carry, inner.mul(step, step));
              return List.of(next, inner.add(given.get(1), inner.constant(DType.I32, 1)), y);
            });
    var carry = List.of(x.get(0), b.constant(DType.I32, 0));
    var results = b.scan(body, carry, List.of(x.get(1)), 5, reverse);
    return b.add(results.get(0), b.mul(results.get(2), 2.0));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void agreesWithDifferences(Case tested) {
    var random = new Random(SEED);
    var types = tested.inputs().stream().map(shape -> new TensorType(DType.F64, shape)).toList();
    var program = new Program(withGradient(tested, types), List.of());
    for (int point = 0; point < POINTS; point++) {
      var at = types.stream().map(type -> values(type, random, tested.domain())).toList();
      var direction = types.stream().map(type -> values(type, random, Domain.POSITIVE)).toList();
      var results = run(program, at);
      double slope = 0;
      for (int i = 0; i < at.size(); i++) slope += dot(results.get(i + 1), direction.get(i));
      double above = run(program, moved(at, direction, STEP)).getFirst().real(0);
      double below = run(program, moved(at, direction, -STEP)).getFirst().real(0);
      double difference = (above - below) / (2 * STEP);
      assertThat(slope)
          .as("point %d of seed %d", point, SEED)
          .isCloseTo(difference, org.assertj.core.data.Offset.offset(tolerance(difference, above)));
    }
  }

  /** What is lost in the difference of two sums, beside the derivative's own size. */
  private static double tolerance(double difference, double sum) {
    return TOLERANCE * (1 + Math.abs(difference)) + 1e-15 * Math.abs(sum) / STEP * 10;
  }

  private static dev.bantam.prim.Function withGradient(Case tested, List<TensorType> types) {
    var b = new ProgramBuilder("main", new Interpreter());
    var xs = types.stream().map(b::parameter).toList();
    var y = tested.computation().apply(b, xs);
    // Weighted, so that elements cannot stand for each other.
    var flat = b.reshape(y, Math.toIntExact(y.type().elements()));
    var weights = b.add(b.iota(flat.type().extent(0), DType.F64), 1.0);
    var loss = b.reduce(Fold.ADD, b.mul(flat, b.unary(Fn1.SQRT, weights)), List.of(0));
    var returned = new ArrayList<>(List.of(loss));
    returned.addAll(Gradients.of(b, loss, xs));
    return b.build(returned);
  }

  private static List<Literal> run(Program program, List<Literal> inputs) {
    return new Interpreter().instance(program).run(inputs);
  }

  private static Literal values(TensorType type, Random random, Domain domain) {
    return literal(type, i -> domain.pick(random));
  }

  private static Literal moved(Literal x, Literal direction, double step) {
    return literal(x.type(), i -> x.real(i) + step * direction.real(i));
  }

  private static List<Literal> moved(List<Literal> xs, List<Literal> directions, double step) {
    return IntStream.range(0, xs.size())
        .mapToObj(i -> moved(xs.get(i), directions.get(i), step))
        .toList();
  }

  private static Literal literal(TensorType type, java.util.function.LongToDoubleFunction element) {
    var bytes = MemorySegment.ofArray(new byte[Math.toIntExact(type.bytes())]);
    for (long i = 0; i < type.elements(); i++) {
      Literal.write(bytes, type.dtype(), i, element.applyAsDouble(i), 0);
    }
    return new Literal(type, bytes);
  }

  private static double dot(Literal a, Literal b) {
    double sum = 0;
    for (long i = 0; i < a.elements(); i++) sum += a.real(i) * b.real(i);
    return sum;
  }

  /** The primitives that a function is made of, those of its regions too. */
  private static void collect(dev.bantam.prim.Function function, Set<Class<?>> met) {
    for (var instruction : function.body()) {
      var prim = instruction.prim();
      met.add(prim.getClass());
      switch (prim) {
        case Control.Scan scan -> collect(scan.body(), met);
        case Control.Case choice -> choice.branches().forEach(branch -> collect(branch, met));
        case Control.Call call -> collect(call.callee(), met);
        default -> {}
      }
    }
  }

  private static void primitives(Class<?> sealed, Set<Class<?>> found) {
    for (var permitted : sealed.getPermittedSubclasses()) {
      if (permitted.isSealed()) primitives(permitted, found);
      else found.add(permitted);
    }
  }

  @Test
  void asksEveryPrimitiveThatHasADerivative() {
    var met = new HashSet<Class<?>>();
    cases()
        .forEach(
            tested -> {
              var types =
                  tested.inputs().stream().map(shape -> new TensorType(DType.F64, shape)).toList();
              collect(withGradient(tested, types), met);
            });
    var all = new HashSet<Class<?>>();
    primitives(Prim.class, all);
    all.removeAll(met);
    var names = new TreeSet<>(all.stream().map(Class::getSimpleName).toList());
    // A loop without a bound is refused; variables have no operand, or no result.
    assertThat(names).containsExactly("Read", "While", "Write");
  }

  @Test
  void refusesALoopWithoutABound() {
    var b = new ProgramBuilder("main", new Interpreter());
    var x = b.parameter(TensorType.of(DType.F32));
    var types = List.of(x.type());
    var condition =
        b.function(
            "condition",
            types,
            (inner, given) -> List.of(inner.lt(given.getFirst(), inner.constant(DType.F32, 9.0))));
    var body =
        b.function("body", types, (inner, given) -> List.of(inner.add(given.getFirst(), 1.0)));
    var y = b.apply(new Control.While(condition, body, List.of(x))).getFirst();
    assertThatThrownBy(() -> Gradients.of(b, y, List.of(x)))
        .isInstanceOf(GradientException.class)
        .hasMessage("while: how often it runs is known only when it has run, must be a scan");
  }

  @Test
  void givesZeroForWhatTheLossDoesNotDependOn() {
    var b = new ProgramBuilder("main", new Interpreter());
    var x = b.parameter(TensorType.of(DType.F32));
    var other = b.parameter(TensorType.of(DType.F32, 2));
    var gradient = Gradients.of(b, b.mul(x, x), List.of(other)).getFirst();
    assertThat(b.constant(gradient).orElseThrow().toFloats()).containsExactly(0, 0);
  }

  @Test
  void refusesALossThatIsNoScalar() {
    var b = new ProgramBuilder("main", new Interpreter());
    var x = b.parameter(TensorType.of(DType.F32, 2));
    assertThatThrownBy(() -> Gradients.of(b, x, List.of(x)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the loss is f32[2], must be a scalar of a float type");
  }
}
