package dev.bantam.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bantam.error.BantamException;
import dev.bantam.interp.Interpreter;
import dev.bantam.prim.Origin;
import dev.bantam.prim.Prim.Fn1;
import dev.bantam.prim.Program;
import dev.bantam.prim.ProgramBuilder;
import dev.bantam.prim.Variable;
import dev.bantam.type.DType;
import dev.bantam.type.Literal;
import dev.bantam.type.Shape;
import dev.bantam.type.TensorType;
import java.util.List;
import org.junit.jupiter.api.Test;

class CpuDeviceTest {
  private static final TensorType ROW = TensorType.of(DType.F32, 64);

  private static ProgramBuilder builder() {
    return new ProgramBuilder("main", new Interpreter());
  }

  private static Device cpu(DeviceOptions options) {
    return Devices.load().device("cpu", options);
  }

  /** {@code exp(x w) } by operator 1, of rows {@code x}; {@code w} by none. */
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
  void countsTimeByOperatorIfAsked() {
    var device = cpu(DeviceOptions.DEFAULT.withProfile(true));
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
  void runsOnEachLevelOfInstructions() {
    for (var level : List.of("plain", "avx2")) {
      var device = cpu(DeviceOptions.DEFAULT.withInstructionSet(level));
      try (var executable = device.compile(product());
          var instance = executable.instance()) {
        var x = Literal.zeros(TensorType.of(DType.F32, 20, 64));
        var result = instance.run(executable, List.of(x)).getFirst();
        assertThat(result.toFloats()).containsOnly(1f);
      }
    }
  }

  @Test
  void refusesALevelThatThereIsNot() {
    var device = cpu(DeviceOptions.DEFAULT.withInstructionSet("mmx"));
    assertThatThrownBy(() -> device.compile(product()))
        .isInstanceOf(BantamException.class)
        .hasMessageStartingWith(
            "device cpu: instruction set \"mmx\" is not one of this machine's, must be one of [plain");
  }

  @Test
  void knowsWhatItTakes() {
    try (var executable = cpu(DeviceOptions.DEFAULT).compile(product())) {
      // Panels are as wide as a tile, so what 24 columns come to depends on the instruction set.
      assertThat(executable.footprint().constants()).isBetween(64L * 24 * 4, 64L * 48 * 4);
      assertThat(executable.footprint().variables()).isZero();
      assertThat(executable.footprint().code()).isBetween(1_000L, 100_000L);
    }
  }

  @Test
  void keepsVariablesApartByInstance() {
    var b = builder();
    var count = new Variable("count", Literal.scalar(DType.I32, 5L));
    var before = b.read(count);
    b.write(count, b.add(before, b.constant(DType.I32, 1L)));
    var program = new Program(b.build(List.of(before)), List.of(count));
    try (var executable = cpu(DeviceOptions.DEFAULT).compile(program);
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
  void endsAWhileThatDoesNot() {
    var b = builder();
    var types = List.of(TensorType.of(DType.BOOL));
    var always = b.function("always", types, (_, p) -> p);
    var body = b.function("body", types, (_, p) -> p);
    var start = b.parameter(TensorType.of(DType.BOOL));
    var loop = new dev.bantam.prim.Control.While(always, body, List.of(start));
    var program = new Program(b.build(b.apply(loop)), List.of());
    var truth = Literal.scalar(DType.BOOL, 1L);
    try (var executable = cpu(DeviceOptions.DEFAULT).compile(program);
        var instance = executable.instance()) {
      assertThatThrownBy(() -> instance.run(executable, List.of(truth)))
          .isInstanceOf(BantamException.class)
          .hasMessage("a while loop ran for 10000000 steps without an end, the limit for one loop");
    }
  }

  @Test
  void refusesTooLargeAProgram() {
    var b = builder();
    var x = b.parameter(ROW);
    var big = b.expand(b.reshape(x, 64, 1, 1), Shape.of(64, 1 << 20, 1 << 24));
    var program = new Program(b.build(List.of(b.neg(big))), List.of());
    assertThatThrownBy(() -> cpu(DeviceOptions.DEFAULT).compile(program))
        .isInstanceOf(BantamException.class)
        .hasMessage(
            "the program needs 4503599627370752 bytes (arena 0, constants 0, variables 0, inputs and outputs 4503599627370752), memory is limited to 17179869184 bytes");
  }

  @Test
  void refusesUseAfterClose() {
    var executable = cpu(DeviceOptions.DEFAULT).compile(product());
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
}
