package dev.bantam.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bantam.interp.Interpreter;
import dev.bantam.kernel.KernelText;
import dev.bantam.kernel.Module;
import dev.bantam.kernel.Step;
import dev.bantam.kernel.Stmt;
import dev.bantam.kernel.Target;
import dev.bantam.kernel.Target.Caches;
import dev.bantam.kernel.Target.DotProduct;
import dev.bantam.kernel.Target.Instructions;
import dev.bantam.kernel.Target.WorkGroups;
import dev.bantam.prim.Indexed;
import dev.bantam.prim.Prim;
import dev.bantam.prim.Prim.Fold;
import dev.bantam.prim.Program;
import dev.bantam.prim.ProgramBuilder;
import dev.bantam.prim.Value;
import dev.bantam.type.DType;
import dev.bantam.type.Literal;
import dev.bantam.type.TensorType;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a schedule makes for a processor that runs many work items instead of a few threads. */
class WorkGroupsTest {
  private final ProgramBuilder b = new ProgramBuilder("main", new Interpreter());

  private static Target target(int units, long localBytes) {
    var plain =
        new Target(
            "opencl",
            List.of(),
            Instructions.PLAIN,
            16,
            64,
            false,
            DotProduct.NONE,
            new Caches(localBytes, 1 << 20, 0),
            units);
    return plain.withGroups(new WorkGroups(64, localBytes));
  }

  private Module module(Value result, Target target) {
    var program = new Program(b.build(List.of(result)), List.of());
    return Schedule.of(program, target, new Interpreter(), 1L << 30).module();
  }

  /** Rows of {@code height x depth} times constant columns {@code depth x width}. */
  private Value product(int height, int depth, int width) {
    var x = b.parameter(TensorType.of(DType.F32, height, depth));
    var w = b.constant(Literal.zeros(TensorType.of(DType.F32, depth, width)));
    var y = b.contract(x, w, List.of(1), List.of(0), List.of(), List.of(), DType.F32);
    return b.max(y, 0);
  }

  private static List<Stmt> onlyBody(Module module) {
    assertThat(module.steps()).hasSize(1);
    return ((Step.Launch) module.steps().getFirst()).kernel().body();
  }

  @Test
  void givesEachElementAnItem() {
    var x = b.parameter(TensorType.of(DType.F32, 4, 6));
    assertThat(KernelText.print(module(b.permute(b.neg(x), List.of(1, 0)), target(2, 1 << 15))))
        .contains("n0 < 24 cost")
        .doesNotContain("for ");
  }

  @Test
  void keepsATileOfSumsInTheRegistersOfAnItem() {
    assertThat(KernelText.print(module(product(2, 100, 200), target(2, 1 << 15))))
        .isEqualTo(
            """
            input b0: f32[200]
            output b1: f32[400]
            memory arena 0 constants 80000 variables 0
            constant b3: f32[20000] at 0
            label "none"
            kernel k0(p0: f32[200], p1: f32[20000], p2: f32[400]) n0 < 200 cost 202000 {
              var v0: f32 = 0.0:f32
              var v1: f32 = 0.0:f32
              for n1 < 100 {
                let v2: f32 = p0[add(mul(quotient(n0, 100), 100), n1)]
                let v3: f32 = p1[add(mul(n1, 200), remainder(n0, 100))]
                let v4: f32 = p1[add(add(mul(n1, 200), remainder(n0, 100)), 100)]
                fold v0 add mul(v2, v3)
                fold v1 add mul(v2, v4)
              }
              let v5: f32 = max(v0, 0.0:f32)
              p2[add(mul(quotient(n0, 100), 200), remainder(n0, 100))] = v5
              let v6: f32 = max(v1, 0.0:f32)
              p2[add(add(mul(quotient(n0, 100), 200), remainder(n0, 100)), 100)] = v6
            }
            launch k0(b0, b3, b1) label 0
            """);
  }

