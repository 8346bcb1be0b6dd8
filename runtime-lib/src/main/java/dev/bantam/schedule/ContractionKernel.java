package dev.bantam.schedule;

import dev.bantam.kernel.Buffer;
import dev.bantam.kernel.Expr;
import dev.bantam.kernel.Expr.Binary;
import dev.bantam.kernel.Expr.Fn2;
import dev.bantam.kernel.Indices;
import dev.bantam.kernel.Step;
import dev.bantam.kernel.Stmt;
import dev.bantam.prim.Elementwise;
import dev.bantam.prim.Movement;
import dev.bantam.prim.Source;
import dev.bantam.type.DType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A contraction and all elementwise values behind it: some rows at a time are brought together,
 * multiplied with panel after panel, and the sums are finished while they are near.
 */
final class ContractionKernel {
  private final KernelBuilder kernel;
  private final Tiling tiling;
  private final Node root;
  private final int rows;
  private final ContractionBlocks blocks;
  private final Expr.Index index;
  private final Expr batch;
  private final ContractionPlaces places;
  private final Expr block;
  private final Expr group;
  private final Block body = Block.outermost();

  /**
   * @param root the value that is stored; the contraction is computed inside
   */
  ContractionKernel(KernelBuilder kernel, Tiling tiling, Node root) {
    this.kernel = kernel;
    this.tiling = tiling;
    this.root = root;
    rows = tiling.tile().rows();
    blocks = ContractionBlocks.of(tiling, isCheap(tiling.rowsNode()));
    index = kernel.names().index(blocks.tasks());
    batch = Indices.quotient(index, blocks.blocks() * blocks.groups());
    places = new ContractionPlaces(kernel, tiling, root, batch);
    block = Indices.remainder(Indices.quotient(index, blocks.groups()), blocks.blocks());
    group = Indices.remainder(index, blocks.groups());
  }

  /** Whether bringing an element here is no more than a load. */
  private boolean isCheap(Node node) {
    if (kernel.isStored(node)) return true;
    return switch (node.prim()) {
      case Movement _, Elementwise.Convert _ ->
          node.producer().operands().stream().allMatch(this::isCheap);
      case Source.Constant _ -> true;
      case null, default -> false;
    };
  }

  /**
   * The first row of a tile of this block. The last tile of all begins early rather than being
   * another size.
   */
  private Expr firstRow(Expr tile) {
    var number = Indices.add(Indices.mul(block, blocks.tiles()), tile);
    return Indices.clamp(Indices.mul(number, rows), tiling.height() - rows);
  }

  private Expr tilesHere() {
    return atMost(blocks.tiles(), block, blocks.tiles(), blocks.rowTiles());
  }

  /**
   * The kernel.
   *
   * @param packed where the panels lie
   */
  Step.Launch launch(View packed, View target, Loops.Place place, double costAfter, int label) {
    var form = tiling.tile().form();
    var source = direct().orElseGet(this::gathered);
    var sums = kernel.array(form.sum(), (long) rows * tiling.tile().columns(), body);
    var inGroup = kernel.names().index(blocks.panels());
    var panel = Indices.add(Indices.mul(group, blocks.panels()), inGroup);
    var tile = kernel.names().index(blocks.tiles());
    var ofPanel = body.inner();
    var ofTile = ofPanel.inner();
    var packedAt =
        Indices.mul(
            Indices.add(Indices.mul(batch, tiling.packing().panels()), panel),
            tiling.packing().panelElements());
    ofTile.add(
        new Stmt.Call(
            tiling.tile().name(),
            List.of(
                source.of(tile),
                new Stmt.Address(kernel.parameter(packed), packedAt),
                new Stmt.Address(sums, Indices.constant(0))),
            List.of(
                Indices.constant(source.distance()), Indices.constant(tiling.packing().steps()))));
    finish(sums, panel, firstRow(tile), target, place, ofTile);
    ofPanel.add(new Stmt.For(tile, tilesHere(), Stmt.Loop.SERIAL, ofTile.statements()));
    body.add(
        new Stmt.For(
            inGroup,
            atMost(blocks.panels(), group, blocks.panels(), tiling.packing().panels()),
            Stmt.Loop.SERIAL,
            ofPanel.statements()));
    double products = (double) rows * blocks.tiles() * blocks.panels() * tiling.tile().columns();
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

  /** Where the rows of a tile lie, and how far apart. */
  private record Rows(Buffer buffer, java.util.function.UnaryOperator<Expr> first, long distance) {
    Stmt.Address of(Expr tile) {
      return new Stmt.Address(buffer, first.apply(tile));
    }
  }

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
    return Optional.of(
        new Rows(
            source,
            tile -> flat(firstRow(tile), Indices.constant(0)).orElseThrow(),
            probe.get().ofRow()));
  }

