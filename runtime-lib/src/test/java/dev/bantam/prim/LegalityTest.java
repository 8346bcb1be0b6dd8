package dev.bantam.prim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bantam.interp.Interpreter;
import dev.bantam.prim.Prim.Fn1;
import dev.bantam.type.DType;
import dev.bantam.type.Literal;
import dev.bantam.type.TensorType;
import java.util.List;
import org.junit.jupiter.api.Test;

class LegalityTest {
  private static final TensorType TYPE = TensorType.of(DType.I32, 2);

  private static void assertRefused(Function main, String message) {
    assertThatThrownBy(() -> Legality.check(new Program(main, List.of())))
        .isInstanceOf(ProgramException.class)
        .hasMessage(message);
  }

  private static Instruction instruction(Value x, String name) {
    var prim = new Elementwise.Unary(Fn1.NEG, x);
    return new Instruction(prim, List.of(Value.result(prim, 0, name, Origin.NONE)), Origin.NONE);
  }

  @Test
  void refusesAUseBeforeTheDefinition() {
    var x = Value.parameter(TYPE, "x");
    var first = instruction(x, "y");
    var second = instruction(first.result(), "z");
    assertRefused(
        new Function("f", List.of(x), List.of(second, first), List.of()),
        "@f: %y: i32[2] is used where it is not defined, must be before");
    assertRefused(
        new Function("f", List.of(x), List.of(), List.of(first.result())),
        "@f: %y: i32[2] is used where it is not defined, must be before");
  }

  @Test
  void refusesARegionThatCaptures() {
    var x = Value.parameter(TYPE, "x");
    var inner = new Function("inner", List.of(), List.of(), List.of(x));
    var call = new Control.Call(inner, List.of());
    var result = Value.result(call, 0, "y", Origin.NONE);
    var outer =
        new Function(
            "outer",
            List.of(x),
            List.of(new Instruction(call, List.of(result), Origin.NONE)),
            List.of(result));
    assertRefused(outer, "@inner: %x: i32[2] is used where it is not defined, must be before");
  }

  @Test
  void refusesTwoValuesOfOneName() {
    var x = Value.parameter(TYPE, "x");
    assertRefused(
        new Function("f", List.of(x), List.of(instruction(x, "x")), List.of()),
        "@f: two values are named %x, names must differ");
    assertRefused(
        new Function("f", List.of(x, x), List.of(), List.of()),
        "@f: %x: i32[2] is defined twice, must be defined once");
  }

  @Test
  void refusesResultsOfAnotherPrimitive() {
    var x = Value.parameter(TYPE, "x");
    var result = instruction(x, "y").result();
    var other = new Instruction(new Elementwise.Unary(Fn1.ABS, x), List.of(result), Origin.NONE);
    assertRefused(
        new Function("f", List.of(x), List.of(other), List.of()),
        "@f: results are [%y: i32[2]], must be those of a primitive that gives [i32[2]]");
    assertRefused(
        new Function("f", List.of(result), List.of(), List.of()),
        "@f: parameter %y: i32[2] is a result, must be computed by nothing");
  }

  @Test
  void refusesVariablesThatAreNotDeclaredOnce() {
    var variable = new Variable("v", Literal.scalar(DType.I32, 0L));
    var b = new ProgramBuilder("f", new Interpreter());
    var function = b.build(List.of(b.read(variable)));
    assertRefused(function, "@f: variable @v is not declared, must be in the program");
    assertThatThrownBy(() -> Legality.check(new Program(function, List.of(variable, variable))))
        .hasMessage("@v: declared twice, a variable's name must be its own");
  }

  @Test
  void builderReadsAgainAfterALoopThatWrites() {
    var variable = new Variable("v", Literal.scalar(DType.I32, 0L));
    var b = new ProgramBuilder("f", new Interpreter());
    var before = b.read(variable);
    var step =
        b.function(
            "step",
            List.of(),
            (p, x) -> {
              p.write(variable, p.add(p.read(variable), 2));
              return List.of();
            });
    b.scan(step, List.of(), List.of(), 3, false);
    var after = b.read(variable);
    b.scan(step, List.of(), List.of(), 3, false);
    var program = new Program(b.build(List.of(before, after, b.read(variable))), List.of(variable));
    Legality.check(program);
    assertThat(new Interpreter().instance(program).run(List.of()).stream().map(x -> x.integer(0)))
        .containsExactly(0L, 6L, 12L);
  }
}
