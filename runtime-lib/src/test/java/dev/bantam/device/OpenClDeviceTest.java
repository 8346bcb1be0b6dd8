package dev.bantam.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bantam.device.host.opencl.OpenClContext;
import dev.bantam.device.host.opencl.OpenClProcessor;
import dev.bantam.error.BantamException;
import dev.bantam.interp.Interpreter;
import dev.bantam.prim.Indexed;
import dev.bantam.prim.Origin;
import dev.bantam.prim.Prim;
import dev.bantam.prim.Prim.Fn1;
import dev.bantam.prim.Prim.Fn2;
import dev.bantam.prim.Prim.Fold;
import dev.bantam.prim.Prim.Update;
import dev.bantam.prim.Program;
import dev.bantam.prim.ProgramBuilder;
import dev.bantam.prim.Value;
import dev.bantam.prim.Variable;
import dev.bantam.testing.Drivers;
import dev.bantam.type.DType;
import dev.bantam.type.Literal;
import dev.bantam.type.Shape;
import dev.bantam.type.TensorType;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class OpenClDeviceTest {
  private static ProgramBuilder builder() {
    return new ProgramBuilder("main", new Interpreter());
  }

  /** {@code exp(x w)} by operator 1, of rows {@code x}; {@code w} by none. */
  private static Program product() {
    var b = builder();
    b.at(new Origin(0, "PRODUCT"));
    var x = b.parameter(TensorType.of(DType.F32, 20, 64));
    var w = b.constant(Literal.zeros(TensorType.of(DType.F32, 64, 24)));
    var y = b.contract(x, w, List.of(1), List.of(0), List.of(), List.of(), DType.F32);
    b.at(new Origin(1, "EXP"));
    return new Program(b.build(List.of(b.unary(Fn1.EXP, y), b.neg(x))), List.of());
  }

  @Test
  void takesTheTimeOfOperatorsFromTheDriver() {
    var device = Drivers.openCl(DeviceOptions.DEFAULT.withProfile(true));
    try (var executable = device.compile(product());
        var instance = executable.instance()) {
      instance.run();
      instance.run();
      assertThat(instance.timings()).extracting(Timing::operator).contains(new Origin(1, "EXP"));
      assertThat(instance.timings())
          .allSatisfy(
              timing -> {
                assertThat(timing.nanoseconds()).isPositive();
                assertThat(timing.runs()).isEqualTo(2);
              });
    }
  }

  @Test
  void knowsWhatItTakes() {
    try (var executable = Drivers.openCl(DeviceOptions.DEFAULT).compile(product())) {
      assertThat(executable.footprint().constants()).isEqualTo(64L * 24 * 4);
      assertThat(executable.footprint().variables()).isZero();
      assertThat(executable.footprint().code()).isPositive();
    }
  }

  @Test
  void saysWhetherItStandsInForADevice() {
    var device = Drivers.openCl(DeviceOptions.DEFAULT);
    var processor = device.processor().orElseThrow();
    if (processor.contains("Portable Computing Language")) assertThat(device.isStandIn()).isTrue();
    assertThat(processor).contains(", by ");
  }

  @Test
  void keepsVariablesApartByInstance() {
    var b = builder();
    var count = new Variable("count", Literal.scalar(DType.I32, 5L));
    var before = b.read(count);
    b.write(count, b.add(before, b.constant(DType.I32, 1L)));
    var program = new Program(b.build(List.of(before)), List.of(count));
    try (var executable = Drivers.openCl(DeviceOptions.DEFAULT).compile(program);
        var first = executable.instance();
        var second = executable.instance()) {
      assertThat(first.run(executable, List.of()).getFirst().integer(0)).isEqualTo(5);
      assertThat(first.run(executable, List.of()).getFirst().integer(0)).isEqualTo(6);
      assertThat(second.run(executable, List.of()).getFirst().integer(0)).isEqualTo(5);
      second.setState(first.state());
      assertThat(second.run(executable, List.of()).getFirst().integer(0)).isEqualTo(7);
      second.reset();
      assertThat(second.run(executable, List.of()).getFirst().integer(0)).isEqualTo(5);
    }
  }

  @Test
  void refusesUseAfterClose() {
    var executable = Drivers.openCl(DeviceOptions.DEFAULT).compile(product());
    var instance = executable.instance();
    instance.close();
    instance.close();
    assertThatThrownBy(instance::run)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the instance is closed");
    executable.close();
    executable.close();
    assertThatThrownBy(executable::instance)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the executable is closed");
  }

  @Test
  void refusesTooLargeAProgram() {
    var b = builder();
    var x = b.parameter(TensorType.of(DType.F32, 64));
    var big = b.expand(b.reshape(x, 64, 1, 1), Shape.of(64, 1 << 12, 1 << 12));
    var stored = b.flip(b.unary(Fn1.EXP, big), List.of(0));
    var program = new Program(b.build(List.of(b.unary(Fn1.EXP, stored))), List.of());
    var device = Drivers.openCl(DeviceOptions.DEFAULT.withMostBytes(1 << 20));
    assertThatThrownBy(() -> device.compile(program))
        .isInstanceOf(BantamException.class)
        .hasMessageEndingWith("memory is limited to 1048576 bytes");
  }

  /** Indices in data come from an enemy: nothing is read or written outside of a tensor. */
  @Test
  void readsAndWritesNothingOutside() {
    int n = 7;
    var b = builder();
    var x = b.parameter(TensorType.of(DType.I32, n, 3));
    var at = b.parameter(TensorType.of(DType.I32, 64));
    var wide = b.parameter(TensorType.of(DType.I64, 64));
    var rows = b.parameter(TensorType.of(DType.I32, 64, 3));
    var start = b.parameter(TensorType.of(DType.I64));
    var results =
        List.of(
            b.gather(x, at, 0),
            b.gather(x, wide, 1),
            one(b, new Indexed.Scatter(Update.ADD, x, at, rows)),
            one(b, new Indexed.Scatter(Update.SET, x, wide, rows)),
            one(b, new Indexed.DynamicSlice(x, List.of(start, start), Shape.of(3, 2))),
            one(b, new Indexed.DynamicUpdate(x, b.slice(x, 0, 2, 5), List.of(start, start))));
    var program = new Program(b.build(results), List.of());
    var random = new SplittableRandom(20110415);
    try (var executable = Drivers.openCl(DeviceOptions.DEFAULT).compile(program);
        var instance = executable.instance()) {
      for (long wild : new long[] {-1, n, -2 * n, 2 * n, Long.MIN_VALUE, Long.MAX_VALUE}) {
        var inputs =
            List.of(
                integers(TensorType.of(DType.I32, n, 3), () -> random.nextLong(1000)),
                integers(TensorType.of(DType.I32, 64), () -> random.nextLong(-2 * n, 2 * n + 1)),
                integers(
                    TensorType.of(DType.I64, 64),
                    () -> random.nextInt(4) == 0 ? wild : random.nextLong(-2 * n, 2 * n + 1)),
                integers(TensorType.of(DType.I32, 64, 3), () -> random.nextLong(1000)),
                Literal.scalar(DType.I64, wild));
        var expected = new Interpreter().instance(program).run(inputs);
        assertThat(instance.run(executable, inputs)).isEqualTo(expected);
      }
    }
  }

  private static Value one(ProgramBuilder b, Prim prim) {
    return b.apply(prim).getFirst();
  }

  private static Literal integers(TensorType type, LongSupplier values) {
    var bytes = MemorySegment.ofArray(new byte[Math.toIntExact(type.bytes())]);
    for (long i = 0; i < type.elements(); i++) {
      long value = values.getAsLong();
      Literal.write(bytes, type.dtype(), i, (double) value, value);
    }
    return new Literal(type, bytes);
  }

  @Test
  void foldsManyElementsToFew() {
    var b = builder();
    var x = b.parameter(TensorType.of(DType.I32, 5, 777, 3));
    var bytes = b.convert(x, DType.I8);
    var truths = b.lt(x, b.like(x, 900L));
    var reals = b.convert(x, DType.F32);
    var axes = List.of(1);
    var results = new ArrayList<Value>();
    for (var fold : List.of(Fold.ADD, Fold.MUL, Fold.MAX, Fold.MIN, Fold.AND, Fold.OR)) {
      results.add(b.reduce(fold, x, axes));
      results.add(b.reduce(fold, bytes, List.of(0, 1)));
    }
    results.add(b.reduce(Fold.AND, truths, axes));
    results.add(b.reduce(Fold.OR, truths, List.of(0, 1, 2)));
    results.add(b.reduce(Fold.MAX, reals, axes));
    results.add(b.neg(b.reduce(Fold.ADD, reals, List.of(0, 1, 2))));
    var program = new Program(b.build(results), List.of());
    var random = new SplittableRandom(777);
    var inputs = List.of(integers(x.type(), () -> random.nextLong(-1000, 1000)));
    var expected = new Interpreter().instance(program).run(inputs);
    try (var executable = Drivers.openCl(DeviceOptions.DEFAULT).compile(program);
        var instance = executable.instance()) {
      assertThat(instance.run(executable, inputs)).isEqualTo(expected);
    }
  }

  /** A driver without doubles computes what others take doubles for. */
  @Test
  void computesWithoutDoubles() {
    Drivers.openCl(DeviceOptions.DEFAULT);
    var real = OpenClProcessor.all().getFirst();
    var features = new OpenClProcessor.Features(false, false, real.features().exactDivision(), 0);
    var context = new OpenClContext(real.with(features), Optional.empty());
    var b = builder();
    var x = b.parameter(TensorType.of(DType.F32, 4000));
    var y = b.parameter(x.type());
    var n = b.parameter(TensorType.of(DType.I64, 4000));
    var results =
        List.of(
            b.unary(Fn1.SIN, x),
            b.unary(Fn1.COS, x),
            b.binary(Fn2.REM, x, y),
            b.binary(Fn2.POW, x, y),
            b.binary(Fn2.POW, b.unary(Fn1.ABS, x), y),
            b.convert(n, DType.BF16));
    var program = new Program(b.build(results), List.of());
    var random = new SplittableRandom(19850101);
    var reals = List.of(reals(random), reals(random));
    var inputs = new ArrayList<>(reals);
    inputs.add(integers(n.type(), () -> random.nextLong() >> random.nextInt(64)));
    var device = new OpenClDevice(DeviceOptions.DEFAULT, context);
    try (var executable = device.compile(program);
        var instance = executable.instance()) {
      var actual = instance.run(executable, inputs);
      for (int i = 0; i < 4000; i++) {
        double a = reals.get(0).real(i);
        double c = reals.get(1).real(i);
        double far = Math.ulp((float) a) / 2048;
        assertWithin(actual.get(0).real(i), Math.sin(a), 4, far, "sin " + a);
        assertWithin(actual.get(1).real(i), Math.cos(a), 4, far, "cos " + a);
        assertWithin(actual.get(2).real(i), a % c, 0, 0, "%s rem %s".formatted(a, c));
        assertWithin(actual.get(3).real(i), Math.pow(a, c), 16, 0, "%s pow %s".formatted(a, c));
        double of = Math.abs(a);
        assertWithin(actual.get(4).real(i), Math.pow(of, c), 16, 0, "%s pow %s".formatted(of, c));
      }
      var expected = new Interpreter().instance(program).run(inputs);
      assertThat(actual.get(5)).isEqualTo(expected.get(5));
    }
  }

  /** Of every magnitude, many near 1, and what is no number. */
  private static Literal reals(SplittableRandom random) {
    var values = new float[4000];
    for (int i = 0; i < values.length; i++) {
      values[i] =
          switch (random.nextInt(4)) {
            case 0 -> Float.intBitsToFloat(random.nextInt());
            case 1 -> random.nextInt(-20, 21);
            default -> (float) (random.nextGaussian() * 8);
          };
    }
    return Literal.of(Shape.of(values.length), values);
  }

  private static void assertWithin(
      double actual, double exact, double ulps, double absolute, String what) {
    float wanted = (float) exact;
    if (Float.compare(wanted, (float) actual) == 0 || wanted == actual) return;
    double allowed = ulps * Math.ulp(wanted) + absolute;
    // The next number behind the greatest one is infinity.
    double bounded = Math.clamp(actual, -0x1p128, 0x1p128);
    assertThat(Math.abs(bounded - exact)).as("%s is %s", what, actual).isLessThanOrEqualTo(allowed);
  }

  // Contractions, whose tiles reach beyond the matrix in every way

  static Stream<Arguments> contractions() {
    var shapes = Stream.of(List.of(1, 9, 5), List.of(7, 64, 33), List.of(40, 100, 64));
    return shapes.flatMap(
        shape ->
            Stream.of(DType.F32, DType.I8, DType.I16, DType.U8)
                .flatMap(
                    dtype ->
                        Stream.of(true, false)
                            .map(constant -> Arguments.of(shape, dtype, constant))));
  }

  @ParameterizedTest(name = "{0} of {1}, constant {2}")
  @MethodSource("contractions")
  void multipliesMatrices(List<Integer> shape, DType dtype, boolean constant) {
    int height = shape.get(0);
    int depth = shape.get(1);
    int width = shape.get(2);
    var b = builder();
    var random = new SplittableRandom(3 * height + 5 * depth + 7 * width);
    var weights = dtype == DType.F32 ? dtype : DType.I8;
    var accumulator = dtype == DType.F32 ? dtype : DType.I32;
    var x = b.parameter(TensorType.of(dtype, 2, height, depth));
    var right = integers(TensorType.of(weights, 2, width, depth), () -> random.nextInt(-20, 21));
    var w = constant ? b.constant(right) : b.parameter(right.type());
    var product = b.contract(x, w, List.of(2), List.of(2), List.of(0), List.of(0), accumulator);
    var bias = b.parameter(TensorType.of(accumulator, 1, 1, width));
    var sums = b.add(product, b.expand(bias, product.type().shape()));
    var program = new Program(b.build(List.of(b.permute(sums, List.of(2, 0, 1)))), List.of());
    var inputs = new ArrayList<Literal>();
    inputs.add(integers(x.type(), () -> random.nextInt(100)));
    if (!constant) inputs.add(right);
    inputs.add(integers(bias.type(), () -> random.nextInt(100)));
    var expected = new Interpreter().instance(program).run(inputs);
    try (var executable = Drivers.openCl(DeviceOptions.DEFAULT).compile(program);
        var instance = executable.instance()) {
      assertThat(instance.run(executable, inputs)).isEqualTo(expected);
    }
  }
}