  private Optional<Buffer> source(Node node) {
    var found = kernel.find(node);
    if (found.isPresent()) return found;
    return node.prim() instanceof Movement ? source(node.operand(0)) : Optional.empty();
  }

  /** The place in memory of an element of the rows, if it is that of a stored value's element. */
  private Optional<Expr> flat(Expr row, Expr depth) {
    var node = tiling.rowsNode();
    var at = List.of(places.rowsIndex(row, Movements.split(depth, places.contractedExtents())));
    while (kernel.find(node).isEmpty()) {
      if (!(node.prim() instanceof Movement movement)) return Optional.empty();
      var sources = Movements.sources(movement, at);
      if (sources.size() != 1 || sources.getFirst().test().isPresent()) return Optional.empty();
      at = sources.getFirst().index();
      node = node.operand(sources.getFirst().operand());
    }
    return Optional.of(Movements.flat(at, node.type().shape()));
  }

  /** Rows that are computed or brought together, into an array of this iteration. */
  private Rows gathered() {
    var form = tiling.tile().form();
    int padded = tiling.packing().paddedDepth();
    var array = kernel.array(form.rows(), (long) blocks.tiles() * rows * padded, body);
    var tile = kernel.names().index(blocks.tiles());
    var row = kernel.names().index(rows);
    var loops = new ArrayList<Expr.Index>();
    for (int extent : places.contractedExtents()) loops.add(kernel.names().index(extent));
    var tileBody = body.inner();
    var rowBody = tileBody.inner();
    var inner = rowBody.inner();
    var at = places.rowsIndex(Indices.add(firstRow(tile), row), loops);
    var value = kernel.point().at(tiling.rowsNode(), List.of(at), inner);
    Expr depth = Indices.constant(0);
    for (var loop : loops) depth = Indices.add(Indices.mul(depth, loop.extent()), loop);
    var start = Indices.mul(Indices.add(Indices.mul(tile, rows), row), padded);
    inner.add(new Stmt.Store(array, Indices.add(start, depth), widened(value)));
    Block.nest(loops, inner.statements()).forEach(rowBody::add);
    for (int beyond = tiling.packing().depth(); beyond < padded; beyond++) {
      rowBody.add(new Stmt.Store(array, Indices.add(start, beyond), Point.zero(form.rows())));
    }
    Block.nest(List.of(row), rowBody.statements()).forEach(tileBody::add);
    body.add(new Stmt.For(tile, tilesHere(), Stmt.Loop.SERIAL, tileBody.statements()));
    return new Rows(array, number -> Indices.mul(number, (long) rows * padded), padded);
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

  private void finish(
      Buffer sums, Expr panel, Expr firstRow, View target, Loops.Place place, Block outer) {
    int columns = tiling.tile().columns();
    var row = kernel.names().index(rows);
    var column = kernel.names().index(columns);
    var rowBody = outer.inner();
    var inner = rowBody.inner();
    var node = tiling.node();
    var at =
        places.resultIndex(
            Indices.add(firstRow, row), Indices.add(Indices.mul(panel, columns), column));
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
    Block.nest(List.of(row), rowBody.statements()).forEach(outer::add);
  }
}
