package dev.bantam.converter.onnx;

import static dev.bantam.converter.onnx.OnnxRule.Entry.of;
import static dev.bantam.converter.onnx.OnnxRule.Entry.several;

import dev.bantam.converter.build.Builder;
import dev.bantam.converter.build.Dim;
import dev.bantam.converter.build.Edge;
import dev.bantam.converter.build.FromData;
import dev.bantam.converter.build.Indexing;
import dev.bantam.converter.build.Literals;
import dev.bantam.converter.build.MovementEmitter.Range;
import dev.bantam.type.DType;
import dev.bantam.type.Shape;
import dev.bantam.type.TensorType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** What moves, picks and repeats elements. */
final class MovementRules {
  static final List<OnnxRule.Entry> TABLE =
      List.of(
          of("Transpose", 1, 1, MovementRules::transpose),
          of("Concat", 1, Integer.MAX_VALUE, MovementRules::concat),
          several("Split", 1, 2, MovementRules::split),
          of("Slice", 1, 5, MovementRules::slice),
          of("Gather", 2, 2, MovementRules::gather),
          of("GatherElements", 2, 2, MovementRules::gatherElements),
          of("GatherND", 2, 2, MovementRules::gatherNd),
          of("ScatterElements", 3, 3, MovementRules::scatterElements),
          of("Scatter", 3, 3, MovementRules::scatterElements),
          of("ScatterND", 3, 3, MovementRules::scatterNd),
          of("Tile", 2, 2, MovementRules::tile),
          of("DepthToSpace", 1, 1, MovementRules::depthToSpace),
          of("SpaceToDepth", 1, 1, MovementRules::spaceToDepth),
          of("Trilu", 1, 2, MovementRules::trilu),
          of("OneHot", 3, 3, MovementRules::oneHot),
          of("ReverseSequence", 2, 2, MovementRules::reverseSequence),
          of("NonZero", 1, 1, MovementRules::nonZero),
          of("Compress", 2, 2, MovementRules::compress));

  private MovementRules() {}

  private static Edge transpose(OnnxCall call) {
    var x = call.in(0);
    var order =
        call.integers("perm")
            .map(list -> list.stream().map(axis -> Builder.axis(axis, x.rank())).toList())
            .orElseGet(() -> IntStream.range(0, x.rank()).mapToObj(i -> x.rank() - 1 - i).toList());
    return call.b().transpose(x, order);
  }

  private static Edge concat(OnnxCall call) {
    if (call.opset() >= 4 && !call.hasAttribute("axis")) throw call.invalid("its axis is missing");
    return call.b().concat(call.inputs(), (int) call.integer("axis", 1));
  }

  private static List<Edge> split(OnnxCall call) {
    var x = call.in(0);
    int axis = Builder.axis(call.integer("axis", 0), x.rank());
    if (call.has(1) && !call.in(1).isConstant())
      return new FromData(call.b()).split(x, axis, call.in(1));
    var sizes = call.integersOf("split", 1).orElseGet(() -> equalParts(call, x, axis));
    long sum = sizes.stream().mapToLong(Long::longValue).sum();
    if (x.dim(axis).isKnown() && sum != x.dim(axis).value())
      throw call.shapeMismatch("a split of %s into %s, must be as many", x.dim(axis), sizes);
    return call.b().split(x, axis, sizes);
  }

  private static List<Long> equalParts(OnnxCall call, Edge x, int axis) {
    if (!x.dim(axis).isKnown())
      throw call.unsupported("it splits an axis of open extent", "fix the sizes of the inputs");
    long extent = x.dim(axis).value();
    long parts = call.integer("num_outputs", call.outputCount());
    if (parts != call.outputCount())
      throw call.invalid(
          "num_outputs is %d for %d outputs, must be as many", parts, call.outputCount());
    long size = -Math.floorDiv(-extent, parts);
    var sizes = new ArrayList<>(Collections.nCopies(call.outputCount() - 1, size));
    sizes.add(extent - size * (parts - 1));
    return sizes;
  }

