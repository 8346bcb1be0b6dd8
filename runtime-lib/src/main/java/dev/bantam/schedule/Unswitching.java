package dev.bantam.schedule;

import dev.bantam.kernel.Expr;
import dev.bantam.kernel.Expr.Binary;
import dev.bantam.kernel.Expr.Fn2;
import dev.bantam.kernel.Kernel;
import dev.bantam.kernel.Step;
import dev.bantam.kernel.Stmt;
import dev.bantam.type.DType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Loops that select by tests which no iteration changes, as at the border of a window, written
 * twice: once for where all tests hold, without them, and once as they were.
 *
 * <p>A vector selects all its elements at once; a core without vectors spends as much on each
 * selection as on a product, and most windows do not touch the border.
 */
final class Unswitching {
  /** Fewer tests are not worth the memory of a second loop. */
  private static final int FEWEST_TESTS = 3;

  /** The tests of one loop that hold in its first copy. */
  private final Set<Expr.Local> tests = new HashSet<>();

  private Unswitching() {}

  /** The same kernel with such loops written twice. */
  static Step.Launch of(Step.Launch launch) {
    var kernel = launch.kernel();
    var twice = new Kernel(kernel.parameters(), kernel.index(), kernel.cost(), of(kernel.body()));
    return new Step.Launch(twice, launch.arguments(), launch.label());
  }

  private static List<Stmt> of(List<Stmt> statements) {
    return statements.stream().map(Unswitching::of).toList();
  }

  private static Stmt of(Stmt statement) {
    if (!(statement instanceof Stmt.For loop)) return statement;
    if (loop.loop() == Stmt.Loop.SERIAL) {
      var twice = new Unswitching().twice(loop);
      if (twice.isPresent()) return twice.get();
    }
    return new Stmt.For(loop.index(), loop.extent(), loop.loop(), of(loop.body()));
  }

  /** The loop in two copies, if it is an innermost one with enough tests. */
  private Optional<Stmt> twice(Stmt.For loop) {
    var inside = new HashSet<Expr>(Set.of(loop.index()));
    var within = new ArrayList<Stmt>();
    Optional<Expr> all = Optional.empty();
    for (var statement : loop.body()) {
      switch (statement) {
        case Stmt.Let(var local, var value)
            when local.dtype() == DType.BOOL && isFixed(value, inside) -> {
          tests.add(local);
          inside.add(local);
          all =
              Optional.of(
                  all.<Expr>map(before -> new Binary(Fn2.AND, before, value)).orElse(value));
        }
        case Stmt.Let let -> {
          inside.add(let.local());
          within.add(new Stmt.Let(let.local(), met(let.value())));
        }
        case Stmt.Var variable -> {
          inside.add(variable.local());
          within.add(new Stmt.Var(variable.local(), met(variable.initial())));
        }
        case Stmt.Assign(var local, var value) -> within.add(new Stmt.Assign(local, met(value)));
        case Stmt.Accumulate(var local, var fn, var term) ->
            within.add(new Stmt.Accumulate(local, fn, met(term)));
        case Stmt.Store(var buffer, var at, var value) ->
            within.add(new Stmt.Store(buffer, met(at), met(value)));
        case Stmt.For _, Stmt.If _, Stmt.Array _, Stmt.Shared _, Stmt.Barrier _, Stmt.Call _ -> {
          return Optional.empty();
        }
      }
    }
    if (tests.size() < FEWEST_TESTS) return Optional.empty();
    var first = new Stmt.For(loop.index(), loop.extent(), loop.loop(), within);
    return all.map(test -> new Stmt.If(test, List.of(first), List.of(loop)));
  }

  /** Whether {@code x} is the same in all iterations; what is in memory may not be. */
  private static boolean isFixed(Expr x, Set<Expr> inside) {
    return switch (x) {
      case Expr.Constant _ -> true;
      case Expr.Index _, Expr.Local _ -> !inside.contains(x);
      case Expr.Load _ -> false;
      case Expr.Unary unary -> isFixed(unary.x(), inside);
      case Expr.Binary binary -> isFixed(binary.a(), inside) && isFixed(binary.b(), inside);
      case Expr.Select select ->
          isFixed(select.test(), inside)
              && isFixed(select.yes(), inside)
              && isFixed(select.no(), inside);
      case Expr.Convert convert -> isFixed(convert.x(), inside);
      case Expr.Bitcast bitcast -> isFixed(bitcast.x(), inside);
    };
  }

  /** {@code x} where all tests hold. */
  private Expr met(Expr x) {
    return switch (x) {
      case Expr.Local local when tests.contains(local) -> new Expr.Constant(DType.BOOL, 1);
      case Expr.Constant _, Expr.Index _, Expr.Local _ -> x;
      case Expr.Load(var buffer, var at) -> new Expr.Load(buffer, met(at));
      case Expr.Unary(var fn, var operand) -> new Expr.Unary(fn, met(operand));
      case Expr.Binary(var fn, var a, var b) -> new Binary(fn, met(a), met(b));
      case Expr.Select(var test, var yes, var _) when tests.contains(test) -> met(yes);
      case Expr.Select(var test, var yes, var no) -> new Expr.Select(met(test), met(yes), met(no));
      case Expr.Convert(var operand, var to) -> new Expr.Convert(met(operand), to);
      case Expr.Bitcast(var operand, var to) -> new Expr.Bitcast(met(operand), to);
    };
  }
}
