package dev.bantam.device;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bantam.interp.Interpreter;
import dev.bantam.prim.Control;
import dev.bantam.prim.Program;
import dev.bantam.prim.ProgramBuilder;
import dev.bantam.prim.Variable;
import dev.bantam.type.DType;
import dev.bantam.type.Literal;
import dev.bantam.type.Shape;
import dev.bantam.type.TensorType;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Parts of a program on a device that takes no strings, and what they share. */
class HostedExecutableTest {
  /** The interpreter, which is never given a program with strings. */
  private static final class NumbersOnly implements Device {
    private final Device interpreter = new InterpreterDevice();

    @Override
    public String name() {
      return "numbers";
    }

    @Override
    public Executable compile(Program program) {
      assertThat(Partition.isNeeded(program)).isFalse();
      return interpreter.compile(program);
    }

    @Override
    public String text(Program program, Stage stage) {
      return interpreter.text(program, stage);
    }
  }

  private static Literal text(String text) {
    return Literal.strings(Shape.SCALAR, List.of(text.getBytes(StandardCharsets.UTF_8)));
  }

  private static Literal number(long number) {
    return Literal.scalar(DType.I32, number);
  }

  /**
   * Adds a number to a variable on the device; a branch with strings, so on the host, reads it and
   * writes it doubled if the text is "double"; the device gives it back, and the host the text.
   */
  private static Program program() {
    var b = new ProgramBuilder("main", new Interpreter());
    var sum = new Variable("sum", number(0));
    var number = b.parameter(TensorType.of(DType.I32));
    var word = b.parameter(TensorType.of(DType.STR));
    b.write(sum, b.add(b.read(sum), number));
    var doubling =
        b.function(
            "doubling",
            List.of(word.type()),
            (p, v) -> {
              var held = p.read(sum);
              var is = p.eq(v.getFirst(), p.constant(text("double")));
              p.write(sum, p.select(is, p.add(held, held), held));
              return List.of(v.getFirst());
            });
    var same =
        b.apply(new Control.Case(b.constant(DType.I32, 0L), List.of(doubling), List.of(word)));
    return new Program(b.build(List.of(b.read(sum), same.getFirst())), List.of(sum));
  }

  @Test
  void partsShareVariables() {
    var device = new NumbersOnly();
    try (var executable = HostedExecutable.compile(device, program());
        var instance = executable.instance()) {
      assertThat(executable).isInstanceOf(HostedExecutable.class);
      assertThat(instance.run(executable, List.of(number(5), text("no"))))
          .containsExactly(number(5), text("no"));
      assertThat(instance.run(executable, List.of(number(2), text("double"))))
          .containsExactly(number(14), text("double"));
      assertThat(instance.state()).containsEntry("sum", number(14));
      instance.setState(Map.of("sum", number(100)));
      assertThat(instance.run(executable, List.of(number(1), text("double"))).getFirst())
          .isEqualTo(number(202));
      instance.reset();
      assertThat(instance.run(executable, List.of(number(1), text("no"))).getFirst())
          .isEqualTo(number(1));
    }
  }

  @Test
  void aProgramWithoutStringsIsTheDevicesOwn() {
    var b = new ProgramBuilder("main", new Interpreter());
    var x = b.parameter(TensorType.of(DType.I32));
    var program = new Program(b.build(List.of(b.neg(x))), List.of());
    try (var executable = HostedExecutable.compile(new NumbersOnly(), program)) {
      assertThat(executable).isNotInstanceOf(HostedExecutable.class);
    }
  }
}
