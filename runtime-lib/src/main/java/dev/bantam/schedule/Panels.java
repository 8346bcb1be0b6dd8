package dev.bantam.schedule;

import dev.bantam.kernel.Expr;
import dev.bantam.kernel.Indices;
import dev.bantam.kernel.Step;
import dev.bantam.kernel.Stmt;
import dev.bantam.prim.Evaluator;
import dev.bantam.prim.ProgramBuilder;
import dev.bantam.schedule.contraction.PanelPacking;
import dev.bantam.type.DType;
import dev.bantam.type.Literal;
import dev.bantam.type.TensorType;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/** The packed operand of a contraction, packed now or by a kernel. */
final class Panels {
  private Panels() {}

  /** The panels of a constant, element of the batch by element. */
  static Literal pack(Tiling tiling, Literal value, Evaluator evaluator) {
    var order = new ArrayList<>(tiling.packedAxes().batch());
    order.addAll(tiling.packedAxes().contracted());
    order.addAll(tiling.packedAxes().free());
    var builder = new ProgramBuilder("pack", evaluator);
    var view = builder.permute(builder.constant(value), order);
    var sorted = builder.constant(view).orElseThrow();
    var packing = tiling.packing();
    long each = (long) packing.depth() * packing.width();
    var type = TensorType.of(packing.form().panel(), Math.toIntExact(tiling.packedElements()));
    var all = MemorySegment.ofArray(new byte[Math.toIntExact(type.bytes())]);
    long bytes = packing.form().panel().bytes(packing.elements());
    for (long i = 0; i < tiling.batch(); i++) {
      all.asSlice(i * bytes, bytes).copyFrom(pack(packing, sorted, i * each));
    }
    return new Literal(type, all);
  }

  private static MemorySegment pack(PanelPacking packing, Literal sorted, long first) {
    if (packing.form().panel() == DType.F32) {
      return MemorySegment.ofArray(
          packing.pack((PanelPacking.FloatSource) i -> (float) sorted.real(first + i)));
    }
    return MemorySegment.ofArray(packing.pack((long i) -> sorted.integer(first + i)));
  }

  /** Packs a computed operand into {@code target}: one panel per outermost iteration. */
  static Step.Launch pack(KernelBuilder kernel, Tiling tiling, View target, int label) {
    var packing = tiling.packing();
    int together = packing.form().together();
    var index = kernel.names().index(tiling.batch() * packing.panels());
    var batch = Indices.quotient(index, packing.panels());
    var panel = Indices.remainder(index, packing.panels());
    var steps = kernel.names().index(packing.paddedDepth() / together);
    var column = kernel.names().index(packing.columns());
    var neighbour = kernel.names().index(together);
    var body = Block.outermost();
    var inner = body.inner();
    var depth = Indices.add(Indices.mul(steps, together), neighbour);
    var place = Indices.add(Indices.mul(panel, packing.columns()), column);
    var type = tiling.packedNode().type();
    var at = new Expr[type.rank()];
    Panels.put(at, tiling.packedAxes().batch(), batch, type);
    Panels.put(
        at, tiling.packedAxes().contracted(), Indices.clamp(depth, packing.depth() - 1L), type);
    Panels.put(at, tiling.packedAxes().free(), Indices.clamp(place, packing.width() - 1L), type);
    var value = kernel.point().at(tiling.packedNode(), List.of(at), inner);
    var there =
        Movements.and(
            Movements.inside(depth, packing.depth()), Movements.inside(place, packing.width()));
    Expr padded =
        there
            .<Expr>map(test -> new Expr.Select(test, value, Point.zero(value.dtype())))
            .orElse(value);
    var flat =
        Indices.add(
            Indices.mul(index, packing.panelElements()),
            Indices.add(
                Indices.mul(Indices.add(Indices.mul(steps, packing.columns()), column), together),
                neighbour));
    inner.add(new Stmt.Store(kernel.parameter(target), flat, padded));
    Block.nest(List.of(steps, column, neighbour), inner.statements()).forEach(body::add);
    return kernel.launch(index, 2.0 * packing.panelElements(), body, label);
  }

  /** Splits a flat index over {@code axes} into its places in {@code at}. */
  static void put(Expr[] at, List<Integer> axes, Expr flat, TensorType type) {
    var parts = Movements.split(flat, Tiling.extents(axes, type));
    for (int i = 0; i < axes.size(); i++) at[axes.get(i)] = parts.get(i);
  }
}
