package dev.bantam.device;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bantam.device.host.HostProcessor;
import dev.bantam.interp.Interpreter;
import dev.bantam.prim.Prim.Fn1;
import dev.bantam.prim.Prim.Fold;
import dev.bantam.prim.Program;
import dev.bantam.prim.ProgramBuilder;
import dev.bantam.prim.Value;
import dev.bantam.testing.Drivers;
import dev.bantam.toolchain.Toolchain;
import dev.bantam.type.DType;
import dev.bantam.type.Literal;
import dev.bantam.type.Shape;
import dev.bantam.type.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What integers are rounded from is the same on every device, bit for bit. */
class StrictFloatsTest {
  /** Each level that this machine can run. */
  static Stream<String> levels() {
    return HostProcessor.levels(Toolchain.clang()).stream()
        .map(level -> level.instructions().slug())
        .distinct();
  }

  @ParameterizedTest
  @MethodSource("levels")
  void floatLayersBeforeAHybridOne(String level) {
    var cases = new Cases();
    cases.network();
    cases.agree(cpu(level));
  }

  @ParameterizedTest
  @MethodSource("levels")
  void rowsOfAnAttention(String level) {
    var cases = new Cases();
    cases.attention();
    cases.agree(cpu(level));
  }

  @ParameterizedTest
  @MethodSource("levels")
  void stepsOfARecurrence(String level) {
    var cases = new Cases();
    cases.recurrence();
    cases.agree(cpu(level));
  }

  @ParameterizedTest
  @MethodSource("levels")
  void functions(String level) {
    var cases = new Cases();
    cases.functions();
    cases.agree(cpu(level));
  }

  @Test
  void allOfItOnOpenCl() {
    var cases = new Cases();
    cases.network();
    cases.attention();
    cases.recurrence();
    cases.functions();
    cases.agree(Drivers.openCl(DeviceOptions.DEFAULT));
  }

  private static Device cpu(String level) {
    return Devices.load().device("cpu", DeviceOptions.DEFAULT.withInstructionSet(level));
  }

  /** One program, and what it is given. */
  private static final class Cases {
    private final ProgramBuilder b;
    private final List<Value> results = new ArrayList<>();
    private final List<Literal> inputs = new ArrayList<>();
    private final Random random = new Random(1);

    Cases() {
      this(new ProgramBuilder("main", new Interpreter()));
    }

    Cases(ProgramBuilder b) {
      this.b = b;
    }

    /** A convolution of floats, one by channel, a mean; what is behind them quantizes. */
    void network() {
      var x = input(1, 17, 19, 3);
      var first = b.max(b.add(convolution(x, weights(16, 3, 3, 3)), weights(16)), 0);
      var second = b.add(depthwise(first, weights(3, 3, 16)), weights(16));
      var swished = b.mul(second, logistic(second));
      quantized(b.mul(hybrid(b.reshape(swished, 17 * 19, 16), 24), 1));
      quantized(b.reduce(Fold.ADD, swished, List.of(1, 2)));
    }

    private Value convolution(Value x, Value w) {
      var windows = b.window(b.window(padded(x), 1, 3, 1, 1), 3, 3, 1, 1);
      var axes = List.of(2, 4, 5);
      return b.contract(windows, w, axes, List.of(1, 2, 3), List.of(), List.of(), DType.F32);
    }

    private Value depthwise(Value x, Value w) {
      var windows = b.window(b.window(padded(x), 1, 3, 1, 1), 3, 3, 1, 1);
      var y =
          b.contract(windows, w, List.of(2, 4), List.of(0, 1), List.of(5), List.of(2), DType.F32);
      return b.permute(y, List.of(1, 2, 3, 0));
    }

    private Value padded(Value x) {
      var edge = List.of(0, 1, 1, 0);
      return b.pad(x, edge, edge, b.constant(DType.F32, 0.0));
    }

    private Value logistic(Value x) {
      return b.div(b.like(x, 1.0), b.add(b.unary(Fn1.EXP, b.neg(x)), 1));
    }

