package dev.bantam.converter.build;

import dev.bantam.type.DType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** What moves elements and computes nothing. */
public abstract class MovementEmitter extends ShapeEmitter {
  MovementEmitter(String name, Folder folder) {
    super(name, folder);
  }

  MovementEmitter(String name, Emitter parent) {
    super(name, parent);
  }

  public Edge transpose(Edge x, List<Integer> order) {
    return transpose(x, order, false);
  }

  private Edge transpose(Edge x, List<Integer> order, boolean layout) {
    if (!Layouts.isPermutation(order, x.rank()))
      throw shapeMismatch(
          "a transpose of rank %d to %s, must name each axis once", x.rank(), order);
    if (Layouts.isIdentity(order)) return x;
    if (x.isConstant() && x.dtype().bits() >= 8)
      return constant(Literals.transposed(x.constant().orElseThrow(), order));
    var before = x.producer("TRANSPOSE").filter(op -> op.input(1).isConstant());
    if (before.isPresent()) {
      var op = before.orElseThrow();
      return transpose(
          op.input(0), Layouts.compose(Layouts.order(op), order), layout && op.isLayout());
    }
    return emit(
            "TRANSPOSE",
            List.of(x, ints(order)),
            Options.of("TRANSPOSE"),
            List.of(x.form().with(Layouts.permuted(x.form().dims(), order))),
            layout)
        .getFirst();
  }

  /** A transpose that only changes the layout, and so may be carried behind what follows. */
  public Edge relayout(Edge x, List<Integer> order) {
    return transpose(x, order, true);
  }

  /** From {@code [batch, channel, ...]} to {@code [batch, ..., channel]}. */
  public Edge channelsLast(Edge x) {
    return relayout(x, Layouts.channelsLast(x.rank()));
  }

  /** From {@code [batch, ..., channel]} to {@code [batch, channel, ...]}. */
  public Edge channelsFirst(Edge x) {
    return relayout(x, Layouts.inverse(Layouts.channelsLast(x.rank())));
  }

  public Edge concat(List<Edge> xs, int axis) {
    if (xs.size() == 1) return xs.getFirst();
    var first = xs.getFirst();
    int at = axis(axis, first.rank());
    var dims = new ArrayList<>(first.form().dims());
    for (var x : xs.subList(1, xs.size())) {
      if (x.dtype() != first.dtype())
        throw typeMismatch("a concat of %s and %s, must be of one type", first.dtype(), x.dtype());
      if (x.rank() != first.rank())
        throw shapeMismatch("a concat of %s and %s, must be of one rank", first.form(), x.form());
      for (int i = 0; i < dims.size(); i++) dims.set(i, joined(first, x, dims.get(i), i, at));
    }
    var result =
        emit(
            "CONCATENATION",
            xs,
            Options.of("CONCATENATION", "axis", (long) at),
            first.form().with(dims));
    if (first.rank() == 1 && !result.isConstant()) contents(xs).ifPresent(result::withContent);
    return result;
  }

  private static Dim joined(Edge first, Edge x, Dim dim, int axis, int at) {
    if (axis == at) return dim.plus(x.dim(axis));
    if (dim.isKnown() && x.dim(axis).isKnown() && !dim.equals(x.dim(axis)))
      throw shapeMismatch(
          "a concat of %s and %s along axis %d, must be equal elsewhere",
          first.form(), x.form(), at);
    return dim.isKnown() ? dim : x.dim(axis);
  }

  private static Optional<List<Dim>> contents(List<Edge> xs) {
    if (xs.stream().anyMatch(x -> x.content().isEmpty())) return Optional.empty();
    return Optional.of(xs.stream().flatMap(x -> x.content().orElseThrow().stream()).toList());
  }

  /** Stacks tensors of one form along a new axis. */
  public Edge pack(List<Edge> xs, int axis) {
    var first = xs.getFirst();
    int at = axis(axis, first.rank() + 1);
    for (var x : xs) {
      if (x.dtype() != first.dtype() || x.rank() != first.rank())
        throw shapeMismatch("a stack of %s and %s, must be of one form", first.form(), x.form());
    }
    var dims = new ArrayList<>(first.form().dims());
    dims.add(at, Dim.of(xs.size()));
    var result =
        emit(
            "PACK",
            xs,
            Options.of("PACK", "values_count", (long) xs.size(), "axis", (long) at),
            first.form().with(dims));
    if (first.rank() == 0 && !result.isConstant()) contents(xs).ifPresent(result::withContent);
    return result;
  }

