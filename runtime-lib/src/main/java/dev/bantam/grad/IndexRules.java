package dev.bantam.grad;

import dev.bantam.prim.Function;
import dev.bantam.prim.Indexed;
import dev.bantam.prim.Prim.Update;
import dev.bantam.prim.ProgramBuilder;
import dev.bantam.prim.Value;
import dev.bantam.type.DType;
import dev.bantam.type.Shape;
import dev.bantam.type.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Derivatives of what reads or writes at computed places. */
final class IndexRules {
  private static final DType INDEX = DType.I64;

  private final ProgramBuilder b;
  private final Cotangents sums;

  IndexRules(ProgramBuilder b, Cotangents sums) {
    this.b = b;
    this.sums = sums;
  }

  /** What was read several times gets the sum; what was not read gets nothing. */
  void gather(Indexed.Gather gather, Value g) {
    var x = gather.x();
    int axis = gather.axis();
    int among = gather.indices().type().rank();
    sums.add(
        x,
        () -> {
          int count = Math.toIntExact(gather.indices().type().elements());
          var front = range(axis, axis + among);
          var rest = concat(range(0, axis), range(axis + among, g.type().rank()));
          var rows = new ArrayList<>(List.of(count));
          rest.forEach(i -> rows.add(g.type().extent(i)));
          var updates = b.reshape(b.permute(g, concat(front, rest)), new Shape(rows));
          var base = updates.type().shape().with(0, x.type().extent(axis));
          var zeros = Cotangents.zeros(b, x.type().with(base));
          var sum = scatter(Update.ADD, zeros, b.reshape(gather.indices(), count), updates);
          // The rows' axis goes back to where it was.
          var order = concat(range(1, axis + 1), List.of(0));
          return b.permute(sum, concat(order, range(axis + 1, x.type().rank())));
        });
  }

  private static List<Integer> range(int from, int to) {
    return IntStream.range(from, to).boxed().toList();
  }

  private static List<Integer> concat(List<Integer> a, List<Integer> c) {
    return Stream.concat(a.stream(), c.stream()).toList();
  }

  private Value scatter(Update update, Value x, Value indices, Value updates) {
    return b.one(new Indexed.Scatter(update, x, indices, updates));
  }

  /**
   * @param y the result
   * @param g its cotangent
   */
  void scatter(Indexed.Scatter scatter, Value y, Value g) {
    switch (scatter.update()) {
      case SET -> replaced(scatter, g);
      case ADD -> {
        sums.add(scatter.x(), () -> g);
        sums.add(scatter.updates(), () -> b.gather(g, scatter.indices(), 0));
      }
      case MUL -> multiplied(scatter, g);
      case MAX, MIN -> chosen(scatter, y, g);
      case AND, OR -> {} // of integers and truths
    }
  }

  /** Of several updates of one row, the last is what is there. */
  private void replaced(Indexed.Scatter scatter, Value g) {
    var indices = scatter.indices();
    int rows = scatter.x().type().extent(0);
    var order = b.iota(indices.type().extent(0), DType.I32);
    var nobody = b.broadcast(b.constant(DType.I32, -1), Shape.of(rows));
    var last = scatter(Update.SET, nobody, indices, order);
    var zero = b.like(g, 0.0);
    sums.add(
        scatter.x(),
        () -> {
          var untouched = b.lt(last, b.constant(DType.I32, 0));
          return b.select(column(untouched, g), g, zero);
        });
    sums.add(
        scatter.updates(),
        () -> {
          var mine = b.eq(b.gather(last, indices, 0), order);
          return b.select(column(mine, g), b.gather(g, indices, 0), zero);
        });
  }

  /** A vector over rows, in the rank of a tensor with rows. */
  private Value column(Value rows, Value like) {
    var extents = new ArrayList<>(List.of(rows.type().extent(0)));
    for (int axis = 1; axis < like.type().rank(); axis++) extents.add(1);
    return b.reshape(rows, new Shape(extents));
  }

