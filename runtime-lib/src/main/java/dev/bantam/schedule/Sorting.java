package dev.bantam.schedule;

import dev.bantam.kernel.Buffer;
import dev.bantam.kernel.Expr;
import dev.bantam.kernel.Expr.Binary;
import dev.bantam.kernel.Expr.Fn2;
import dev.bantam.kernel.Indices;
import dev.bantam.kernel.Step;
import dev.bantam.kernel.Stmt;
import dev.bantam.prim.Indexed;
import dev.bantam.type.DType;
import dev.bantam.type.Shape;
import dev.bantam.type.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A stable merge sort of positions from the bottom up, one row per outermost iteration, and then
 * the elements in that order. The order itself is computed inside the loop, from a region whose
 * values are scalars.
 */
record Sorting(Context context, Indexed.Sort sort, List<View> xs, List<View> results, int label) {

  void add(Consumer<Step> steps) {
    var type = sort.xs().getFirst().type();
    if (type.elements() == 0) return;
    int extent = type.extent(sort.axis());
    var order =
        List.of(
            View.of(context.slots().arena(type.with(DType.I32))),
            View.of(context.slots().arena(type.with(DType.I32))));
    steps.accept(start(order.getFirst(), type));
    int passes = 0;
    for (long width = 1; width < extent; width *= 2) {
      steps.accept(merge(order.get(passes % 2), order.get((passes + 1) % 2), width));
      passes++;
    }
    steps.accept(permute(order.get(passes % 2)));
  }

  private Step start(View order, TensorType type) {
    var kernel = new KernelBuilder(_ -> Optional.empty());
    var index = kernel.names().index(type.elements());
    var body = Block.outermost();
    var place = Indices.remainder(index, type.extent(sort.axis()));
    body.add(new Stmt.Store(kernel.parameter(order), index, new Expr.Convert(place, DType.I32)));
    return kernel.launch(index, 1, body, label);
  }

  /** Merges each pair of sorted runs of {@code width} positions. */
  private Step merge(View from, View to, long width) {
    var rows = new Rows();
    long extent = rows.extent;
    long pairs = Math.ceilDiv(extent, 2 * width);
    var index = rows.kernel.names().index(rows.count * pairs);
    var body = Block.outermost();
    var row = Indices.quotient(index, pairs);
    var source = rows.kernel.parameter(from);
    var target = rows.kernel.parameter(to);
    var low = Indices.mul(Indices.remainder(index, pairs), 2 * width);
    var middle = Indices.clamp(Indices.add(low, width), extent);
    var high = Indices.clamp(Indices.add(low, 2 * width), extent);
    var left = rows.kernel.names().local(DType.I64);
    var right = rows.kernel.names().local(DType.I64);
    body.add(new Stmt.Var(left, low));
    body.add(new Stmt.Var(right, middle));
    var base = Indices.mul(row, extent);
    var place = rows.kernel.names().index(2 * width);
    var inner = body.inner();
    var a = position(source, base, Indices.clamp(left, extent - 1), inner, rows);
    var b = position(source, base, Indices.clamp(right, extent - 1), inner, rows);
    var taken = rows.kernel.names().local(DType.BOOL);
    inner.add(new Stmt.Let(taken, takesLeft(left, middle, right, high, rows, row, a, b, inner)));
    inner.add(
        new Stmt.Store(
            target, Indices.add(Indices.add(base, low), place), new Expr.Select(taken, a, b)));
    inner.add(new Stmt.Assign(left, advance(left, taken, 1, 0)));
    inner.add(new Stmt.Assign(right, advance(right, taken, 0, 1)));
    body.add(new Stmt.For(place, Indices.sub(high, low), Stmt.Loop.SERIAL, inner.statements()));
    return rows.kernel.launch(index, 20.0 * width, body, label);
  }

  private static Expr advance(Expr x, Expr taken, long yes, long no) {
    return new Binary(
        Fn2.ADD, x, new Expr.Select(taken, Indices.constant(yes), Indices.constant(no)));
  }

  private static Expr.Local position(Buffer source, Expr base, Expr at, Block block, Rows rows) {
    var local = rows.kernel.names().local(DType.I32);
    block.add(new Stmt.Let(local, new Expr.Load(source, Indices.add(base, at))));
    return local;
  }

  /** The left one, if there is one, and the right one is not less or is not there. */
  private Expr takesLeft(
      Expr left,
      Expr middle,
      Expr right,
      Expr high,
      Rows rows,
      Expr row,
      Expr.Local a,
      Expr.Local b,
      Block block) {
    var less = rows.less(row, a, b, block);
    var there = new Binary(Fn2.LT, left, middle);
    var rightThere = new Binary(Fn2.LT, right, high);
    var blocked = new Binary(Fn2.AND, rightThere, less);
    return new Binary(Fn2.AND, there, new Expr.Unary(Expr.Fn1.NOT, blocked));
  }

  private Step permute(View order) {
    var rows = new Rows();
    var type = sort.xs().getFirst().type();
    var index = rows.kernel.names().index(type.elements());
    var body = Block.outermost();
    var row = Indices.quotient(index, rows.extent);
    var place = Indices.remainder(index, rows.extent);
    var from = rows.kernel.names().local(DType.I32);
    body.add(new Stmt.Let(from, new Expr.Load(rows.kernel.parameter(order), index)));
    for (int i = 0; i < xs.size(); i++) {
      var source = rows.kernel.parameter(xs.get(i));
      var target = rows.kernel.parameter(results.get(i));
      var wanted = Indices.clamp(new Expr.Convert(from, DType.I64), rows.extent - 1);
      body.add(
          new Stmt.Store(target, rows.at(row, place), new Expr.Load(source, rows.at(row, wanted))));
    }
    return rows.kernel.launch(index, 4.0 * xs.size(), body, label);
  }

  /** A kernel whose index counts rows along the sorted axis. */
  private final class Rows {
    private final Graph region = Graph.of(sort.less(), Set.of());
    private final KernelBuilder kernel = new KernelBuilder(_ -> Optional.empty());
    private final Shape shape = sort.xs().getFirst().type().shape();
    private final int extent = shape.extent(sort.axis());
    private final long count = shape.elements() / extent;

    /** The flat index of one element of a row. */
    Expr at(Expr row, Expr place) {
      var others = new ArrayList<>(shape.extents());
      others.remove(sort.axis());
      var index = new ArrayList<>(Movements.split(row, others));
      index.add(sort.axis(), place);
      return Movements.flat(index, shape);
    }

    /** Whether the element at position b comes before the one at position a. */
    Expr less(Expr row, Expr.Local a, Expr.Local b, Block block) {
      for (int i = 0; i < xs.size(); i++) {
        var source = kernel.parameter(xs.get(i));
        bind(2 * i, load(source, row, b), block);
        bind(2 * i + 1, load(source, row, a), block);
      }
      return kernel.point().at(region.results().getFirst(), List.of(), block);
    }

    private Expr load(Buffer source, Expr row, Expr.Local position) {
      var place = Indices.clamp(new Expr.Convert(position, DType.I64), extent - 1);
      return new Expr.Load(source, at(row, place));
    }

    private void bind(int parameter, Expr value, Block block) {
      var local = kernel.names().local(value.dtype());
      block.add(new Stmt.Let(local, value));
      var node = region.parameters().get(parameter);
      block.remember(node, List.of(), local);
    }
  }
}
