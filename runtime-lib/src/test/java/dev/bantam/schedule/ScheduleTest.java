package dev.bantam.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bantam.error.BantamException;
import dev.bantam.interp.Interpreter;
import dev.bantam.kernel.KernelText;
import dev.bantam.kernel.Target;
import dev.bantam.kernel.Target.Caches;
import dev.bantam.kernel.Target.DotProduct;
import dev.bantam.kernel.Target.Instructions;
import dev.bantam.prim.Prim.Fn1;
import dev.bantam.prim.Prim.Fold;
import dev.bantam.prim.Program;
import dev.bantam.prim.ProgramBuilder;
import dev.bantam.prim.Value;
import dev.bantam.type.DType;
import dev.bantam.type.Literal;
import dev.bantam.type.Shape;
import dev.bantam.type.TensorType;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScheduleTest {
  private static final Target TARGET =
      new Target(
          "x86_64-unknown-linux-gnu",
          List.of(),
          Instructions.PLAIN,
          16,
          16,
          false,
          DotProduct.NONE,
          new Caches(32 << 10, 512 << 10, 0),
          1);

  private final ProgramBuilder b = new ProgramBuilder("main", new Interpreter());

  private Schedule schedule(List<Value> results) {
    return Schedule.of(
        new Program(b.build(results), List.of()), TARGET, new Interpreter(), 1L << 30);
  }

  private String text(Value result) {
    return KernelText.print(schedule(List.of(result)).module());
  }

  @Test
  void computesElementwiseValuesInOneFlatLoop() {
    var x = b.parameter(TensorType.of(DType.F32, 2, 3, 4));
    assertThat(text(b.max(b.mul(b.unary(Fn1.NEG, x), 2), 0)))
        .isEqualTo(
            """
            input b0: f32[24]
            output b1: f32[24]
            memory arena 0 constants 0 variables 0
            label "none"
            kernel k0(p0: f32[24], p1: f32[24]) n0 < 24 cost 700 {
              let v0: f32 = p0[n0]
              let v1: f32 = neg(v0)
              let v2: f32 = mul(v1, 2.0:f32)
              let v3: f32 = max(v2, 0.0:f32)
              p1[n0] = v3
            }
            launch k0(b0, b1) label 0
            """);
  }

  @Test
  void readsViewsWhereTheyShow() {
    var x = b.parameter(TensorType.of(DType.I32, 4, 6));
    var view = b.flip(b.slice(b.permute(x, List.of(1, 0)), 0, 1, 5), List.of(1));
    assertThat(text(b.add(view, view)))
        .contains("kernel k0(p0: i32[24], p1: i32[16]) n0 < 4 cost")
        .contains("let v0: i32 = p0[add(add(mul(n1, -6), n0), 19)]")
        .contains("p1[add(mul(n0, 4), n1)] = v1");
  }

  @Test
  void pullsAFoldIntoItsReader() {
    var x = b.parameter(TensorType.of(DType.F32, 5, 20));
    var mean = b.mul(b.reduce(Fold.ADD, x, List.of(1)), 0.05);
    assertThat(schedule(List.of(mean)).module().steps()).hasSize(1);
  }

  @Test
  void storesWhatManyReadersWouldComputeAgain() {
    var x = b.parameter(TensorType.of(DType.F32, 8, 64));
    var e = b.unary(Fn1.EXP, x);
    var y = b.div(e, b.reduceKeeping(Fold.ADD, e, List.of(1)));
    var module = schedule(List.of(y)).module();
    assertThat(module.steps()).hasSize(3);
    assertThat(module.arenaBytes()).isEqualTo(8 * 64 * 4 + 64);
  }

  @Test
  void letsValuesThatDoNotMeetShareMemory() {
    var row = TensorType.of(DType.F32, 64);
    var x = b.parameter(row);
    var less =
        b.function(
            "less",
            List.of(TensorType.of(DType.F32), TensorType.of(DType.F32)),
            (inner, p) -> List.of(inner.lt(p.get(0), p.get(1))));
    var sorted = x;
    for (int i = 0; i < 4; i++) {
      sorted = b.one(new dev.bantam.prim.Indexed.Sort(List.of(b.neg(sorted)), 0, less));
    }
    // A value, what it is sorted by, twice, and the next value: never more at a time.
    assertThat(schedule(List.of(sorted)).module().arenaBytes()).isLessThanOrEqualTo(4 * 64 * 4);
  }

  /** Sums of products, by a tile and by a loop, and a function of each. */
  private List<Value> sums() {
    var x = b.parameter(TensorType.of(DType.F32, 8, 40));
    var w = b.constant(Literal.zeros(TensorType.of(DType.F32, 40, 24)));
    var product = b.contract(x, w, List.of(1), List.of(0), List.of(), List.of(), DType.F32);
    var sum = b.reduce(Fold.ADD, b.mul(x, x), List.of(1));
    return List.of(b.unary(Fn1.TANH, product), b.unary(Fn1.EXP, sum));
  }

  private static String kernels(Schedule schedule) {
    return KernelText.print(schedule.module());
  }

  @Test
  void leavesSumsFreeThatStayFloats() {
    assertThat(kernels(schedule(sums())))
        .contains("contract_f32_f32_", "_fma_", "fold v", "tanh(", "exp(")
        .doesNotContain("set v", "_rounded_", "strict_");
  }

  @Test
  void takesSumsInOrderThatIntegersAreRoundedFrom() {
    var integers = sums().stream().map(sum -> b.convert(b.mul(sum, 100), DType.I32)).toList();
    assertThat(kernels(schedule(integers)))
        .contains("contract_f32_f32_", "_rounded_", "set v", "strict_tanh(", "strict_exp(")
        .doesNotContain("fold v", "_fma_", " tanh(", " exp(");
  }

  @Test
  void printsAndParsesBack() {
    var x = b.parameter(TensorType.of(DType.F32, 3, 16));
    var w = b.constant(Literal.zeros(TensorType.of(DType.F32, 16, 24)));
    var step =
        b.function(
            "step",
            List.of(TensorType.of(DType.F32, 16), TensorType.of(DType.F32, 16)),
            (inner, p) -> {
              var next = inner.unary(Fn1.TANH, inner.add(p.get(0), p.get(1)));
              return List.of(next, next);
            });
    var first = b.constant(Literal.zeros(TensorType.of(DType.F32, 16)));
    var scanned = b.scan(step, List.of(first), List.of(x), 3, true).get(1);
    var product = b.contract(scanned, w, List.of(1), List.of(0), List.of(), List.of(), DType.F32);
    var padded = b.pad(product, List.of(1, 0), List.of(0, 2), b.constant(DType.F32, Double.NaN));
    var module = schedule(List.of(padded, product)).module();
    var text = KernelText.print(module);
    assertThat(KernelText.print(KernelText.parse(text))).isEqualTo(text);
    assertThat(KernelText.parse(text)).isEqualTo(module);
  }

  @Test
  void refusesATextThatIsNoModule() {
    assertThatThrownBy(() -> KernelText.parse("input b0: f32[4]\nlaunch k0(b0) label 0\n"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("line 2: found \"(\", must be a kernel");
  }

  @Test
  void refusesAProgramThatDoesNotFit() {
    var x = b.parameter(TensorType.of(DType.F32, 1 << 20));
    var big = b.expand(b.reshape(x, 1 << 20, 1), Shape.of(1 << 20, 1 << 10));
    assertThatThrownBy(() -> schedule(List.of(big)))
        .isInstanceOf(BantamException.class)
        .hasMessage(
            "the program needs 4299161600 bytes (arena 0, constants 0, variables 0, inputs and outputs 4299161600), memory is limited to 1073741824 bytes");
  }
}