  @Test
  void sharesPartsOfTheOperandsInAGroup() {
    var body = onlyBody(module(product(64, 100, 64), target(2, 1 << 15)));
    assertThat(body).filteredOn(Stmt.Shared.class::isInstance).hasSize(2);
    var loop = body.stream().filter(Stmt.For.class::isInstance).findFirst().orElseThrow();
    assertThat(((Stmt.For) loop).body())
        .extracting(statement -> statement.getClass().getSimpleName())
        .containsExactly("For", "For", "Barrier", "For", "Barrier");
  }

  @Test
  void sharesNothingWithoutMemoryOrWithoutWorkForAllUnits() {
    for (var target : List.of(target(2, 1024), target(16, 1 << 15))) {
      var again = new WorkGroupsTest();
      var body = onlyBody(again.module(again.product(64, 100, 64), target));
      assertThat(body).noneMatch(Stmt.Shared.class::isInstance);
    }
  }

  @Test
  void foldsManyElementsToFewByGroups() {
    var x = b.parameter(TensorType.of(DType.F32, 3, 1000));
    var mean = b.mul(b.reduce(Fold.ADD, x, List.of(1)), 0.001);
    var launch = (Step.Launch) module(mean, target(2, 1 << 15)).steps().getFirst();
    assertThat(launch.kernel().extent()).isEqualTo(3 * 64);
    assertThat(launch.kernel().body()).filteredOn(Stmt.Barrier.class::isInstance).hasSize(7);
  }

  @Test
  void foldsByOneItemWhatHasToBeInOrder() {
    var x = b.parameter(TensorType.of(DType.F32, 3, 1000));
    var sum = b.convert(b.reduce(Fold.ADD, x, List.of(1)), DType.I32);
    var most = b.convert(b.reduce(Fold.MAX, x, List.of(1)), DType.I32);
    var program = new Program(b.build(List.of(sum, most)), List.of());
    var module = Schedule.of(program, target(2, 1 << 15), new Interpreter(), 1L << 30).module();
    assertThat(module.steps())
        .extracting(step -> ((Step.Launch) step).kernel().extent())
        .containsExactly(3L, 3L * 64);
  }

  @Test
  void foldsByItemsWhereThereAreEnoughResults() {
    var x = b.parameter(TensorType.of(DType.F32, 300, 1000));
    var launch =
        (Step.Launch)
            module(b.reduce(Fold.ADD, x, List.of(1)), target(2, 1 << 15)).steps().getFirst();
    assertThat(launch.kernel().extent()).isEqualTo(300);
  }

  @Test
  void givesEachPlaceOfARowAnItemThatAppliesUpdatesInOrder() {
    var x = b.parameter(TensorType.of(DType.F32, 10, 6));
    var at = b.parameter(TensorType.of(DType.I32, 20));
    var rows = b.parameter(TensorType.of(DType.F32, 20, 6));
    var sum = b.one(new Indexed.Scatter(Prim.Update.ADD, x, at, rows));
    var launch = (Step.Launch) module(sum, target(2, 1 << 15)).steps().getLast();
    assertThat(launch.kernel().extent()).isEqualTo(6);
    assertThat(launch.kernel().body()).singleElement().isInstanceOf(Stmt.For.class);
  }

  @Test
  void makesGroupsWhole() {
    var launch = (Step.Launch) module(product(70, 100, 40), target(2, 1 << 15)).steps().getFirst();
    assertThat(launch.kernel().extent()).isEqualTo(3 * 2 * 64);
  }

  @Test
  void readsAnOperandThatIsNotKnownWhereItLies() {
    var x = b.parameter(TensorType.of(DType.F32, 8, 16));
    var w = b.parameter(TensorType.of(DType.F32, 16, 32));
    var y = b.contract(x, w, List.of(1), List.of(0), List.of(), List.of(), DType.F32);
    assertThat(module(y, target(2, 1 << 15)).steps()).hasSize(1);
  }

  @Test
  void printsAndParsesBack() {
    var sum = b.reduce(Fold.ADD, product(64, 100, 64), List.of(1));
    var module = module(sum, target(2, 1 << 15));
    var text = KernelText.print(module);
    assertThat(text).contains("shared t", "barrier");
    assertThat(KernelText.parse(text)).isEqualTo(module);
  }
}
