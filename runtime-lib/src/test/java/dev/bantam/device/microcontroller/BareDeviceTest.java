package dev.bantam.device.microcontroller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.bantam.conformance.CaseRunner;
import dev.bantam.conformance.Outcome;
import dev.bantam.device.Device;
import dev.bantam.device.DeviceMemoryException;
import dev.bantam.device.DeviceOptions;
import dev.bantam.device.Devices;
import dev.bantam.interp.Interpreter;
import dev.bantam.prim.Program;
import dev.bantam.prim.ProgramBuilder;
import dev.bantam.prim.ProgramText;
import dev.bantam.prim.Value;
import dev.bantam.testing.Fixtures;
import dev.bantam.testing.RandomPrograms;
import dev.bantam.type.DType;
import dev.bantam.type.Literal;
import dev.bantam.type.Shape;
import dev.bantam.type.TensorType;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Programs on emulated boards. {@code -Dbantam.bare.programs=N} takes another number of random
 * ones, {@code -Dbantam.seed=N} runs one again.
 */
class BareDeviceTest {
  private static final long PROGRAMS = Long.getLong("bantam.bare.programs", 8);

  /** One of each kind of arithmetic, of control, and of memory. */
  private static final List<String> CASES =
      List.of(
          "CONV_2D/int8_per_channel_same",
          "DEPTHWISE_CONV_2D/int8_per_channel_same",
          "FULLY_CONNECTED/int16x8",
          "SOFTMAX/float32",
          "UNIDIRECTIONAL_SEQUENCE_LSTM/int8x8_16",
          "RESIZE_BILINEAR/int8_up",
          "WHILE/int32",
          "TOPK_V2/float32",
          "RFFT2D/float32");

  @BeforeEach
  void needsTheEmulator() {
    assumeTrue(Emulator.isInstalled(), Emulator.PROGRAM + " is not installed");
  }

  private static Device device(String name) {
    return Devices.load().device(name, DeviceOptions.DEFAULT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"cortex-m0", "cortex-m4", "cortex-m7", "cortex-m55"})
  void agreesWithTheInterpreter(String name) {
    var device = device(name);
    var only = Long.getLong("bantam.seed");
    // each core has programs of its own
    long first = only != null ? only : 1000L * name.hashCode() & 0xFFFFFF;
    var failures = new ArrayList<String>();
    for (long seed = first; seed < first + (only == null ? PROGRAMS : 1); seed++) {
      var difference = difference(device, seed);
      if (difference.isPresent()) failures.add("seed " + seed + ": " + difference.get());
    }
    assertThat(failures).isEmpty();
  }