  private static Edge slice(OnnxCall call) {
    var x = call.in(0);
    if (call.opset() < 10) {
      var starts = call.integers("starts").orElseThrow(() -> call.invalid("no starts"));
      var ends = call.integers("ends").orElseThrow(() -> call.invalid("no ends"));
      return slice(call, x, starts, ends, call.integers("axes"), Optional.empty());
    }
    if (fromData(call, 3) || fromData(call, 4))
      return new FromData(call.b())
          .slice(x, call.in(1), call.in(2), input(call, 3), input(call, 4));
    var axes = call.integersOf("axes", 3);
    var steps = call.integersOf("steps", 4);
    if (!call.in(1).isConstant() || !call.in(2).isConstant())
      return runtimeSlice(call, x, axes, steps);
    return slice(call, x, call.constants(1, "starts"), call.constants(2, "ends"), axes, steps);
  }

  private static boolean fromData(OnnxCall call, int input) {
    return call.has(input) && !call.in(input).isConstant();
  }

  private static Optional<Edge> input(OnnxCall call, int input) {
    return call.has(input) ? Optional.of(call.in(input)) : Optional.empty();
  }

  private static Edge slice(
      OnnxCall call,
      Edge x,
      List<Long> starts,
      List<Long> ends,
      Optional<List<Long>> axes,
      Optional<List<Long>> steps) {
    if (starts.size() != ends.size()
        || (axes.isPresent() && axes.orElseThrow().size() != starts.size()))
      throw call.shapeMismatch("starts %s, ends %s, axes %s, must be as many", starts, ends, axes);
    var ranges = new ArrayList<Range>();
    for (int i = 0; i < starts.size(); i++) {
      int axis = axes.isPresent() ? Builder.axis(axes.orElseThrow().get(i), x.rank()) : i;
      long step = steps.isPresent() ? steps.orElseThrow().get(i) : 1;
      ranges.add(range(axis, starts.get(i), ends.get(i), step));
    }
    return call.b().slice(x, ranges);
  }

  private static Range range(int axis, long start, long end, long step) {
    boolean toEnd = step > 0 ? end >= Integer.MAX_VALUE : end <= Integer.MIN_VALUE;
    boolean fromEnd = step < 0 && start >= Integer.MAX_VALUE;
    return new Range(
        axis,
        fromEnd ? Optional.empty() : Optional.of(start),
        toEnd ? Optional.empty() : Optional.of(end),
        step);
  }

  /** Bounds that come with the data. */
  private static Edge runtimeSlice(
      OnnxCall call, Edge x, Optional<List<Long>> axes, Optional<List<Long>> steps) {
    var b = call.b();
    int count = Math.toIntExact(call.in(1).dim(0).value());
    var zero = b.integer(DType.I32, 0);
    var begin = new ArrayList<>(Collections.nCopies(x.rank(), zero));
    var end = new ArrayList<>(Collections.nCopies(x.rank(), zero));
    var step = new ArrayList<>(Collections.nCopies(x.rank(), 1L));
    long mask = (1L << x.rank()) - 1;
    var dims = new ArrayList<>(x.form().dims());
    for (int i = 0; i < count; i++) {
      int axis = axes.isPresent() ? Builder.axis(axes.orElseThrow().get(i), x.rank()) : i;
      begin.set(axis, bound(call, 1, i));
      end.set(axis, bound(call, 2, i));
      if (steps.isPresent()) step.set(axis, steps.orElseThrow().get(i));
      mask &= ~(1L << axis);
      dims.set(axis, extent(call, x, axis, i, step.get(axis)));
    }
    return b.operator(
            "STRIDED_SLICE",
            List.of(x, b.pack(begin, 0), b.pack(end, 0), b.ints(step)),
            List.of(x.form().with(dims)),
            "begin_mask",
            mask,
            "end_mask",
            mask)
        .getFirst();
  }