  /** The slices of an axis, without it. */
  public List<Edge> unpack(Edge x, int axis) {
    int at = axis(axis, x.rank());
    int count = Allowance.parts(x.dim(at));
    var dims = new ArrayList<>(x.form().dims());
    dims.remove(at);
    return emit(
        "UNPACK",
        List.of(x),
        Options.of("UNPACK", "num", (long) count, "axis", (long) at),
        Collections.nCopies(count, x.form().with(dims)));
  }

  /**
   * {@code [start, stop)} of one axis by steps; from the end where negative; no stop is the end.
   */
  public Edge slice(Edge x, int axis, long start, Optional<Long> stop, long step) {
    return slice(x, List.of(new Range(axis(axis, x.rank()), Optional.of(start), stop, step)));
  }

  public Edge slice(Edge x, int axis, long start, long stop) {
    return slice(x, axis, start, Optional.of(stop), 1);
  }

  /**
   * Part of an axis, as NumPy slices; an absent bound is the end that the step comes from or goes
   * to.
   */
  public record Range(int axis, Optional<Long> start, Optional<Long> stop, long step) {}

  /** Several axes at once. */
  public Edge slice(Edge x, List<Range> ranges) {
    var begin = new long[x.rank()];
    var end = new long[x.rank()];
    var step = new long[x.rank()];
    java.util.Arrays.fill(step, 1);
    long beginMask = (1L << x.rank()) - 1;
    long endMask = beginMask;
    var dims = new ArrayList<>(x.form().dims());
    for (var range : ranges) {
      int axis = range.axis();
      step[axis] = range.step();
      if (range.start().isPresent()) {
        begin[axis] = clamp(range.start().orElseThrow());
        beginMask &= ~(1L << axis);
      }
      if (range.stop().isPresent()) {
        end[axis] = clamp(range.stop().orElseThrow());
        endMask &= ~(1L << axis);
      }
      dims.set(axis, sliced(x.dim(axis), range));
    }
    if (dims.equals(x.form().dims()) && java.util.Arrays.stream(step).allMatch(s -> s == 1))
      return x;
    var result =
        emit(
            "STRIDED_SLICE",
            List.of(x, longs(begin), longs(end), longs(step)),
            Options.of("STRIDED_SLICE", "begin_mask", beginMask, "end_mask", endMask),
            x.form().with(dims));
    if (x.rank() != 1 || result.isConstant() || !x.form().isStatic() || ranges.size() != 1)
      return result;
    var content = x.content().map(all -> part(all, ranges.getFirst()));
    if (content.filter(all -> all.stream().allMatch(Dim::isKnown)).isPresent())
      return cast(vector(content.orElseThrow()), x.dtype());
    return content.map(result::withContent).orElse(result);
  }

  private Edge longs(long[] values) {
    return ints(java.util.Arrays.stream(values).boxed().toList());
  }

