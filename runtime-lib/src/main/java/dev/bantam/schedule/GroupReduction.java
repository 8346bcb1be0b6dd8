package dev.bantam.schedule;

import dev.bantam.kernel.Buffer;
import dev.bantam.kernel.Expr;
import dev.bantam.kernel.Expr.Binary;
import dev.bantam.kernel.Expr.Fn2;
import dev.bantam.kernel.Indices;
import dev.bantam.kernel.Step;
import dev.bantam.kernel.Stmt;
import dev.bantam.kernel.Target;
import dev.bantam.kernel.Target.WorkGroups;
import dev.bantam.prim.Elementwise;
import dev.bantam.prim.Prim;
import dev.bantam.prim.Reduction;
import dev.bantam.type.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A fold of many elements to few, and all elementwise values behind it, on work groups: each item
 * of a group folds a part of one result's elements, and then the parts are folded, half of them
 * into the other half.
 */
final class GroupReduction {
  /** Elements for each item below which one item folds them all as fast. */
  private static final int LEAST_PER_ITEM = 4;

  private final KernelBuilder kernel;
  private final Node root;
  private final Node fold;
  private final int items;
  private final Expr.Index index;
  private final Expr item;
  private final Expr result;
  private final Block body = Block.outermost();

  /**
   * @param root the value that is stored
   * @param fold it or a value before it, at the same index
   */
  private GroupReduction(KernelBuilder kernel, Node root, Node fold, WorkGroups groups) {
    this.kernel = kernel;
    this.root = root;
    this.fold = fold;
    items = groups.items();
    index = kernel.names().index(root.type().elements() * items);
    item = Indices.remainder(index, items);
    result = Indices.quotient(index, items);
  }

  /** The kernel of a value, if it is such a fold and groups are faster. */
  static Optional<GroupReduction> of(KernelBuilder kernel, Node root, Target target) {
    if (target.groups().isEmpty()) return Optional.empty();
    var groups = target.groups().get();
    boolean few = root.type().elements() < (long) target.cores() * groups.items();
    if (!few || Integer.bitCount(groups.items()) != 1) return Optional.empty();
    var folds = new ArrayList<Node>();
    collect(kernel, root, root, folds);
    if (folds.size() != 1) return Optional.empty();
    var fold = folds.getFirst();
    if (isInOrder(fold)) return Optional.empty();
    long bytes = (long) groups.items() * fold.type().dtype().bytes();
    boolean fits = bytes <= groups.localBytes();
    boolean many = count(fold) >= (long) LEAST_PER_ITEM * groups.items();
    return fits && many
        ? Optional.of(new GroupReduction(kernel, root, fold, groups))
        : Optional.empty();
  }

  /** Whether terms must be taken one after the other: a strict sum or product of floats. */
  private static boolean isInOrder(Node fold) {
    boolean rounds = reduce(fold).fold() == Prim.Fold.ADD || reduce(fold).fold() == Prim.Fold.MUL;
    return fold.isStrict() && rounds && fold.type().dtype().isFloat();
  }

  /** All folds that {@code root} is computed of without another index. */
  private static void collect(KernelBuilder kernel, Node root, Node node, List<Node> folds) {
    if (node != root && kernel.isStored(node)) return;
    switch (node.prim()) {
      case Reduction.Reduce _ -> {
        if (!folds.contains(node)) folds.add(node);
      }
      case Elementwise _ -> {
        for (var operand : node.producer().operands()) collect(kernel, root, operand, folds);
      }
      case null, default -> {}
    }
  }

  private static List<Integer> foldedExtents(Node fold) {
    var extents = new ArrayList<Integer>();
    for (int axis : reduce(fold).axes()) extents.add(fold.operand(0).type().extent(axis));
    return extents;
  }

  private static long count(Node fold) {
    return new Shape(foldedExtents(fold)).elements();
  }

  private static Reduction.Reduce reduce(Node fold) {
    if (fold.prim() instanceof Reduction.Reduce reduce) return reduce;
    throw new IllegalStateException(fold + " is no fold");
  }

  Step.Launch launch(View target, Loops.Place place, double cost, int label) {
    var dtype = fold.type().dtype();
    var parts = kernel.shared(dtype, items, body);
    var function = Folds.function(reduce(fold).fold(), dtype);
    var total = kernel.names().local(dtype);
    body.add(new Stmt.Var(total, Folds.identity(reduce(fold).fold(), dtype)));
    foldPart(total, function);
    body.add(new Stmt.Store(parts, item, total));
    body.add(new Stmt.Barrier());
    for (int half = items / 2; half > 0; half /= 2) foldHalf(parts, function, half);
    store(parts, target, place);
    return kernel.launch(index, Math.max(1, cost / items), body, label);
  }

  /** Neighbouring items take neighbouring elements. */
  private void foldPart(Expr.Local total, Fn2 function) {
    long count = count(fold);
    var turn = kernel.names().index(Math.ceilDiv(count, items));
    var element = Indices.add(Indices.mul(turn, items), item);
    var folded = Movements.split(Indices.clamp(element, count - 1), foldedExtents(fold));
    var kept = Movements.split(result, root.type().shape().extents());
    var at = new ArrayList<Expr>();
    int nextKept = 0;
    int nextFolded = 0;
    for (int axis = 0; axis < fold.operand(0).type().rank(); axis++) {
      boolean goes = reduce(fold).axes().contains(axis);
      at.add(goes ? folded.get(nextFolded++) : kept.get(nextKept++));
    }
    var inner = body.inner();
    var term = kernel.point().at(fold.operand(0), List.copyOf(at), inner);
    inner.add(new Stmt.Accumulate(total, function, term));
    var statements = inner.statements();
    var test = Movements.inside(element, count);
    if (test.isPresent()) statements = List.of(new Stmt.If(test.get(), statements, List.of()));
    Block.nest(List.of(turn), statements).forEach(body::add);
  }

  private void foldHalf(Buffer parts, Fn2 function, int half) {
    var other = new Expr.Load(parts, Indices.add(item, half));
    var both = new Binary(function, new Expr.Load(parts, item), other);
    body.add(
        new Stmt.If(
            new Binary(Fn2.LT, item, Indices.constant(half)),
            List.of(new Stmt.Store(parts, item, both)),
            List.of()));
    body.add(new Stmt.Barrier());
  }

  /** The first item finishes what the others helped with. */
  private void store(Buffer parts, View target, Loops.Place place) {
    var inner = body.inner();
    var at = Movements.split(result, root.type().shape().extents());
    kernel.point().give(fold, new Expr.Load(parts, Indices.constant(0)));
    var value = kernel.point().at(root, at, inner);
    inner.add(new Stmt.Store(kernel.parameter(target), place.of(kernel, at, inner), value));
    body.add(
        new Stmt.If(new Binary(Fn2.EQ, item, Indices.constant(0)), inner.statements(), List.of()));
  }
}
