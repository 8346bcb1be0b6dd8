package dev.bantam.schedule;

import dev.bantam.kernel.Buffer;
import dev.bantam.kernel.Expr;
import dev.bantam.kernel.Expr.Binary;
import dev.bantam.kernel.Expr.Fn2;
import dev.bantam.kernel.Indices;
import dev.bantam.kernel.Step;
import dev.bantam.kernel.Stmt;
import dev.bantam.prim.Prim;
import dev.bantam.type.DType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A contraction and all elementwise values behind it: some rows at a time are brought together,
 * multiplied with panel after panel, and the sums are finished while they are near.
 */
final class ContractionKernel {
  /** Iterations that are enough for any number of threads to share evenly. */
  private static final long ENOUGH_TASKS = 16;

  private final KernelBuilder kernel;
  private final Tiling tiling;
  private final Node root;
  private final int rows;
  private final long rowTiles;
  private final long groups;
  private final long panelsPerGroup;
  private final Expr.Index index;
  private final Expr batch;
  private final Expr firstRow;
  private final Block body = Block.outermost();

  /**
   * @param root the value that is stored; the contraction is computed inside
   */
  ContractionKernel(KernelBuilder kernel, Tiling tiling, Node root) {
    this.kernel = kernel;
    this.tiling = tiling;
    this.root = root;
    rows = tiling.tile().rows();
    rowTiles = Math.ceilDiv(tiling.height(), rows);
    long panels = tiling.packing().panels();
    long wanted = Math.ceilDiv(ENOUGH_TASKS, tiling.batch() * rowTiles);
    panelsPerGroup = Math.ceilDiv(panels, Math.min(panels, wanted));
    groups = Math.ceilDiv(panels, panelsPerGroup);
    index = kernel.names().index(tiling.batch() * rowTiles * groups);
    batch = Indices.quotient(index, rowTiles * groups);
    var tile = Indices.remainder(Indices.quotient(index, groups), rowTiles);
    // The last rows are computed twice where the height is no multiple: no tile of another size.
    firstRow = Indices.clamp(Indices.mul(tile, rows), tiling.height() - rows);
  }

  /**
   * The kernel.
   *
   * @param packed where the panels lie
   */
  Step.Launch launch(View packed, View target, Loops.Place place, double costAfter, int label) {
    var form = tiling.tile().form();
    var address = direct().orElseGet(this::gathered);
    var sums = kernel.array(form.sum(), (long) rows * tiling.tile().columns(), body);
    var inGroup = kernel.names().index(panelsPerGroup);
    var group = Indices.remainder(index, groups);
    var panel = Indices.add(Indices.mul(group, panelsPerGroup), inGroup);
    var inner = body.inner();
    var packedAt =
        Indices.mul(
            Indices.add(Indices.mul(batch, tiling.packing().panels()), panel),
            tiling.packing().panelElements());
    inner.add(
        new Stmt.Call(
            tiling.tile().name(),
            List.of(
                address.rows,
                new Stmt.Address(kernel.parameter(packed), packedAt),
                new Stmt.Address(sums, Indices.constant(0))),
            List.of(
                Indices.constant(address.distance), Indices.constant(tiling.packing().steps()))));
    finish(sums, panel, target, place, inner);
    body.add(
        new Stmt.For(
            inGroup,
            atMost(panelsPerGroup, group, panelsPerGroup, tiling.packing().panels()),
            Stmt.Loop.SERIAL,
            inner.statements()));
    double products = (double) rows * panelsPerGroup * tiling.tile().columns();
    double cost = products * (tiling.packing().depth() / 16.0 + costAfter / 4);
    return kernel.launch(index, cost, body, label);
  }

  /** How many of {@code each} are left of {@code all} behind {@code each * number}. */
  private static Expr atMost(long each, Expr number, long step, long all) {
    var left = Indices.sub(Indices.constant(all), Indices.mul(number, step));
    return Indices.range(left).least() >= each
        ? Indices.constant(each)
        : new Binary(Fn2.MIN, Indices.constant(each), left);
  }

  // Rows

  /** Where rows lie, and how far apart. */
  private record Rows(Stmt.Address rows, long distance) {}

  /** Rows that lie in memory as the tile wants them. */
  private Optional<Rows> direct() {
    var form = tiling.tile().form();
    boolean same = tiling.rowsNode().type().dtype() == form.rows() && form.rowOffset() == 0;
    if (!same || tiling.packing().paddedDepth() != tiling.packing().depth())
      return Optional.empty();
    var row = new Expr.Index("row", tiling.height());
    var depth = new Expr.Index("depth", tiling.packing().depth());
    var probe = Affine.of(flat(row, depth), row, depth);
    if (probe.isEmpty() || probe.get().ofDepth() != 1) return Optional.empty();
    var source = source(tiling.rowsNode()).orElseThrow();
    var first = flat(firstRow, Indices.constant(0)).orElseThrow();
    return Optional.of(new Rows(new Stmt.Address(source, first), probe.get().ofRow()));
  }

  private Optional<Buffer> source(Node node) {
    var found = kernel.find(node);
    if (found.isPresent()) return found;
    return node.prim() instanceof Prim.Movement ? source(node.operand(0)) : Optional.empty();
  }