  /** The product of all other factors; division would fail where one of them is 0. */
  private void multiplied(Indexed.Scatter scatter, Value g) {
    var x = scatter.x();
    var indices = scatter.indices();
    var updates = scatter.updates();
    var zero = b.like(g, 0.0);
    var one = b.like(g, 1.0);
    sums.add(
        x,
        () -> {
          var ones = b.broadcast(one, x.type().shape());
          return b.mul(g, scatter(Update.MUL, ones, indices, updates));
        });
    sums.add(
        updates,
        () -> {
          var isZero = b.eq(updates, zero);
          var factors = b.select(isZero, one, updates);
          var zeros = b.convert(isZero, g.type().dtype());
          var none = Cotangents.zeros(b, x.type());
          var all = b.gather(scatter(Update.ADD, none, indices, zeros), indices, 0);
          var product = b.gather(scatter(Update.MUL, x, indices, factors), indices, 0);
          var others = b.select(b.lt(zeros, all), zero, b.div(product, factors));
          return b.mul(b.gather(g, indices, 0), others);
        });
  }

  /** Equal extremes share the cotangent. */
  private void chosen(Indexed.Scatter scatter, Value y, Value g) {
    var indices = scatter.indices();
    var dtype = g.type().dtype();
    var kept = b.convert(b.eq(scatter.x(), y), dtype);
    var taken = b.convert(b.eq(scatter.updates(), b.gather(y, indices, 0)), dtype);
    var share = b.div(g, scatter(Update.ADD, kept, indices, taken));
    sums.add(scatter.x(), () -> b.mul(share, kept));
    sums.add(scatter.updates(), () -> b.mul(b.gather(share, indices, 0), taken));
  }

  void slice(Indexed.DynamicSlice slice, Value g) {
    var x = slice.x();
    sums.add(
        x,
        () -> b.one(new Indexed.DynamicUpdate(Cotangents.zeros(b, x.type()), g, slice.starts())));
  }

  void update(Indexed.DynamicUpdate update, Value g) {
    var part = update.update().type();
    var starts = update.starts();
    var zeros = Cotangents.zeros(b, part);
    sums.add(update.x(), () -> b.one(new Indexed.DynamicUpdate(g, zeros, starts)));
    sums.add(update.update(), () -> b.one(new Indexed.DynamicSlice(g, starts, part.shape())));
  }

  /** Where each element came from is found by sorting their numbers with them. */
  void sort(Indexed.Sort sort, List<Optional<Value>> cotangents) {
    var shape = sort.xs().getFirst().type().shape();
    int axis = sort.axis();
    int extent = shape.extent(axis);
    var along = new ArrayList<Integer>();
    for (int i = 0; i < shape.rank(); i++) along.add(i == axis ? extent : 1);
    var numbers = b.broadcast(b.reshape(b.iota(extent, INDEX), new Shape(along)), shape);
    var operands = new ArrayList<>(sort.xs());
    operands.add(numbers);
    var from = b.apply(new Indexed.Sort(operands, axis, withNumbers(sort))).getLast();
    var order = concat(concat(range(0, axis), range(axis + 1, shape.rank())), List.of(axis));
    int elements = Math.toIntExact(shape.elements());
    var rows = b.reshape(b.permute(from, order), elements / Math.max(1, extent), extent);
    var starts = b.mul(b.iota(rows.type().extent(0), INDEX), b.constant(INDEX, (long) extent));
    var places = b.add(rows, b.reshape(starts, rows.type().extent(0), 1));
    var flat = b.reshape(places, elements);
    for (int i = 0; i < sort.xs().size(); i++) {
      if (cotangents.get(i).isEmpty()) continue;
      var g = cotangents.get(i).get();
      sums.add(sort.xs().get(i), () -> back(g, flat, order));
    }
  }

  private Value back(Value g, Value places, List<Integer> order) {
    var last = b.permute(g, order);
    int elements = Math.toIntExact(g.type().elements());
    var zeros = Cotangents.zeros(b, g.type().with(Shape.of(elements)));
    var moved = scatter(Update.ADD, zeros, places, b.reshape(last, elements));
    return b.permute(b.reshape(moved, last.type().shape()), MovementRules.inverse(order));
  }

  /** The same order for elements that carry a number. */
  private Function withNumbers(Indexed.Sort sort) {
    var types = new ArrayList<>(sort.less().parameters().stream().map(Value::type).toList());
    types.add(TensorType.of(INDEX));
    types.add(TensorType.of(INDEX));
    return b.function(
        sort.less().name(),
        types,
        (inner, given) -> inner.inline(sort.less(), given.subList(0, given.size() - 2)));
  }
}