  private static Edge bound(OnnxCall call, int input, int index) {
    var b = call.b();
    var value = b.pick(call.in(input), 0, index);
    if (value.dtype() != DType.I64) return b.cast(value, DType.I32);
    var above = b.maximum(value, b.integer(DType.I64, Integer.MIN_VALUE));
    return b.cast(b.minimum(above, b.integer(DType.I64, Integer.MAX_VALUE)), DType.I32);
  }

  /** Exact where the bounds are extents themselves, as in {@code x[:, :length(y)]}. */
  private static Dim extent(OnnxCall call, Edge x, int axis, int index, long step) {
    var starts = call.in(1).content();
    var ends = call.in(2).content();
    if (step == 1 && starts.isPresent() && ends.isPresent()) {
      var start = starts.orElseThrow().get(index);
      var end = ends.orElseThrow().get(index);
      if (start.is(0) && !end.isKnown()) return end;
      if (end.isKnown() && end.value() >= Integer.MAX_VALUE && !start.isKnown())
        return x.dim(axis).minus(start);
    }
    return Dim.symbol("slice %s of %s by %s".formatted(axis, x.name(), call.in(2).name()));
  }

  private static Edge gather(OnnxCall call) {
    var x = call.in(0);
    int axis = Builder.axis(call.integer("axis", 0), x.rank());
    var indices = new Indexing(call.b()).wrapped(call.in(1), x.dim(axis));
    return call.b().gather(x, indices, axis, 0);
  }

  private static Edge gatherElements(OnnxCall call) {
    var x = call.in(0);
    int axis = Builder.axis(call.integer("axis", 0), x.rank());
    return new Indexing(call.b()).gatherElements(x, call.in(1), axis);
  }

  private static Edge scatterElements(OnnxCall call) {
    var x = call.in(0);
    int axis = Builder.axis(call.integer("axis", 0), x.rank());
    var reduction = call.text("reduction", "none");
    return new Indexing(call.b()).scatterElements(x, call.in(1), call.in(2), axis, reduction);
  }

  private static Edge scatterNd(OnnxCall call) {
    var reduction = call.text("reduction", "none");
    return new Indexing(call.b()).scatterNd(call.in(0), call.in(1), call.in(2), reduction);
  }

  private static Edge gatherNd(OnnxCall call) {
    var b = call.b();
    var x = call.in(0);
    var indices = call.in(1);
    int batch = (int) call.integer("batch_dims", 0);
    int depth = Math.toIntExact(indices.dim(-1).value());
    var parts = new ArrayList<Edge>();
    for (int i = 0; i < depth; i++) {
      var column = b.slice(indices, indices.rank() - 1, i, i + 1L);
      parts.add(b.cast(new Indexing(b).wrapped(column, x.dim(batch + i)), DType.I32));
    }
    // Batch axes become indices too: each its own number.
    for (int axis = batch - 1; axis >= 0; axis--) {
      var dims = new ArrayList<>(Collections.nCopies(indices.rank(), Dim.ONE));
      dims.set(axis, indices.dim(axis));
      var own = b.reshape(b.iota(indices.dim(axis)), dims);
      parts.addFirst(b.broadcastTo(own, indices.form().with(indices.rank() - 1, Dim.ONE).dims()));
    }
    return b.gatherNd(x, b.concat(parts, indices.rank() - 1));
  }

  private static Edge tile(OnnxCall call) {
    var repeats = call.in(1).content();
    if (repeats.isPresent()) return call.b().tile(call.in(0), repeats.orElseThrow());
    var narrow = call.b().cast(call.in(1), DType.I32);
    return call.b()
        .operator(
            "TILE",
            List.of(call.in(0), narrow),
            List.of(call.in(0).form().with(Builder.unknown(narrow))))
        .getFirst();
  }

