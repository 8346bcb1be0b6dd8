package dev.bantam.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bantam.interp.Interpreter;
import dev.bantam.prim.Control;
import dev.bantam.prim.Prim.Fn1;
import dev.bantam.prim.Program;
import dev.bantam.prim.ProgramBuilder;
import dev.bantam.prim.Value;
import dev.bantam.prim.Variable;
import dev.bantam.type.DType;
import dev.bantam.type.Literal;
import dev.bantam.type.TensorType;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StrictValuesTest {
  private static final TensorType ROW = TensorType.of(DType.F32, 8);
  private static final TensorType ROWS = TensorType.of(DType.F32, 5, 8);

  private final ProgramBuilder b = new ProgramBuilder("main", new Interpreter());
  private final Value x = b.parameter(ROW);
  private final Value exp = b.unary(Fn1.EXP, x);

  private Set<Value> strict(Value... results) {
    return StrictValues.of(new Program(b.build(List.of(results)), List.of()));
  }

  private Value integers(Value floats) {
    return b.convert(floats, DType.I8);
  }

  @Test
  void areWhatAnIntegerIsConvertedFromAndAllBeforeIt() {
    var tanh = b.unary(Fn1.TANH, exp);
    var result = integers(tanh);
    var after = b.unary(Fn1.LOG, b.convert(result, DType.F32));
    assertThat(strict(after)).containsExactlyInAnyOrder(x, exp, tanh);
  }

  @Test
  void areNoneWhereFloatsStayFloats() {
    assertThat(strict(b.unary(Fn1.TANH, exp), b.lt(exp, x), b.convert(exp, DType.BOOL))).isEmpty();
  }

  @Test
  void areFoundInACall() {
    var inside = new Value[1];
    var square =
        b.function(
            "square",
            List.of(ROW),
            (inner, p) -> List.of(inside[0] = inner.mul(p.getFirst(), p.getFirst())));
    var result = integers(b.one(new Control.Call(square, List.of(exp))));
    assertThat(strict(result)).contains(inside[0], exp, x);
  }

  @Test
  void areFoundInTheStepBefore() {
    var inside = new Value[2];
    var step =
        b.function(
            "step",
            List.of(ROW, ROW),
            (inner, p) -> {
              var quantized = inner.convert(inner.convert(p.get(0), DType.I8), DType.F32);
              inside[0] = inner.unary(Fn1.TANH, inner.add(quantized, p.get(1)));
              inside[1] = inner.unary(Fn1.COS, p.get(1));
              return List.of(inside[0], inside[1]);
            });
    var xs = b.unary(Fn1.SIN, b.parameter(ROWS));
    var all = b.scan(step, List.of(exp), List.of(xs), 5, false);
    assertThat(strict(all.get(1))).contains(inside[0], exp, x, xs).doesNotContain(inside[1]);
  }

  @Test
  void areFoundInBranches() {
    var inside = new Value[1];
    var branch =
        b.function(
            "branch",
            List.of(ROW),
            (inner, p) -> List.of(inside[0] = inner.unary(Fn1.TANH, p.getFirst())));
    var index = b.parameter(TensorType.of(DType.I32));
    var result = b.one(new Control.Case(index, List.of(branch, branch), List.of(exp)));
    assertThat(strict(integers(result))).contains(inside[0], exp, x);
  }

  @Test
  void areFoundInLoops() {
    var inside = new Value[1];
    var condition =
        b.function(
            "condition",
            List.of(ROW),
            (inner, p) -> {
              var first = inner.slice(p.getFirst(), 0, 0, 1);
              return List.of(inner.lt(inner.reshape(first), inner.constant(DType.F32, 10.0)));
            });
    var body =
        b.function(
            "body",
            List.of(ROW),
            (inner, p) -> List.of(inside[0] = inner.unary(Fn1.EXP, p.getFirst())));
    var result = b.one(new Control.While(condition, body, List.of(exp)));
    assertThat(strict(integers(result))).contains(inside[0], exp, x);
  }

  @Test
  void areFoundBehindVariables() {
    var variable = new Variable("state", Literal.zeros(ROW));
    var before = b.read(variable);
    b.write(variable, exp);
    var function = b.build(List.of(integers(before)));
    var values = StrictValues.of(new Program(function, List.of(variable)));
    assertThat(values).contains(before, exp, x);
  }
}
