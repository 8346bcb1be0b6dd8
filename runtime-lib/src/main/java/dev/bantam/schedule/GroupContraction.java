package dev.bantam.schedule;

import dev.bantam.kernel.Buffer;
import dev.bantam.kernel.Expr;
import dev.bantam.kernel.Indices;
import dev.bantam.kernel.Step;
import dev.bantam.kernel.Stmt;
import dev.bantam.kernel.Target;
import dev.bantam.kernel.Target.WorkGroups;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A contraction and all elementwise values behind it on work groups: the items of a group bring a
 * part of some rows and columns into the memory that they share, and then multiply it, each into
 * sums in its registers. What is read serves all items, and what makes a row is computed once.
 */
final class GroupContraction {
  /** Items of a group side by side; the others are below them. */
  private static final int ACROSS = 8;

  private static final int SIDE = ItemContraction.MOST_SIDE;
  private static final int COLUMNS = ACROSS * SIDE;

  /** Depth that is shared at a time. */
  private static final int DEPTH = 16;

  private final KernelBuilder kernel;
  private final Tiling tiling;
  private final int items;
  private final int rows;
  private final Expr.Index index;
  private final Expr item;
  private final Expr firstRow;
  private final Expr firstColumn;
  private final ContractionPlaces places;
  private final Block body = Block.outermost();

  /**
   * @param root the value that is stored; the contraction is computed inside
   */
  GroupContraction(KernelBuilder kernel, Tiling tiling, Node root, WorkGroups groups) {
    this.kernel = kernel;
    this.tiling = tiling;
    items = groups.items();
    rows = rows(items);
    long across = Math.ceilDiv(tiling.packing().width(), COLUMNS);
    long down = Math.ceilDiv(tiling.height(), rows);
    index = kernel.names().index(tiling.batch() * down * across * items);
    item = Indices.remainder(index, items);
    var group = Indices.quotient(index, items);
    places = new ContractionPlaces(kernel, tiling, root, Indices.quotient(group, down * across));
    firstRow = Indices.mul(Indices.remainder(Indices.quotient(group, across), down), rows);
    firstColumn = Indices.mul(Indices.remainder(group, across), COLUMNS);
  }

  private static int rows(int items) {
    return items / ACROSS * SIDE;
  }

  /**
   * Whether tiles of whole groups fit the matrices, and there are enough to keep all units busy.
   */
  static boolean fits(Tiling tiling, Target target) {
    if (target.groups().isEmpty()) return false;
    var groups = target.groups().get();
    if (groups.items() % ACROSS != 0 || COLUMNS * DEPTH % groups.items() != 0) return false;
    int rows = rows(groups.items());
    int width = tiling.packing().width();
    if (tiling.height() < rows || width < COLUMNS || tiling.packing().depth() < 2 * DEPTH)
      return false;
    long tiles =
        tiling.batch() * Math.ceilDiv(tiling.height(), rows) * Math.ceilDiv(width, COLUMNS);
    long bytes = (long) (rows + COLUMNS) * DEPTH * tiling.contract().accumulator().bytes();
    return tiles >= target.cores() && bytes <= groups.localBytes();
  }

  /**
   * The kernel.
   *
   * @param packed where the constant operand lies, if it is one
   */
  Step.Launch launch(
      Optional<View> packed, View target, Loops.Place place, double costAfter, int label) {
    var accumulator = tiling.contract().accumulator();
    var left = kernel.shared(accumulator, (long) rows * DEPTH, body);
    var right = kernel.shared(accumulator, (long) COLUMNS * DEPTH, body);
    var row = Indices.quotient(item, ACROSS);
    var column = Indices.remainder(item, ACROSS);
    int below = items / ACROSS;
    var sums =
        ItemSums.of(
            places,
            ItemContraction.line(Indices.add(firstRow, row), SIDE, below),
            ItemContraction.line(Indices.add(firstColumn, column), SIDE, ACROSS),
            body);
    var part = kernel.names().index(Math.ceilDiv(tiling.packing().depth(), DEPTH));
    var ofPart = body.inner();
    shareRows(left, part, sums, ofPart);
    shareColumns(right, part, packed, sums, ofPart);
    ofPart.add(new Stmt.Barrier());
    var step = kernel.names().index(DEPTH);
    var inner = ofPart.inner();
    var ofRows = ItemContraction.line(Indices.add(Indices.mul(step, rows), row), SIDE, below);
    var ofColumns =
        ItemContraction.line(Indices.add(Indices.mul(step, COLUMNS), column), SIDE, ACROSS);
    sums.accumulate(loads(left, ofRows, inner), loads(right, ofColumns, inner), inner);
    Block.nest(List.of(step), inner.statements()).forEach(ofPart::add);
    ofPart.add(new Stmt.Barrier());
    Block.nest(List.of(part), ofPart.statements()).forEach(body::add);
    sums.finish(target, place, body);
    double cost = (double) SIDE * SIDE * (tiling.packing().depth() + costAfter);
    return kernel.launch(index, cost, body, label);
  }

  private List<Expr> loads(Buffer shared, List<Expr> at, Block block) {
    var loads = new ArrayList<Expr>();
    for (var each : at) {
      var local = kernel.names().local(shared.dtype());
      block.add(new Stmt.Let(local, new Expr.Load(shared, each)));
      loads.add(local);
    }
    return loads;
  }

  /** Neighbouring items bring neighbours in depth. */
  private void shareRows(Buffer left, Expr.Index part, ItemSums sums, Block block) {
    var turn = kernel.names().index(rows * DEPTH / items);
    var element = Indices.add(item, Indices.mul(turn, items));
    var row = Indices.quotient(element, DEPTH);
    var step = Indices.remainder(element, DEPTH);
    var depth = Indices.add(Indices.mul(part, DEPTH), step);
    var inner = block.inner();
    var value = places.left(Indices.add(firstRow, row), split(depth), inner);
    var at = Indices.add(Indices.mul(step, rows), row);
    inner.add(new Stmt.Store(left, at, inside(depth, sums.widened(value, inner))));
    Block.nest(List.of(turn), inner.statements()).forEach(block::add);
  }

  /** Neighbouring items bring neighbouring columns. */
  private void shareColumns(
      Buffer right, Expr.Index part, Optional<View> packed, ItemSums sums, Block block) {
    var turn = kernel.names().index(COLUMNS * DEPTH / items);
    var element = Indices.add(item, Indices.mul(turn, items));
    var column = Indices.remainder(element, COLUMNS);
    var step = Indices.quotient(element, COLUMNS);
    var depth = Indices.add(Indices.mul(part, DEPTH), step);
    var inner = block.inner();
    var value = places.right(Indices.add(firstColumn, column), split(depth), packed, inner);
    inner.add(new Stmt.Store(right, element, inside(depth, sums.widened(value, inner))));
    Block.nest(List.of(turn), inner.statements()).forEach(block::add);
  }

  private List<Expr> split(Expr depth) {
    var there = Indices.clamp(depth, tiling.packing().depth() - 1L);
    return Movements.split(there, places.contractedExtents());
  }

  /** 0 beyond the depth, on both sides: what is there instead might be no number. */
  private Expr inside(Expr depth, Expr value) {
    return Movements.inside(depth, tiling.packing().depth())
        .<Expr>map(test -> new Expr.Select(test, value, Point.zero(value.dtype())))
        .orElse(value);
  }
}