  private static long clamp(long value) {
    return Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, value));
  }

  private static Dim sliced(Dim extent, Range range) {
    if (!extent.isKnown()) return slicedOpen(extent, range);
    return Dim.of(indices(extent.value(), range).size());
  }

  private static Dim slicedOpen(Dim extent, Range range) {
    if (range.step() <= 0) {
      boolean whole = range.step() == -1 && range.stop().isEmpty() && range.start().isEmpty();
      return whole ? extent : Dim.symbol("reversed %s of %s".formatted(range, extent));
    }
    var start = range.start().map(value -> bound(extent, value)).orElse(Dim.of(0));
    var stop =
        range
            .stop()
            .filter(value -> value < Integer.MAX_VALUE)
            .map(v -> bound(extent, v))
            .orElse(extent);
    return stop.minus(start).ceilDiv(range.step());
  }

  private static Dim bound(Dim extent, long value) {
    return value < 0 ? extent.plus(Dim.of(value)) : Dim.of(value);
  }

  /** The indices of an axis that a range takes. */
  public static List<Integer> indices(long extent, Range range) {
    long step = range.step();
    if (step == 0) throw shapeMismatch("a slice by steps of 0, must be another number");
    long low = step > 0 ? 0 : -1;
    long high = step > 0 ? extent : extent - 1;
    long start =
        range.start().map(v -> limited(v, extent, low, high)).orElse(step > 0 ? low : high);
    long stop = range.stop().map(v -> limited(v, extent, low, high)).orElse(step > 0 ? high : low);
    var taken = new ArrayList<Integer>();
    for (long i = start; step > 0 ? i < stop : i > stop; i += step) taken.add((int) i);
    return taken;
  }

  private static long limited(long value, long extent, long low, long high) {
    return Math.max(low, Math.min(high, value < 0 ? value + extent : value));
  }

  private static List<Dim> part(List<Dim> all, Range range) {
    return indices(all.size(), range).stream().map(all::get).toList();
  }

  /** One index of an axis, which goes. */
  public Edge pick(Edge x, int axis, long index) {
    int at = axis(axis, x.rank());
    var stop = index == -1 ? Optional.<Long>empty() : Optional.of(index + 1);
    return squeeze(slice(x, at, index, stop, 1), List.of(at));
  }

  public Edge pad(Edge x, List<Long> low, List<Long> high, Edge value) {
    if (isZero(low) && isZero(high)) return x;
    boolean zero =
        value
            .constant()
            .filter(v -> v.type().dtype() != DType.STR && Literals.isAll(v, 0))
            .isPresent();
    var inputs = zero ? List.of(x, pairs(low, high)) : List.of(x, pairs(low, high), value);
    var operator = zero ? "PAD" : "PADV2";
    return emit(operator, inputs, Options.of(operator), padded(x, low, high));
  }

  public Edge mirrorPad(Edge x, List<Long> low, List<Long> high, String mode) {
    if (isZero(low) && isZero(high)) return x;
    return emit(
        "MIRROR_PAD",
        List.of(x, pairs(low, high)),
        Options.of("MIRROR_PAD", "mode", mode),
        padded(x, low, high));
  }

  private static boolean isZero(List<Long> amounts) {
    return amounts.stream().allMatch(amount -> amount == 0);
  }

  private Edge pairs(List<Long> low, List<Long> high) {
    var values = new int[2 * low.size()];
    for (int i = 0; i < low.size(); i++) {
      values[2 * i] = Math.toIntExact(low.get(i));
      values[2 * i + 1] = Math.toIntExact(high.get(i));
    }
    return constant(dev.bantam.type.Literal.of(dev.bantam.type.Shape.of(low.size(), 2), values));
  }

  private static Form padded(Edge x, List<Long> low, List<Long> high) {
    return x.form()
        .with(
            IntStream.range(0, x.rank())
                .mapToObj(i -> x.dim(i).plus(Dim.of(low.get(i) + high.get(i))))
                .toList());
  }

  public Edge tile(Edge x, List<Dim> repeats) {
    if (repeats.stream().allMatch(repeat -> repeat.is(1))) return x;
    var dims = IntStream.range(0, x.rank()).mapToObj(i -> x.dim(i).times(repeats.get(i))).toList();
    return emit("TILE", List.of(x, vector(repeats)), Options.of("TILE"), x.form().with(dims));
  }

  /** Along an axis, by indices of any rank; with batch axes in front that both share. */
  public Edge gather(Edge x, Edge indices, int axis, int batchDims) {
    int at = axis(axis, x.rank());
    var dims = new ArrayList<>(x.form().dims().subList(0, at));
    dims.addAll(indices.form().dims().subList(batchDims, indices.rank()));
    dims.addAll(x.form().dims().subList(at + 1, x.rank()));
    var narrow =
        indices.dtype() == DType.I32 || indices.dtype() == DType.I64
            ? indices
            : cast(indices, DType.I32);
    var result =
        emit(
            "GATHER",
            List.of(x, narrow),
            Options.of("GATHER", "axis", (long) at, "batch_dims", (long) batchDims),
            x.form().with(dims));
    if (x.rank() == 1 && indices.rank() <= 1 && !result.isConstant() && indices.isConstant())
      x.content()
          .ifPresent(
              all ->
                  result.withContent(
                      indices.content().orElseThrow().stream()
                          .map(i -> all.get((int) i.value()))
                          .toList()));
    return result;
  }

  public Edge gatherNd(Edge x, Edge indices) {
    int depth = Math.toIntExact(indices.dim(-1).value());
    if (depth > x.rank())
      throw shapeMismatch("indices of %d axes into %s, must be at most its rank", depth, x.form());
    var dims = new ArrayList<>(indices.form().dims().subList(0, indices.rank() - 1));
    dims.addAll(x.form().dims().subList(depth, x.rank()));
    return emit("GATHER_ND", List.of(x, indices), Options.of("GATHER_ND"), x.form().with(dims));
  }

  /** Adds updates into zeros. */
  public Edge scatterNd(Edge indices, Edge updates, List<Dim> dims) {
    return emit(
        "SCATTER_ND",
        List.of(cast(indices, DType.I32), updates, vector(dims)),
        Options.of("SCATTER_ND"),
        updates.form().with(dims));
  }

  /** Parts of an axis, of these sizes. */
  public List<Edge> split(Edge x, int axis, List<Long> sizes) {
    int at = axis(axis, x.rank());
    Allowance.parts(Dim.of(sizes.size()));
    if (sizes.size() == 1 && x.dim(at).is(sizes.getFirst())) return List.of(x);
    var forms = sizes.stream().map(size -> x.form().with(at, Dim.of(size))).toList();
    boolean even = sizes.stream().distinct().count() == 1 && sizes.getFirst() > 0;
    var count = (long) sizes.size();
    return even
        ? emit("SPLIT", List.of(ints0(at), x), Options.of("SPLIT", "num_splits", count), forms)
        : emit(
            "SPLIT_V",
            List.of(x, ints(sizes), ints0(at)),
            Options.of("SPLIT_V", "num_splits", count),
            forms);
  }

  private Edge ints0(int value) {
    return integer(DType.I32, value);
  }

  public Edge reverse(Edge x, List<Integer> axes) {
    var result = x;
    // Stock runtimes reverse neighbouring axes only, so each has its own operator.
    for (int axis : axes)
      result =
          emit(
              "REVERSE_V2",
              List.of(result, ints(axis(axis, x.rank()))),
              Options.of("REVERSE_V2"),
              x.form());
    return result;
  }

  public Edge reverseSequence(Edge x, Edge lengths, int sequenceAxis, int batchAxis) {
    return emit(
        "REVERSE_SEQUENCE",
        List.of(x, lengths),
        Options.of(
            "REVERSE_SEQUENCE", "seq_dim", (long) sequenceAxis, "batch_dim", (long) batchAxis),
        x.form());
  }

  public Edge oneHot(Edge indices, Dim depth, Edge on, Edge off, int axis) {
    int at = axis(axis, indices.rank() + 1);
    var dims = new ArrayList<>(indices.form().dims());
    dims.add(at, depth);
    return emit(
        "ONE_HOT",
        List.of(indices, scalar(depth), on, off),
        Options.of("ONE_HOT", "axis", at == indices.rank() ? -1L : (long) at),
        new Form(on.dtype(), dims));
  }

  /** Numbers from a start by steps, up to a limit. */
  public Edge range(Edge start, Edge limit, Edge delta, Dim count) {
    return emit(
        "RANGE", List.of(start, limit, delta), Options.of("RANGE"), Form.of(start.dtype(), count));
  }

  /** {@code 0 .. count}. */
  public Edge iota(Dim count) {
    return range(integer(DType.I32, 0), scalar(count), integer(DType.I32, 1), count);
  }

  public Edge dynamicUpdateSlice(Edge x, Edge update, Edge start) {
    return emit(
        "DYNAMIC_UPDATE_SLICE",
        List.of(x, update, start),
        Options.of("DYNAMIC_UPDATE_SLICE"),
        x.form());
  }

  /** Channels last. */
  public Edge depthToSpace(Edge x, int block) {
    return emit(
        "DEPTH_TO_SPACE",
        List.of(x),
        Options.of("DEPTH_TO_SPACE", "block_size", (long) block),
        x.form()
            .with(
                List.of(
                    x.dim(0),
                    x.dim(1).times(Dim.of(block)),
                    x.dim(2).times(Dim.of(block)),
                    x.dim(3).floorDiv(Dim.of((long) block * block)))));
  }

  /** Channels last. */
  public Edge spaceToDepth(Edge x, int block) {
    return emit(
        "SPACE_TO_DEPTH",
        List.of(x),
        Options.of("SPACE_TO_DEPTH", "block_size", (long) block),
        x.form()
            .with(
                List.of(
                    x.dim(0),
                    x.dim(1).floorDiv(Dim.of(block)),
                    x.dim(2).floorDiv(Dim.of(block)),
                    x.dim(3).times(Dim.of((long) block * block)))));
  }
}
