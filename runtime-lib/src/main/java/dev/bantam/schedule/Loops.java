package dev.bantam.schedule;

import dev.bantam.kernel.Expr;
import dev.bantam.kernel.Expr.Fn2;
import dev.bantam.kernel.Step;
import dev.bantam.kernel.Stmt;
import dev.bantam.kernel.Target;
import dev.bantam.type.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Kernels that compute every element of a value, one point at a time.
 *
 * <p>One flat loop where that needs no division to find an element of anything; else the last axis
 * is a loop of its own, and the ones before are found from the outer index.
 */
final class Loops {
  /** Nanoseconds of a simple instruction for one element, as one of a vector. */
  private static final double PER_INSTRUCTION = 0.2;

  private final Supplier<KernelBuilder> kernels;
  private final boolean items;

  /**
   * @param target where outermost iterations are work items, each is one element
   */
  Loops(Supplier<KernelBuilder> kernels, Target target) {
    this.kernels = kernels;
    items = target.groups().isPresent();
  }

  /** Where an element goes; may add statements that compute it. */
  interface Place {
    Expr of(KernelBuilder kernel, List<Expr> index, Block block);
  }

  /** Row-major, from the beginning. */
  static Place rowMajor(Shape shape) {
    return (_, index, _) -> Movements.flat(index, shape);
  }

  /**
   * A kernel that stores {@code node}, or nothing if it has no elements.
   *
   * @param place where an element goes, in {@code target}
   */
  Optional<Step.Launch> store(Node node, View target, Place place, double cost, int label) {
    var shape = node.type().shape();
    if (shape.elements() == 0) return Optional.empty();
    var flat = flat(node, target, place, cost, label);
    boolean plain =
        items || shape.rank() < 2 || flat.kernel().body().stream().noneMatch(Loops::divides);
    return Optional.of(plain ? flat : nested(node, target, place, cost, label));
  }

  private Step.Launch flat(Node node, View target, Place place, double cost, int label) {
    var kernel = kernels.get();
    var index = kernel.names().index(node.type().elements());
    var body = Block.outermost();
    var at = Movements.split(index, node.type().shape().extents());
    element(kernel, node, target, place, at, body);
    return kernel.launch(index, cost * PER_INSTRUCTION, body, label);
  }

  private Step.Launch nested(Node node, View target, Place place, double cost, int label) {
    var kernel = kernels.get();
    var shape = node.type().shape();
    int inner = innerAxes(shape);
    var outer = shape.extents().subList(0, shape.rank() - inner);
    var index = kernel.names().index(new Shape(outer).elements());
    var at = new ArrayList<>(Movements.split(index, outer));
    var loops = new ArrayList<Expr.Index>();
    double repeated = cost;
    for (int extent : shape.extents().subList(shape.rank() - inner, shape.rank())) {
      loops.add(kernel.names().index(extent));
      repeated *= extent;
    }
    at.addAll(loops);
    var body = Block.outermost();
    var inside = body.inner();
    element(kernel, node, target, place, at, inside);
    Block.nest(loops, inside.statements()).forEach(body::add);
    return kernel.launch(index, repeated * PER_INSTRUCTION, body, label);
  }

  /** At least one axis of more than one element inside, and enough work to enter a loop for. */
  private static int innerAxes(Shape shape) {
    int inner = 1;
    long elements = shape.extent(shape.rank() - 1);
    while (inner < shape.rank() - 1 && elements < 8) {
      inner++;
      elements *= shape.extent(shape.rank() - inner);
    }
    return inner;
  }

  private static void element(
      KernelBuilder kernel, Node node, View target, Place place, List<Expr> at, Block block) {
    var value = kernel.point().at(node, at, block);
    block.add(new Stmt.Store(kernel.parameter(target), place.of(kernel, at, block), value));
  }

  private static boolean divides(Stmt statement) {
    return switch (statement) {
      case Stmt.For loop -> divides(loop.extent()) || loop.body().stream().anyMatch(Loops::divides);
      case Stmt.Let let -> divides(let.value());
      case Stmt.Var local -> divides(local.initial());
      case Stmt.Assign assign -> divides(assign.value());
      case Stmt.Accumulate accumulate -> divides(accumulate.term());
      case Stmt.Store store -> divides(store.at()) || divides(store.value());
      case Stmt.If choice ->
          divides(choice.test())
              || choice.then().stream().anyMatch(Loops::divides)
              || choice.otherwise().stream().anyMatch(Loops::divides);
      case Stmt.Array _, Stmt.Shared _, Stmt.Barrier _ -> false;
      case Stmt.Call call -> call.addresses().stream().anyMatch(address -> divides(address.at()));
    };
  }

  private static boolean divides(Expr x) {
    return switch (x) {
      case Expr.Constant _, Expr.Index _, Expr.Local _ -> false;
      case Expr.Load load -> divides(load.at());
      case Expr.Unary unary -> divides(unary.x());
      case Expr.Binary(var fn, var a, var b) ->
          fn == Fn2.QUOTIENT || fn == Fn2.REMAINDER || divides(a) || divides(b);
      case Expr.Select select ->
          divides(select.test()) || divides(select.yes()) || divides(select.no());
      case Expr.Convert convert -> divides(convert.x());
      case Expr.Bitcast bitcast -> divides(bitcast.x());
    };
  }
}
