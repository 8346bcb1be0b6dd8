package dev.bantam.schedule;

import dev.bantam.kernel.Expr;
import dev.bantam.kernel.Expr.Binary;
import dev.bantam.kernel.Expr.Fn2;
import dev.bantam.kernel.Stmt;
import dev.bantam.prim.Prim;
import dev.bantam.type.DType;
import java.util.List;

/**
 * The sums of a contraction that one work item keeps in registers: of some rows and some columns,
 * which need not be neighbours.
 *
 * @param places of the contraction
 * @param rows which they are; those that are not there are left out in the end
 * @param columns likewise
 */
record ItemSums(
    ContractionPlaces places, List<Expr> rows, List<Expr> columns, Expr.Local[][] sums) {
  /** Declares the sums in {@code block}, all 0. */
  static ItemSums of(ContractionPlaces places, List<Expr> rows, List<Expr> columns, Block block) {
    var sums = new Expr.Local[rows.size()][columns.size()];
    var accumulator = places.tiling().contract().accumulator();
    for (var row : sums) {
      for (int j = 0; j < row.length; j++) {
        row[j] = places.kernel().names().local(accumulator);
        block.add(new Stmt.Var(row[j], Folds.identity(Prim.Fold.ADD, accumulator)));
      }
    }
    return new ItemSums(places, List.copyOf(rows), List.copyOf(columns), sums);
  }

  DType accumulator() {
    return places.tiling().contract().accumulator();
  }

  /** Adds the product of an element of each row with one of each column. */
  void accumulate(List<Expr> left, List<Expr> right, Block block) {
    for (int i = 0; i < rows.size(); i++) {
      for (int j = 0; j < columns.size(); j++) {
        var product = new Binary(Fn2.MUL, left.get(i), right.get(j));
        block.add(Folds.step(places.tiling().node().isStrict(), sums[i][j], Fn2.ADD, product));
      }
    }
  }

  /** Under a name, as wide as the sums. */
  Expr widened(Expr x, Block block) {
    boolean wide = x.dtype() == accumulator();
    if (wide && x instanceof Expr.Local) return x;
    var local = places.kernel().names().local(accumulator());
    block.add(new Stmt.Let(local, wide ? x : new Expr.Convert(x, accumulator())));
    return local;
  }

  /** Computes what is behind each sum, and stores it. */
  void finish(View target, Loops.Place place, Block block) {
    for (int i = 0; i < rows.size(); i++) {
      for (int j = 0; j < columns.size(); j++) {
        finish(sums[i][j], rows.get(i), columns.get(j), target, place, block);
      }
    }
  }

  private void finish(
      Expr.Local sum, Expr row, Expr column, View target, Loops.Place place, Block block) {
    var kernel = places.kernel();
    var tiling = places.tiling();
    var inner = block.inner();
    kernel.point().give(tiling.node(), sum);
    var at = places.resultIndex(row, column);
    var value = kernel.point().at(places.root(), at, inner);
    inner.add(new Stmt.Store(kernel.parameter(target), place.of(kernel, at, inner), value));
    var there =
        Movements.and(
            Movements.inside(row, tiling.height()),
            Movements.inside(column, tiling.packing().width()));
    if (there.isPresent()) block.add(new Stmt.If(there.get(), inner.statements(), List.of()));
    else inner.statements().forEach(block::add);
  }
}
