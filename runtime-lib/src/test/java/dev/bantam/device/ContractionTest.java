package dev.bantam.device;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bantam.interp.Interpreter;
import dev.bantam.prim.Prim;
import dev.bantam.prim.Program;
import dev.bantam.prim.ProgramBuilder;
import dev.bantam.prim.Value;
import dev.bantam.type.DType;
import dev.bantam.type.Literal;
import dev.bantam.type.TensorType;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Contractions of the shapes that networks have, with what is fused into them. */
class ContractionTest {
  private final ProgramBuilder b = new ProgramBuilder("main", new Interpreter());
  private final List<Value> results = new ArrayList<>();
  private final List<Literal> inputs = new ArrayList<>();

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void floats(int threads) {
    fullyConnected(DType.F32, DType.F32);
    convolution(DType.F32, DType.F32, 3, 20, 3, 2);
    convolution(DType.F32, DType.F32, 17, 33, 1, 1);
    depthwise(DType.F32, DType.F32, 24);
    batched(DType.F32, DType.F32);
    check(threads);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void bytes(int threads) {
    fullyConnected(DType.I8, DType.I32);
    convolution(DType.I8, DType.I32, 3, 20, 3, 2);
    convolution(DType.I8, DType.I32, 17, 33, 1, 1);
    depthwise(DType.I8, DType.I32, 24);
    batched(DType.I8, DType.I32);
    check(threads);
  }

  private void fullyConnected(DType dtype, DType sum) {
    for (int rows : List.of(1, 7, 40)) {
      var x = input(dtype, rows, 37);
      var w = constant(dtype, 29, 37);
      var y = b.contract(x, w, List.of(1), List.of(1), List.of(), List.of(), sum);
      results.add(b.max(b.add(y, constant(sum, 29)), 0));
    }
  }

  private void convolution(DType dtype, DType sum, int in, int out, int size, int stride) {
    var x = input(dtype, 2, 11, 13, in);
    var padded = b.pad(x, List.of(0, 1, 1, 0), List.of(0, 1, 1, 0), b.like(x, 3L));
    var windows = b.window(b.window(padded, 1, size, stride, 1), 3, size, stride, 1);
    var w = constant(dtype, out, size, size, in);
    var y = b.contract(windows, w, List.of(2, 4, 5), List.of(1, 2, 3), List.of(), List.of(), sum);
    var biased = b.min(b.add(y, constant(sum, out)), 40);
    results.add(b.add(biased, input(sum, biased.type().shape().toArray())));
    results.add(b.convert(b.permute(biased, List.of(3, 0, 1, 2)), dtype));
  }

  private void depthwise(DType dtype, DType sum, int channels) {
    var x = input(dtype, 1, 9, 9, channels);
    var padded = b.pad(x, List.of(0, 1, 1, 0), List.of(0, 1, 1, 0), b.like(x, 0L));
    var windows = b.window(b.window(padded, 1, 3, 1, 1), 3, 3, 1, 1);
    var w = constant(dtype, 3, 3, channels);
    var y = b.contract(windows, w, List.of(2, 4), List.of(0, 1), List.of(5), List.of(2), sum);
    results.add(b.add(b.permute(y, List.of(1, 2, 3, 0)), constant(sum, channels)));
  }

  private void batched(DType dtype, DType sum) {
    var x = input(dtype, 3, 10, 21);
    var y = input(dtype, 3, 21, 19);
    results.add(b.contract(x, y, List.of(2), List.of(1), List.of(0), List.of(0), sum));
    results.add(b.contract(y, x, List.of(1), List.of(2), List.of(0), List.of(0), sum));
    var w = constant(dtype, 3, 21, 18);
    results.add(b.contract(w, x, List.of(1), List.of(2), List.of(0), List.of(0), sum));
    results.add(
        b.reduce(
            Prim.Fold.ADD,
            b.contract(x, w, List.of(2), List.of(1), List.of(0), List.of(0), sum),
            List.of(2)));
  }

  private Value input(DType dtype, int... extents) {
    var type = TensorType.of(dtype, extents);
    inputs.add(random(type, inputs.size()));
    return b.parameter(type);
  }

  private Value constant(DType dtype, int... extents) {
    return b.constant(random(TensorType.of(dtype, extents), 1000 + inputs.size()));
  }

  private static Literal random(TensorType type, long seed) {
    var random = new Random(seed);
    var segment = MemorySegment.ofArray(new byte[Math.toIntExact(type.bytes())]);
    for (long i = 0; i < type.elements(); i++) {
      Literal.write(segment, type.dtype(), i, random.nextGaussian(), random.nextInt());
    }
    return new Literal(type, segment);
  }

  private void check(int threads) {
    var program = new Program(b.build(results), List.of());
    var expected = new Interpreter().instance(program).run(inputs);
    var device = Devices.load().device("cpu", DeviceOptions.DEFAULT.withThreads(threads));
    try (var executable = device.compile(program);
        var instance = executable.instance()) {
      for (int run = 0; run < 3; run++) {
        var actual = instance.run(executable, inputs);
        for (int i = 0; i < actual.size(); i++) {
          assertThat(difference(expected.get(i), actual.get(i))).as("result " + i).isEmpty();
        }
      }
    }
  }

  /** Sums of floats are compared with the size of their terms, not with what is left of them. */
  private static String difference(Literal expected, Literal actual) {
    if (expected.type().dtype() != DType.F32) {
      return Closeness.difference(expected, actual).orElse("");
    }
    for (long i = 0; i < expected.elements(); i++) {
      double want = expected.real(i);
      double got = actual.real(i);
      if (!(Math.abs(want - got) <= 1e-4)) {
        return "element %d is %s, expected %s".formatted(i, got, want);
      }
    }
    return "";
  }
}