  /** The place in memory of an element of the rows, if it is that of a stored value's element. */
  private Optional<Expr> flat(Expr row, Expr depth) {
    var node = tiling.rowsNode();
    var at = List.of(rowsIndex(row, Movements.split(depth, contractedExtents())));
    while (kernel.find(node).isEmpty()) {
      if (!(node.prim() instanceof Prim.Movement movement)) return Optional.empty();
      var sources = Movements.sources(movement, at);
      if (sources.size() != 1 || sources.getFirst().test().isPresent()) return Optional.empty();
      at = sources.getFirst().index();
      node = node.operand(sources.getFirst().operand());
    }
    return Optional.of(Movements.flat(at, node.type().shape()));
  }

  private List<Integer> contractedExtents() {
    return Tiling.extents(tiling.rowsAxes().contracted(), tiling.rowsNode().type());
  }

  private Expr[] rowsIndex(Expr row, List<? extends Expr> depth) {
    var type = tiling.rowsNode().type();
    var at = new Expr[type.rank()];
    Panels.put(at, tiling.rowsAxes().batch(), batch, type);
    Panels.put(at, tiling.rowsAxes().free(), row, type);
    for (int i = 0; i < depth.size(); i++) {
      at[tiling.rowsAxes().contracted().get(i)] = depth.get(i);
    }
    return at;
  }

  /** Rows that are computed or brought together, into an array of this iteration. */
  private Rows gathered() {
    var form = tiling.tile().form();
    int padded = tiling.packing().paddedDepth();
    var array = kernel.array(form.rows(), (long) rows * padded, body);
    var row = kernel.names().index(rows);
    var loops = new ArrayList<Expr.Index>();
    for (int extent : contractedExtents()) loops.add(kernel.names().index(extent));
    var rowBody = body.inner();
    var inner = rowBody.inner();
    var at = rowsIndex(Indices.add(firstRow, row), loops);
    var value = kernel.point().at(tiling.rowsNode(), List.of(at), inner);
    Expr depth = Indices.constant(0);
    for (var loop : loops) depth = Indices.add(Indices.mul(depth, loop.extent()), loop);
    var start = Indices.mul(row, padded);
    inner.add(new Stmt.Store(array, Indices.add(start, depth), widened(value)));
    Block.nest(loops, inner.statements()).forEach(rowBody::add);
    for (int beyond = tiling.packing().depth(); beyond < padded; beyond++) {
      rowBody.add(new Stmt.Store(array, Indices.add(start, beyond), Point.zero(form.rows())));
    }
    Block.nest(List.of(row), rowBody.statements()).forEach(body::add);
    return new Rows(new Stmt.Address(array, Indices.constant(0)), padded);
  }

  private Expr widened(Expr value) {
    var form = tiling.tile().form();
    if (form.rowOffset() != 0) {
      var shifted = new Binary(Fn2.XOR, value, new Expr.Constant(DType.I8, -128));
      return new Expr.Bitcast(shifted, DType.U8);
    }
    return value.dtype() == form.rows() ? value : new Expr.Convert(value, form.rows());
  }

  // Sums

  private void finish(Buffer sums, Expr panel, View target, Loops.Place place, Block block) {
    int columns = tiling.tile().columns();
    var row = kernel.names().index(rows);
    var column = kernel.names().index(columns);
    var rowBody = block.inner();
    var inner = rowBody.inner();
    var node = tiling.node();
    var at = contractIndex(row, Indices.add(Indices.mul(panel, columns), column));
    for (var movement : pathTo(root).orElseThrow()) at = outward(movement, at);
    var sum = new Expr.Load(sums, Indices.add(Indices.mul(row, columns), column));
    kernel.point().give(node, sum);
    var value = kernel.point().at(root, at, inner);
    inner.add(new Stmt.Store(kernel.parameter(target), place.of(kernel, at, inner), value));
    rowBody.add(
        new Stmt.For(
            column,
            atMost(columns, panel, columns, tiling.packing().width()),
            Stmt.Loop.SERIAL,
            inner.statements()));
    Block.nest(List.of(row), rowBody.statements()).forEach(block::add);
  }

  /** The index of one sum in the contraction. */
  private List<Expr> contractIndex(Expr row, Expr column) {
    var rowsType = tiling.rowsNode().type();
    var packedType = tiling.packedNode().type();
    var result =
        new ArrayList<>(
            Movements.split(batch, Tiling.extents(tiling.rowsAxes().batch(), rowsType)));
    var ofRow =
        Movements.split(
            Indices.add(firstRow, row), Tiling.extents(tiling.rowsAxes().free(), rowsType));
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
      case Prim.Elementwise _, Prim.Call _, Prim.Reshape _, Prim.Permute _ -> {
        for (var operand : from.producer().operands()) {
          var path = pathTo(operand);
          if (path.isEmpty()) continue;
          if (from.prim() instanceof Prim.Elementwise || from.prim() instanceof Prim.Call)
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
      case Prim.Permute permute -> permute.order().stream().map(at::get).toList();
      case Prim.Reshape _ ->
          Movements.reshape(at, movement.operand(0).type().shape(), movement.type().shape());
      case null, default -> throw new IllegalStateException(movement + " cannot be turned round");
    };
  }
}
