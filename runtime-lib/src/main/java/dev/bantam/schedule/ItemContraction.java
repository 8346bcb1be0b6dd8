package dev.bantam.schedule;

import dev.bantam.kernel.Expr;
import dev.bantam.kernel.Indices;
import dev.bantam.kernel.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A contraction and all elementwise values behind it on work items: each item keeps the sums of a
 * few rows and columns in registers over the whole depth, so that what it reads serves several of
 * them. Neighbouring items take neighbouring columns.
 */
final class ItemContraction {
  /** Sums of a row or column that one item keeps; a square of them fits any register file. */
  static final int MOST_SIDE = 4;

  private final KernelBuilder kernel;
  private final Tiling tiling;
  private final Expr.Index index;
  private final ContractionPlaces places;
  private final ItemSums sums;
  private final Block body = Block.outermost();

  /**
   * @param root the value that is stored; the contraction is computed inside
   * @param items that have to be there for the processor to be busy
   */
  ItemContraction(KernelBuilder kernel, Tiling tiling, Node root, long items) {
    this.kernel = kernel;
    this.tiling = tiling;
    long height = tiling.height();
    long width = tiling.packing().width();
    long all = tiling.batch() * height * width;
    int columns = side(width, all / items);
    int rows = side(height, all / items / columns);
    long across = Math.ceilDiv(width, columns);
    long down = Math.ceilDiv(height, rows);
    index = kernel.names().index(tiling.batch() * down * across);
    places = new ContractionPlaces(kernel, tiling, root, Indices.quotient(index, down * across));
    var row = Indices.mul(Indices.remainder(Indices.quotient(index, across), down), rows);
    var column = Indices.remainder(index, across);
    sums = ItemSums.of(places, line(row, rows, 1), line(column, columns, across), body);
  }

  /** The largest side up to {@code most} that does not reach far beyond the matrix. */
  private static int side(long extent, long most) {
    int side = MOST_SIDE;
    while (side > 1 && (side > most || side > extent)) side /= 2;
    return side;
  }

  /** So many places from the first one on, each {@code step} behind the one before. */
  static List<Expr> line(Expr first, int count, long step) {
    var line = new ArrayList<Expr>();
    for (int i = 0; i < count; i++) line.add(Indices.add(first, i * step));
    return line;
  }

  /**
   * The kernel.
   *
   * @param packed where the constant operand lies, if it is one
   */
  Step.Launch launch(
      Optional<View> packed, View target, Loops.Place place, double costAfter, int label) {
    var depth = new ArrayList<Expr.Index>();
    for (int extent : places.contractedExtents()) depth.add(kernel.names().index(extent));
    var inner = body.inner();
    var left = new ArrayList<Expr>();
    for (var row : sums.rows()) left.add(sums.widened(places.left(row, depth, inner), inner));
    var right = new ArrayList<Expr>();
    for (var column : sums.columns()) {
      right.add(sums.widened(places.right(column, depth, packed, inner), inner));
    }
    sums.accumulate(left, right, inner);
    Block.nest(depth, inner.statements()).forEach(body::add);
    sums.finish(target, place, body);
    double each = tiling.packing().depth() + costAfter;
    return kernel.launch(index, sums.rows().size() * sums.columns().size() * each, body, label);
  }
}
