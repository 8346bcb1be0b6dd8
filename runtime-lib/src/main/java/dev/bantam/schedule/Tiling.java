package dev.bantam.schedule;

import dev.bantam.kernel.Target;
import dev.bantam.prim.Reduction;
import dev.bantam.schedule.contraction.ContractionForm;
import dev.bantam.schedule.contraction.ContractionTile;
import dev.bantam.schedule.contraction.PanelPacking;
import dev.bantam.type.DType;
import dev.bantam.type.Literal;
import dev.bantam.type.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A contraction as rows times packed panels of columns, for each element of the batch.
 *
 * @param node the contraction
 * @param rowsOperand which operand gives the rows; the other one is packed
 * @param constant the packed operand's value, if it is known now
 * @param tile computes some rows of one panel
 * @param packing of the packed operand, for one element of the batch
 */
record Tiling(
    Node node,
    int rowsOperand,
    Optional<Literal> constant,
    ContractionTile tile,
    PanelPacking packing) {
  /** Fewer columns would leave most lanes of a vector empty. */
  private static final int LEAST_WIDTH = 4;

  /** Products below which a tile is not worth a call. */
  private static final long LEAST_WORK = 256;

  /** Elements of panels that are packed into one array. */
  private static final long MOST_PACKED = 1L << 29;

  /** The axes of an operand by their part in the contraction. */
  record Axes(List<Integer> batch, List<Integer> free, List<Integer> contracted) {}

  static Optional<Tiling> of(Node node, Target target, Constants constants) {
    if (!(node.prim() instanceof Reduction.Contract contract)) return Optional.empty();
    var a = constants.valueOf(node.operand(0));
    var b = constants.valueOf(node.operand(1));
    boolean packsFirst = a.isPresent() && b.isEmpty();
    if (b.isEmpty() && a.isEmpty()) {
      packsFirst = size(contract.freeB(), node.operand(1).type()) < LEAST_WIDTH;
    }
    int rowsOperand = packsFirst ? 1 : 0;
    var constant = (packsFirst ? a : b).map(Tiling::narrowed);
    var rows = node.operand(rowsOperand).type();
    var packed = node.operand(1 - rowsOperand).type();
    var packedType = constant.map(literal -> literal.type().dtype()).orElse(packed.dtype());
    var form =
        ContractionForm.of(
            rows.dtype(), packedType, contract.accumulator(), target, node.isStrict());
    if (form.isEmpty() || (constant.isEmpty() && form.get().hasColumnSums()))
      return Optional.empty();
    var axes = axes(contract, rowsOperand);
    long depth = size(axes.contracted(), rows);
    long height = size(axes.free(), rows);
    long width = size(axes(contract, 1 - rowsOperand).free(), packed);
    if (width < LEAST_WIDTH || depth < 2 || depth * height * width < LEAST_WORK)
      return Optional.empty();
    if (depth > Integer.MAX_VALUE / 64 || width > Integer.MAX_VALUE / 64) return Optional.empty();
    if (target.groups().isPresent()) {
      // one panel of all columns: neighbouring items read neighbours
      var panel = new PanelPacking(form.get(), (int) width, (int) depth, (int) width);
      var item = new ContractionTile(target, form.get(), 1, 1);
      return Optional.of(new Tiling(node, rowsOperand, constant, item, panel))
          .filter(tiling -> tiling.packedElements() <= MOST_PACKED);
    }
    var chosen = form.get().forRows(height, depth, target.memory().rowBytes());
    var tile = fitting(ContractionTile.fitting(target, chosen, (int) width), height, depth);
    return tile.map(
            fits ->
                new Tiling(
                    node,
                    rowsOperand,
                    constant,
                    fits,
                    new PanelPacking(chosen, fits.columns(), (int) depth, (int) width)))
        .filter(tiling -> tiling.packedElements() <= MOST_PACKED);
  }

  /** As many rows as waste little on the last tile, and as the stack has room for. */
  private static Optional<ContractionTile> fitting(
      ContractionTile largest, long height, long depth) {
    long most = Math.min(largest.rows(), height);
    long rowBytes = (depth + 4) * largest.form().rows().bytes();
    most = Math.min(most, largest.target().memory().rowBytes() / rowBytes);
    if (most < 1) return Optional.empty();
    long best = most;
    for (long rows = most; rows >= Math.ceilDiv(2 * most, 3); rows--) {
      // a smaller tile reads its panel more often: it has to spare some rows
      long spared = covered(height, best) - covered(height, rows);
      if (spared * 30 > height * (best - rows)) best = rows;
    }
    return Optional.of(largest.withRows((int) best));
  }

  private static long covered(long height, long rows) {
    return Math.ceilDiv(height, rows) * rows;
  }

  /** Wide integers whose values fit into a byte are as good as bytes. */
  private static Literal narrowed(Literal literal) {
    var dtype = literal.type().dtype();
    if (dtype != DType.I16 && dtype != DType.I32) return literal;
    var bytes = new byte[Math.toIntExact(literal.elements())];
    for (int i = 0; i < bytes.length; i++) {
      long value = literal.integer(i);
      if (value != (byte) value) return literal;
      bytes[i] = (byte) value;
    }
    return new Literal(
        literal.type().with(DType.I8), java.lang.foreign.MemorySegment.ofArray(bytes));
  }

  Reduction.Contract contract() {
    if (node.prim() instanceof Reduction.Contract contract) return contract;
    throw new IllegalStateException(node + " is no contraction");
  }

  Node rowsNode() {
    return node.operand(rowsOperand);
  }

  Node packedNode() {
    return node.operand(1 - rowsOperand);
  }

  Axes rowsAxes() {
    return axes(contract(), rowsOperand);
  }

  Axes packedAxes() {
    return axes(contract(), 1 - rowsOperand);
  }

  long batch() {
    return size(rowsAxes().batch(), rowsNode().type());
  }

  /** How many rows there are for each element of the batch. */
  long height() {
    return size(rowsAxes().free(), rowsNode().type());
  }

  /** Elements of all panels of the batch. */
  long packedElements() {
    return batch() * packing.elements();
  }

  private static Axes axes(Reduction.Contract contract, int operand) {
    return operand == 0
        ? new Axes(contract.batchA(), contract.freeA(), contract.contractedA())
        : new Axes(contract.batchB(), contract.freeB(), contract.contractedB());
  }

  static List<Integer> extents(List<Integer> axes, TensorType type) {
    var extents = new ArrayList<Integer>();
    for (int axis : axes) extents.add(type.extent(axis));
    return extents;
  }

  private static long size(List<Integer> axes, TensorType type) {
    long size = 1;
    for (int extent : extents(axes, type)) size *= extent;
    return size;
  }

  /** Values that are known when a program is scheduled. */
  interface Constants {
    Optional<Literal> valueOf(Node node);
  }
}