  private static Optional<String> difference(Device device, long seed) {
    var random = RandomPrograms.ALL.program(seed);
    try (var executable = device.compile(random.program());
        var instance = executable.instance()) {
      var interpreted = new Interpreter().instance(random.program());
      for (var arguments : random.runs()) {
        var wanted = interpreted.run(arguments);
        var difference = random.difference(wanted, instance.run(executable, arguments));
        if (difference.isPresent()) return difference;
      }
      return Optional.empty();
    } catch (RuntimeException failure) {
      return Optional.of(failure.toString());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"cortex-m0", "cortex-m4", "cortex-m7", "cortex-m55"})
  void meetsConformanceCases(String name) {
    var failures = new ArrayList<String>();
    var runner = new CaseRunner(device(name));
    for (var part : CASES) {
      var file = Fixtures.file("tflite-ops/" + part + ".tflite");
      var outcome = runner.run(file);
      if (outcome.status() != Outcome.Status.PASSED) failures.add(file + ": " + outcome);
    }
    assertThat(failures).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"cortex-m0", "cortex-m4", "cortex-m55"})
  void multipliesRowsOfAnyNumberDepthAndType(String name) {
    var random = new Random(7);
    var b = new ProgramBuilder("main", new Interpreter());
    var arguments = new ArrayList<Literal>();
    var sums = new ArrayList<Value>();
    for (var dtype : List.of(DType.I8, DType.U8, DType.I16)) {
      for (int height : List.of(1, 2, 3, 4, 7)) {
        int depth = 2 + random.nextInt(40);
        int width = 4 + random.nextInt(6);
        var weights = literal(DType.I8, random, depth, width);
        var rows = literal(dtype, random, height, depth);
        boolean known = random.nextInt(4) > 0;
        var packed = known ? b.constant(weights) : b.parameter(weights.type());
        if (!known) arguments.add(weights);
        arguments.add(rows);
        sums.add(contract(b, b.parameter(rows.type()), packed));
      }
    }
    var program = new Program(b.build(sums), List.of());
    try (var executable = device(name).compile(program);
        var instance = executable.instance()) {
      assertThat(instance.run(executable, arguments))
          .isEqualTo(new Interpreter().instance(program).run(arguments));
    }
  }

  private static Value contract(ProgramBuilder b, Value rows, Value packed) {
    return b.contract(rows, packed, List.of(1), List.of(0), List.of(), List.of(), DType.I32);
  }

  /** Extremes among others. */
  private static Literal literal(DType dtype, Random random, int... extents) {
    var type = TensorType.of(dtype, extents);
    int least = dtype == DType.U8 ? 0 : dtype == DType.I8 ? -128 : -32768;
    int range = dtype == DType.I16 ? 65536 : 256;
    var bytes = new byte[Math.toIntExact(type.bytes())];
    int each = dtype.bytes();
    for (int i = 0; i < bytes.length; i += each) {
      int kind = random.nextInt(10);
      int value = least + (kind == 0 ? 0 : kind == 1 ? range - 1 : random.nextInt(range));
      for (int part = 0; part < each; part++) bytes[i + part] = (byte) (value >> 8 * part);
    }
    return new Literal(type, MemorySegment.ofArray(bytes));
  }

  private static final String COUNTER =
      """
      var @count: i32[] = {5}
      func @main(%0: i32[]) -> (i32[]) {
        %1: i32[] = read() variable=@count
        %2: i32[] = add(%1, %0)
        write(%2) variable=@count
        return %2
      }
      """;

  @Test
  void keepsVariablesOnTheBoard() {
    var program = ProgramText.parse(COUNTER);
    var two = List.of(Literal.of(Shape.SCALAR, 2));
    try (var executable = device("cortex-m").compile(program);
        var instance = executable.instance()) {
      assertThat(instance.run(executable, two)).containsExactly(Literal.of(Shape.SCALAR, 7));
      assertThat(instance.run(executable, two)).containsExactly(Literal.of(Shape.SCALAR, 9));
      assertThat(instance.state()).containsEntry("count", Literal.of(Shape.SCALAR, 9));
      instance.reset();
      assertThat(instance.run(executable, two)).containsExactly(Literal.of(Shape.SCALAR, 7));
      instance.setState(java.util.Map.of("count", Literal.of(Shape.SCALAR, 100)));
      assertThat(instance.run(executable, two)).containsExactly(Literal.of(Shape.SCALAR, 102));
    }
  }

  @Test
  void countsInstructionsExactly() {
    var program = ProgramText.parse(COUNTER);
    var two = List.of(Literal.of(Shape.SCALAR, 2));
    try (var executable = device("cortex-m").compile(program);
        var instance = executable.instance()) {
      assertThat(instance.instructions()).isEmpty();
      instance.run(executable, two);
      var first = instance.instructions();
      assumeTrue(first.isPresent(), "this emulator does not count");
      instance.run(executable, two);
      assertThat(instance.instructions()).isEqualTo(first);
      assertThat(first.getAsLong()).isBetween(5L, 200L);
    }
  }

  @Test
  void refusesAProgramThatDoesNotFit() {
    var program =
        ProgramText.parse(
            """
            func @main(%0: f32[1100000]) -> (f32[1100000]) {
              %1: f32[1100000] = exp(%0)
              return %1
            }
            """);
    assertThatThrownBy(() -> device("cortex-m4").compile(program))
        .isInstanceOf(DeviceMemoryException.class)
        .hasMessage(
            "device cortex-m4, RAM: the program takes 8801024 bytes of memory, must take at most 4194304");
  }
}