    /** Products of floats, a softmax, products again, and the norm of a layer. */
    void attention() {
      var q = input(2, 30, 20);
      var k = input(2, 30, 20);
      var scores = batched(q, k, 2);
      var top = b.reduceKeeping(Fold.MAX, scores, List.of(2));
      var e = b.unary(Fn1.EXP, b.sub(scores, top));
      var y = batched(b.div(e, b.reduceKeeping(Fold.ADD, e, List.of(2))), input(2, 30, 20), 1);
      var centred = b.sub(y, mean(y));
      var norm = b.div(centred, b.unary(Fn1.SQRT, b.add(mean(b.mul(centred, centred)), 1e-5)));
      quantized(b.add(norm, b.unary(Fn1.TANH, y)));
    }

    private Value batched(Value a, Value c, int axis) {
      var batch = List.of(0);
      return b.contract(a, c, List.of(2), List.of(axis), batch, batch, DType.F32);
    }

    private Value mean(Value x) {
      return b.mul(b.reduceKeeping(Fold.ADD, x, List.of(2)), 0.05);
    }

    /** A state that is quantized in each step. */
    void recurrence() {
      var row = TensorType.of(DType.F32, 1, 24);
      var step =
          b.function(
              "step",
              List.of(row, row),
              (inner, p) -> {
                var recurrent = new Cases(inner);
                var sum = inner.add(recurrent.hybrid(p.get(0), 24), p.get(1));
                var next = inner.unary(Fn1.TANH, inner.mul(sum, recurrent.logistic(sum)));
                return List.of(next, next);
              });
      var first = b.constant(Literal.zeros(row));
      quantized(b.scan(step, List.of(first), List.of(input(40, 1, 24)), 40, false).get(1));
    }

    void functions() {
      var bits = random.ints(1 << 16).toArray();
      var any = new float[2 * bits.length];
      for (int i = 0; i < bits.length; i++) {
        any[2 * i] = Float.intBitsToFloat(bits[i]);
        any[2 * i + 1] = (float) random.nextGaussian() * 30;
      }
      inputs.add(Literal.of(Shape.of(any.length), any));
      var x = b.parameter(TensorType.of(DType.F32, any.length));
      for (var fn : List.of(Fn1.EXP, Fn1.LOG, Fn1.TANH, Fn1.LOGISTIC)) quantized(b.unary(fn, x));
    }

    /** {@code x} quantized by row, times integers. */
    private Value hybrid(Value x, int width) {
      var most = b.reduceKeeping(Fold.MAX, b.unary(Fn1.ABS, x), List.of(1));
      var scale = b.div(b.max(most, 1e-6), b.like(most, 127.0));
      var integers = b.convert(b.unary(Fn1.RINT, b.div(x, scale)), DType.I8);
      int depth = x.type().extent(1);
      var bytes = new byte[depth * width];
      random.nextBytes(bytes);
      var w = b.constant(Literal.of(Shape.of(depth, width), bytes));
      var sum = b.contract(integers, w, List.of(1), List.of(0), List.of(), List.of(), DType.I32);
      return b.mul(b.mul(b.convert(sum, DType.F32), scale), 0.01);
    }

    /** A result as it is, and as integers of it: it is strict for these. */
    private void quantized(Value x) {
      results.add(x);
      results.add(b.convert(b.mul(x, 1000), DType.I32));
    }

    private Value input(int... extents) {
      inputs.add(normal(extents));
      return b.parameter(TensorType.of(DType.F32, extents));
    }

    private Value weights(int... extents) {
      return b.constant(normal(extents));
    }

    private Literal normal(int... extents) {
      var shape = Shape.of(extents);
      var values = new float[Math.toIntExact(shape.elements())];
      for (int i = 0; i < values.length; i++) values[i] = (float) random.nextGaussian();
      return Literal.of(shape, values);
    }

    void agree(Device device) {
      var program = new Program(b.build(results), List.of());
      var expected = new Interpreter().instance(program).run(inputs);
      try (var executable = device.compile(program);
          var instance = executable.instance()) {
        var actual = instance.run(executable, inputs);
        for (int i = 0; i < actual.size(); i++) {
          assertThat(differing(expected.get(i), actual.get(i))).as("result %d", i).isZero();
        }
      }
    }

    /** How many elements are not the same bits; any NaN is one. */
    private static int differing(Literal expected, Literal actual) {
      assertThat(actual.type()).isEqualTo(expected.type());
      int count = 0;
      for (long i = 0; i < expected.elements(); i++) {
        if (Double.compare(expected.real(i), actual.real(i)) != 0) count++;
      }
      return count;
    }
  }
}