  private static Edge depthToSpace(OnnxCall call) {
    var b = call.b();
    int block = (int) call.integer("blocksize", 0);
    if (block < 1) throw call.invalid("its block size is %d, must be at least 1", block);
    var x = b.channelsLast(call.in(0));
    if (call.word("mode", "DCR", "DCR", "CRD").equals("CRD")) {
      long channels = x.dim(3).value() / ((long) block * block);
      var order = new ArrayList<Long>();
      for (long cell = 0; cell < (long) block * block; cell++)
        for (long channel = 0; channel < channels; channel++)
          order.add(channel * block * block + cell);
      x = b.gather(x, b.ints(order), 3, 0);
    }
    return b.channelsFirst(b.depthToSpace(x, block));
  }

  private static Edge spaceToDepth(OnnxCall call) {
    int block = (int) call.integer("blocksize", 0);
    if (block < 1) throw call.invalid("its block size is %d, must be at least 1", block);
    var b = call.b();
    var x = b.spaceToDepth(b.channelsLast(call.in(0)), block);
    if (call.word("mode", "DCR", "DCR", "CRD").equals("CRD")) {
      long cells = (long) block * block;
      long channels = x.dim(3).value() / cells;
      var order = new ArrayList<Long>();
      for (long channel = 0; channel < channels; channel++)
        for (long cell = 0; cell < cells; cell++) order.add(cell * channels + channel);
      x = b.gather(x, b.ints(order), 3, 0);
    }
    return b.channelsFirst(x);
  }

  private static Edge trilu(OnnxCall call) {
    var b = call.b();
    var x = call.in(0);
    boolean upper = call.flag("upper", true);
    var shift =
        call.has(1) ? b.reshape(b.cast(call.in(1), DType.I32), List.of()) : b.integer(DType.I32, 0);
    var row = b.reshape(b.iota(x.dim(-2)), x.dim(-2), Dim.ONE);
    var column = b.reshape(b.iota(x.dim(-1)), Dim.ONE, x.dim(-1));
    var diagonal = b.sub(column, row);
    var kept = upper ? b.greaterEqual(diagonal, shift) : b.lessEqual(diagonal, shift);
    var zero = b.constant(Literals.filled(new TensorType(x.dtype(), Shape.SCALAR), 0));
    return b.select(kept, x, zero);
  }

  private static Edge oneHot(OnnxCall call) {
    var b = call.b();
    var extent = new FromData(b).counted(call.in(1));
    var values = call.in(2);
    var indices = new Indexing(b).wrapped(b.cast(call.in(0), DType.I32), extent);
    return b.oneHot(
        indices,
        extent,
        b.pick(values, 0, 1),
        b.pick(values, 0, 0),
        (int) call.integer("axis", -1));
  }

  private static Edge reverseSequence(OnnxCall call) {
    return call.b()
        .reverseSequence(
            call.in(0),
            call.in(1),
            (int) call.integer("time_axis", 0),
            (int) call.integer("batch_axis", 1));
  }

  private static Edge where(OnnxCall call, Edge test) {
    var b = call.b();
    var count = Dim.symbol("count of " + test.name());
    return b.operator(
            "WHERE",
            List.of(test),
            List.of(dev.bantam.converter.build.Form.of(DType.I64, count, Dim.of(test.rank()))))
        .getFirst();
  }

  private static Edge nonZero(OnnxCall call) {
    var b = call.b();
    var x = call.in(0);
    var test =
        x.dtype() == DType.BOOL
            ? x
            : b.notEqual(
                x, b.constant(Literals.filled(new TensorType(x.dtype(), Shape.SCALAR), 0)));
    return b.transpose(where(call, test), List.of(1, 0));
  }

  private static Edge compress(OnnxCall call) {
    var b = call.b();
    boolean flat = !call.hasAttribute("axis");
    var x = flat ? b.reshape(call.in(0), call.in(0).form().elements()) : call.in(0);
    int axis = flat ? 0 : Builder.axis(call.integer("axis", 0), x.rank());
    var places = b.squeeze(where(call, call.in(1)), List.of(1));
    return b.gather(x, places, axis, 0);
  }
}
