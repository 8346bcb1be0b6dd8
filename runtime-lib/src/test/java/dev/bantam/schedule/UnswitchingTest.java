package dev.bantam.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bantam.kernel.Buffer;
import dev.bantam.kernel.Expr;
import dev.bantam.kernel.Expr.Binary;
import dev.bantam.kernel.Expr.Fn2;
import dev.bantam.kernel.Indices;
import dev.bantam.kernel.Kernel;
import dev.bantam.kernel.Step;
import dev.bantam.kernel.Stmt;
import dev.bantam.type.DType;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class UnswitchingTest {
  private static final Expr.Index OUTER = new Expr.Index("n0", 9);
  private static final Expr.Index INNER = new Expr.Index("n1", 4);
  private static final Buffer IN = new Buffer("p0", DType.I8, 36);
  private static final Buffer OUT = new Buffer("p1", DType.I8, 36);
  private static final Expr.Constant BORDER = new Expr.Constant(DType.I8, -128);

  private static Expr above(Expr x, long bound) {
    return new Binary(Fn2.LT, Indices.constant(bound), x);
  }

  private static Expr.Local local(String name, DType dtype) {
    return new Expr.Local(name, dtype);
  }

  /** For each test a value that is chosen by it and stored. */
  private static Stmt.For loop(List<Expr> tests, boolean kept) {
    var body = new ArrayList<Stmt>();
    for (int i = 0; i < tests.size(); i++) {
      var test = local("b" + i, DType.BOOL);
      if (kept) body.add(new Stmt.Let(test, tests.get(i)));
      Expr value = new Expr.Load(IN, INNER);
      if (kept) value = new Expr.Select(test, value, BORDER);
      var chosen = local("v" + i, DType.I8);
      body.add(new Stmt.Let(chosen, value));
      body.add(new Stmt.Store(OUT, INNER, chosen));
    }
    return new Stmt.For(INNER, Indices.constant(4), Stmt.Loop.SERIAL, body);
  }

  private static List<Stmt> unswitched(Stmt... body) {
    var launch = new Step.Launch(new Kernel(List.of(), OUTER, 7, List.of(body)), List.of(), 3);
    var twice = Unswitching.of(launch);
    assertThat(twice.label()).isEqualTo(3);
    assertThat(twice.kernel().index()).isEqualTo(OUTER);
    assertThat(twice.kernel().cost()).isEqualTo(7);
    return twice.kernel().body();
  }

  @Test
  void writesALoopAgainWithoutTheTestsThatAllItsIterationsShare() {
    var tests = List.of(above(OUTER, 0), above(OUTER, 1), above(OUTER, 2));
    var all = new Binary(Fn2.AND, new Binary(Fn2.AND, tests.get(0), tests.get(1)), tests.get(2));
    var loop = loop(tests, true);
    assertThat(unswitched(loop))
        .containsExactly(new Stmt.If(all, List.of(loop(tests, false)), List.of(loop)));
  }

  @Test
  void findsTheInnermostLoop() {
    var tests = List.of(above(OUTER, 0), above(OUTER, 1), above(OUTER, 2));
    var middle = new Expr.Index("n2", 2);
    var nest =
        new Stmt.For(middle, Indices.constant(2), Stmt.Loop.SERIAL, List.of(loop(tests, true)));
    assertThat(unswitched(nest).getFirst())
        .isInstanceOfSatisfying(
            Stmt.For.class,
            outer -> assertThat(outer.body().getFirst()).isInstanceOf(Stmt.If.class));
  }

  @Test
  void leavesALoopWithFewTests() {
    var loop = loop(List.of(above(OUTER, 0), above(OUTER, 1)), true);
    assertThat(unswitched(loop)).containsExactly(loop);
  }

  @Test
  void leavesTestsThatAnIterationChanges() {
    var read = new Expr.Convert(new Expr.Load(IN, OUTER), DType.I64);
    var earlier = new Binary(Fn2.EQ, local("b0", DType.BOOL), local("b0", DType.BOOL));
    var loop = loop(List.of(above(OUTER, 0), above(INNER, 1), above(read, 2), earlier), true);
    assertThat(unswitched(loop)).containsExactly(loop);
  }
}
