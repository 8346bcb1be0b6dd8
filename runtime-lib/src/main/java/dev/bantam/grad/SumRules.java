package dev.bantam.grad;

import dev.bantam.prim.Prim.Fold;
import dev.bantam.prim.ProgramBuilder;
import dev.bantam.prim.Reduction;
import dev.bantam.prim.Value;
import dev.bantam.type.DType;
import dev.bantam.type.Shape;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/** Derivatives of folds and of sums of products. */
final class SumRules {
  private final ProgramBuilder b;
  private final Cotangents sums;

  SumRules(ProgramBuilder b, Cotangents sums) {
    this.b = b;
    this.sums = sums;
  }

  /**
   * @param y the result
   * @param g its cotangent
   */
  void reduce(Reduction.Reduce reduce, Value y, Value g) {
    var x = reduce.x();
    switch (reduce.fold()) {
      case ADD -> sums.add(x, () -> unfolded(g, x, reduce.axes()));
      case MUL -> sums.add(x, () -> b.mul(unfolded(g, x, reduce.axes()), others(reduce)));
      case MAX, MIN -> sums.add(x, () -> shared(reduce, y, g));
      case AND, OR -> {} // of integers and truths
    }
  }

  /** A folded value, repeated along the axes that were folded away. */
  private Value unfolded(Value folded, Value x, Collection<Integer> axes) {
    var kept = new ArrayList<>(x.type().shape().extents());
    for (int axis : axes) kept.set(axis, 1);
    return b.expand(b.reshape(folded, new Shape(kept)), x.type().shape());
  }

  /** Equal extremes share the cotangent. */
  private Value shared(Reduction.Reduce reduce, Value y, Value g) {
    var x = reduce.x();
    var dtype = x.type().dtype();
    var chosen = b.convert(b.eq(x, unfolded(y, x, reduce.axes())), dtype);
    var count = b.reduce(Fold.ADD, chosen, reduce.axes());
    return b.mul(unfolded(b.div(g, count), x, reduce.axes()), chosen);
  }

  /** For each element the product of all others, also where some are zero. */
  private Value others(Reduction.Reduce reduce) {
    var x = reduce.x();
    var kept =
        IntStream.range(0, x.type().rank()).filter(axis -> !reduce.axes().contains(axis)).boxed();
    var order = new ArrayList<>(kept.toList());
    order.addAll(reduce.axes());
    var last = b.permute(x, order);
    int count = reduce.axes().stream().mapToInt(x.type()::extent).reduce(1, Math::multiplyExact);
    if (x.type().elements() == 0) return x;
    int rows = Math.toIntExact(x.type().elements() / count);
    var flat = b.reshape(last, rows, count);
    var products = b.mul(before(flat), b.flip(before(b.flip(flat, List.of(1))), List.of(1)));
    var back = b.reshape(products, last.type().shape());
    return b.permute(back, MovementRules.inverse(order));
  }

  /** Row by row the product of all elements before each, by doubling. */
  private Value before(Value x) {
    int count = x.type().extent(1);
    var product = shifted(x, Math.min(1, count));
    for (int reach = 1; reach < count; reach *= 2) {
      product = b.mul(product, shifted(product, reach));
    }
    return product;
  }

  private Value shifted(Value x, int by) {
    var kept = b.slice(x, 1, 0, x.type().extent(1) - by);
    return b.pad(kept, List.of(0, by), List.of(0, 0), b.like(x, 1.0));
  }

  /** Two contractions: of the cotangent with b over b's free axes, and with a over a's. */
  void contract(Reduction.Contract c, Value g) {
    int batch = c.batchA().size();
    int freeA = c.freeA().size();
    var batchAxes = range(0, batch);
    var freeAxesA = range(batch, batch + freeA);
    var freeAxesB = range(batch + freeA, g.type().rank());
    var dtype = c.accumulator();
    sums.add(
        c.a(),
        () -> {
          var product = product(g, c.b(), freeAxesB, c.freeB(), batchAxes, c.batchB(), dtype);
          return placed(product, c.a(), c.batchA(), c.freeA(), c.contractedA(), c.contractedB());
        });
    sums.add(
        c.b(),
        () -> {
          var product = product(g, c.a(), freeAxesA, c.freeA(), batchAxes, c.batchA(), dtype);
          return placed(product, c.b(), c.batchB(), c.freeB(), c.contractedB(), c.contractedA());
        });
  }

  private static List<Integer> range(int from, int to) {
    return IntStream.range(from, to).boxed().toList();
  }

  private Value product(
      Value g,
      Value other,
      List<Integer> contractedG,
      List<Integer> contractedOther,
      List<Integer> batchG,
      List<Integer> batchOther,
      DType accumulator) {
    return b.contract(g, other, contractedG, contractedOther, batchG, batchOther, accumulator);
  }

  /**
   * The product has axes {@code [batch.., own free.., contracted.. in the other's order]}; each
   * goes to where the operand has it.
   */
  private Value placed(
      Value product,
      Value operand,
      List<Integer> batch,
      List<Integer> free,
      List<Integer> contracted,
      List<Integer> contractedOther) {
    var order = new ArrayList<>(Collections.nCopies(operand.type().rank(), 0));
    for (int i = 0; i < batch.size(); i++) order.set(batch.get(i), i);
    for (int i = 0; i < free.size(); i++) order.set(free.get(i), batch.size() + i);
    var sorted = contractedOther.stream().sorted().toList();
    for (int i = 0; i < contracted.size(); i++) {
      int at = batch.size() + free.size() + sorted.indexOf(contractedOther.get(i));
      order.set(contracted.get(i), at);
    }
    return b.convert(b.permute(product, order), operand.type().dtype());
  }
}
