package dev.bantam.schedule;

import dev.bantam.kernel.Expr;
import dev.bantam.kernel.Indices;
import dev.bantam.prim.Control;
import dev.bantam.prim.Elementwise;
import dev.bantam.prim.Movement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where the elements of a contraction lie: those of its operands by row, column and depth, and that
 * of the value behind it which is stored.
 *
 * @param root the value that is stored; the contraction is computed inside
 * @param batch which matrix it is
 */
record ContractionPlaces(KernelBuilder kernel, Tiling tiling, Node root, Expr batch) {
  /** The extents of the axes that depth goes over. */
  List<Integer> contractedExtents() {
    return Tiling.extents(tiling.rowsAxes().contracted(), tiling.rowsNode().type());
  }

  /** The index of an element of the rows. */
  Expr[] rowsIndex(Expr row, List<? extends Expr> depth) {
    return index(tiling.rowsNode(), tiling.rowsAxes(), row, depth);
  }

  /** The index of an element of the other operand. */
  Expr[] columnsIndex(Expr column, List<? extends Expr> depth) {
    return index(tiling.packedNode(), tiling.packedAxes(), column, depth);
  }

  /** An element of a row; of a row that is not there, of the last one. */
  Expr left(Expr row, List<? extends Expr> depth, Block block) {
    var there = Indices.clamp(row, tiling.height() - 1);
    return kernel.point().at(tiling.rowsNode(), List.of(rowsIndex(there, depth)), block);
  }

  /**
   * An element of a column; of a column that is not there, of the last one.
   *
   * @param packed where the one panel of each matrix lies, if the operand is known
   */
  Expr right(Expr column, List<? extends Expr> depth, Optional<View> packed, Block block) {
    var there = Indices.clamp(column, tiling.packing().width() - 1L);
    if (packed.isEmpty()) {
      return kernel.point().at(tiling.packedNode(), List.of(columnsIndex(there, depth)), block);
    }
    Expr flat = Indices.constant(0);
    var extents = contractedExtents();
    for (int i = 0; i < extents.size(); i++) {
      flat = Indices.add(Indices.mul(flat, extents.get(i)), depth.get(i));
    }
    var before = Indices.mul(batch, tiling.packing().elements());
    var line = Indices.mul(flat, tiling.packing().columns());
    return new Expr.Load(
        kernel.parameter(packed.get()), Indices.add(Indices.add(before, line), there));
  }

  private Expr[] index(Node node, Tiling.Axes axes, Expr free, List<? extends Expr> depth) {
    var at = new Expr[node.type().rank()];
    Panels.put(at, axes.batch(), batch, node.type());
    Panels.put(at, axes.free(), free, node.type());
    for (int i = 0; i < depth.size(); i++) at[axes.contracted().get(i)] = depth.get(i);
    return at;
  }

  /** The index in the root of one sum. */
  List<Expr> resultIndex(Expr row, Expr column) {
    var at = contractIndex(row, column);
    for (var movement : pathTo(root).orElseThrow()) at = outward(movement, at);
    return at;
  }

  private List<Expr> contractIndex(Expr row, Expr column) {
    var rowsType = tiling.rowsNode().type();
    var packedType = tiling.packedNode().type();
    var result =
        new ArrayList<>(
            Movements.split(batch, Tiling.extents(tiling.rowsAxes().batch(), rowsType)));
    var ofRow = Movements.split(row, Tiling.extents(tiling.rowsAxes().free(), rowsType));
    var ofColumn = Movements.split(column, Tiling.extents(tiling.packedAxes().free(), packedType));
    result.addAll(tiling.rowsOperand() == 0 ? ofRow : ofColumn);
    result.addAll(tiling.rowsOperand() == 0 ? ofColumn : ofRow);
    return result;
  }

  /** The movements between the contraction and {@code from}, the innermost first. */
  private Optional<List<Node>> pathTo(Node from) {
    if (from == tiling.node()) return Optional.of(List.of());
    if (from != root && kernel.isStored(from)) return Optional.empty();
    switch (from.prim()) {
      case Elementwise _, Control.Call _, Movement.Reshape _, Movement.Permute _ -> {
        for (var operand : from.producer().operands()) {
          var path = pathTo(operand);
          if (path.isEmpty()) continue;
          if (from.prim() instanceof Elementwise || from.prim() instanceof Control.Call)
            return path;
          var longer = new ArrayList<>(path.get());
          longer.add(from);
          return Optional.of(longer);
        }
        return Optional.empty();
      }
      case null, default -> {
        return Optional.empty();
      }
    }
  }

  /** From an index of a movement's operand to that of its result. */
  private static List<Expr> outward(Node movement, List<Expr> at) {
    return switch (movement.prim()) {
      case Movement.Permute permute -> permute.order().stream().map(at::get).toList();
      case Movement.Reshape _ ->
          Movements.reshape(at, movement.operand(0).type().shape(), movement.type().shape());
      case null, default -> throw new IllegalStateException(movement + " cannot be turned round");
    };
  }
}
