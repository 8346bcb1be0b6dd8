package dev.bantam.converter.tensorflow;

import static dev.bantam.converter.tensorflow.TfRule.Entry.of;
import static dev.bantam.converter.tensorflow.TfRule.Entry.several;

import dev.bantam.converter.build.Builder;
import dev.bantam.converter.build.Dim;
import dev.bantam.converter.build.Edge;
import dev.bantam.converter.build.Form;
import dev.bantam.converter.build.Indexing;
import dev.bantam.converter.build.Literals;
import dev.bantam.type.DType;
import dev.bantam.type.Shape;
import dev.bantam.type.TensorType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.IntStream;

/** What moves, picks and repeats elements. */
final class TfMovementRules {
  private static final long MOST_OPEN_PARTS = 1 << 16;

  static final List<TfRule.Entry> TABLE =
      List.of(
          of("Transpose", call -> call.b().transpose(call.in(0), call.constants(1, "order"))),
          of("ConcatV2", TfMovementRules::concat),
          of("Concat", TfMovementRules::concatOld),
          of("Pack", call -> call.b().pack(call.tensors(0), (int) call.integer("axis", 0))),
          several(
              "Unpack",
              call -> TfRule.tensors(call.b().unpack(call.in(0), (int) call.integer("axis", 0)))),
          several("Split", TfMovementRules::split),
          several("SplitV", TfMovementRules::splitSizes),
          of("Slice", TfMovementRules::slice),
          of("StridedSlice", TfStridedSlice::lower),
          of("Pad", call -> pad(call, zero(call))),
          of("PadV2", call -> pad(call, call.in(2))),
          of("MirrorPad", TfMovementRules::mirrorPad),
          of("Tile", call -> call.b().tile(call.in(0), call.shape(1, "multiples"))),
          of("Gather", call -> call.b().gather(call.in(0), call.in(1), 0, 0)),
          of(
              "ResourceGather",
              call ->
                  call.b().gather(call.in(0), call.in(1), 0, (int) call.integer("batch_dims", 0))),
          of("GatherV2", TfMovementRules::gather),
          of("ResourceGatherNd", call -> call.b().gatherNd(call.in(0), call.in(1))),
          of("GatherNd", call -> call.b().gatherNd(call.in(0), call.in(1))),
          of(
              "ScatterNd",
              call -> call.b().scatterNd(call.in(0), call.in(1), call.shape(2, "shape"))),
          of("TensorScatterUpdate", call -> scatter(call, "none")),
          of("TensorScatterAdd", call -> scatter(call, "add")),
          of(
              "TensorScatterSub",
              call ->
                  new Indexing(call.b())
                      .scatterNd(call.in(0), call.in(1), call.b().neg(call.in(2)), "add")),
          of("TensorScatterMax", call -> scatter(call, "max")),
          of("TensorScatterMin", call -> scatter(call, "min")),
          of("ReverseV2", call -> call.b().reverse(call.in(0), call.constants(1, "axes"))),
          of("ReverseSequence", TfMovementRules::reverseSequence),
          of("OneHot", TfMovementRules::oneHot),
          of("Roll", TfMovementRules::roll),
          of("Where", TfMovementRules::where),
          of(
              "DepthToSpace",
              call ->
                  blocks(call, (b, x) -> b.depthToSpace(x, (int) call.integer("block_size", 2)))),
          of(
              "SpaceToDepth",
              call ->
                  blocks(call, (b, x) -> b.spaceToDepth(x, (int) call.integer("block_size", 2)))),
          of("InvertPermutation", TfMovementRules::invertPermutation),
          of("MatrixBandPart", TfMovementRules::bandPart));

  private TfMovementRules() {}

  private static Edge blocks(TfCall call, BiFunction<Builder, Edge, Edge> fn) {
    var b = call.b();
    var format = call.text("data_format", "NHWC");
    return switch (format) {
      case "NHWC" -> fn.apply(b, call.in(0));
      case "NCHW" -> b.channelsFirst(fn.apply(b, b.channelsLast(call.in(0))));
      default -> throw call.unsupported("its data format is " + format, "use NHWC or NCHW");
    };
  }

  private static Edge invertPermutation(TfCall call) {
    var b = call.b();
    var order = call.in(0);
    var places = b.unsqueeze(order, List.of(1));
    var numbers = b.cast(b.iota(order.dim(0)), order.dtype());
    return b.scatterNd(places, numbers, order.form().dims());
  }

  private static Edge concat(TfCall call) {
    int last = call.inputCount() - 1;
    return call.b().concat(call.tensors(1), call.constants(last, "axis").getFirst());
  }

  private static Edge concatOld(TfCall call) {
    var all = new ArrayList<Edge>();
    for (int i = 1; i < call.inputCount(); i++) all.add(call.in(i));
    return call.b().concat(all, call.constants(0, "axis").getFirst());
  }

  private static List<TfValue> split(TfCall call) {
    var x = call.in(1);
    int axis = call.axis(call.constants(0, "axis").getFirst(), x.rank());
    long parts = call.integer("num_split", 1);
    if (!x.dim(axis).isKnown()) return splitOpen(call, x, axis, parts);
    if (parts < 1 || x.dim(axis).value() % parts != 0)
      throw call.invalid("%s in %d parts, must divide", x.dim(axis), parts);
    var sizes = Collections.nCopies((int) parts, x.dim(axis).value() / parts);
    return TfRule.tensors(call.b().split(x, axis, sizes));
  }

  private static List<TfValue> splitOpen(TfCall call, Edge x, int axis, long parts) {
    if (parts < 1 || parts > MOST_OPEN_PARTS)
      throw call.unsupported(
          "it splits an axis of open extent in %d parts".formatted(parts),
          "fix the sizes of the inputs");
    var part = x.form().with(axis, x.dim(axis).floorDiv(Dim.of(parts)));
    return TfRule.tensors(
        call.b()
            .operator(
                "SPLIT",
                List.of(call.b().integer(DType.I32, axis), x),
                Collections.nCopies((int) parts, part),
                "num_splits",
                parts));
  }

  /** One part is what the others leave. */
  private static List<TfValue> splitRest(TfCall call, Edge x, int axis, List<Long> sizes) {
    long others = sizes.stream().filter(size -> size >= 0).mapToLong(Long::longValue).sum();
    var forms = new ArrayList<Form>();
    for (long size : sizes)
      forms.add(x.form().with(axis, size < 0 ? x.dim(axis).minus(Dim.of(others)) : Dim.of(size)));
    return TfRule.tensors(
        call.b()
            .operator(
                "SPLIT_V",
                List.of(x, call.b().ints(sizes), call.b().integer(DType.I32, axis)),
                forms,
                "num_splits",
                (long) sizes.size()));
  }

  private static List<TfValue> splitSizes(TfCall call) {
    var x = call.in(0);
    int axis = call.axis(call.constants(2, "axis").getFirst(), x.rank());
    var sizes =
        new ArrayList<>(call.constants(1, "sizes").stream().map(Integer::longValue).toList());
    int open = sizes.indexOf(-1L);
    if (open >= 0 && !x.dim(axis).isKnown()) return splitRest(call, x, axis, sizes);
    if (open >= 0) {
      long others = sizes.stream().mapToLong(Long::longValue).sum() + 1;
      sizes.set(open, x.dim(axis).value() - others);
    }
    return TfRule.tensors(call.b().split(x, axis, sizes));
  }

  private static Edge slice(TfCall call) {
    var b = call.b();
    var x = call.in(0);
    var begin = call.in(1);
    var size = call.in(2);
    if (!begin.isConstant() && size.isConstant() && !call.constants(2, "size").contains(-1))
      return slid(call, x, begin, call.constants(2, "size"));
    var dims = new ArrayList<Dim>();
    var starts = begin.content();
    var sizes = size.content();
    for (int axis = 0; axis < x.rank(); axis++) {
      var stated =
          sizes.isPresent() ? sizes.orElseThrow().get(axis) : Dim.symbol(size.name() + ":" + axis);
      if (!stated.is(-1)) dims.add(stated);
      else if (starts.isPresent()) dims.add(x.dim(axis).minus(starts.orElseThrow().get(axis)));
      else dims.add(Dim.symbol("rest of %s:%d from %s".formatted(x.name(), axis, begin.name())));
    }
    return b.operator(
            "SLICE",
            List.of(x, b.cast(begin, DType.I32), b.cast(size, DType.I32)),
            List.of(x.form().with(dims)))
        .getFirst();
  }

  /** A part of known size from where the data says. */
  private static Edge slid(TfCall call, Edge given, Edge begin, List<Integer> sizes) {
    var b = call.b();
    var x = given;
    for (int axis = 0; axis < sizes.size(); axis++) {
      if (x.dim(axis).is(sizes.get(axis))) continue;
      var start = b.cast(b.pick(begin, 0, axis), DType.I32);
      x = b.gather(x, b.add(b.iota(Dim.of(sizes.get(axis))), start), axis, 0);
    }
    return x;
  }

  private static Edge zero(TfCall call) {
    return call.b().constant(Literals.filled(new TensorType(call.in(0).dtype(), Shape.SCALAR), 0));
  }

  private static List<Long> column(TfCall call, int column) {
    var pairs = call.constants(1, "paddings");
    return IntStream.range(0, pairs.size() / 2)
        .mapToObj(i -> (long) pairs.get(2 * i + column))
        .toList();
  }

  /** By amounts that come with the data. */
  private static Edge padOpen(TfCall call, Edge value) {
    var b = call.b();
    var x = call.in(0);
    var paddings = b.cast(call.in(1), DType.I32);
    var dims = new ArrayList<Dim>();
    for (int axis = 0; axis < x.rank(); axis++)
      dims.add(Dim.symbol("padded %s:%d by %s".formatted(x.name(), axis, paddings.name())));
    return b.operator("PADV2", List.of(x, paddings, value), List.of(x.form().with(dims)))
        .getFirst();
  }

  private static Edge pad(TfCall call, Edge value) {
    if (!call.in(1).isConstant()) return padOpen(call, value);
    return call.b().pad(call.in(0), column(call, 0), column(call, 1), value);
  }

  private static Edge mirrorPad(TfCall call) {
    return call.b()
        .mirrorPad(call.in(0), column(call, 0), column(call, 1), call.text("mode", "REFLECT"));
  }

  private static Edge gather(TfCall call) {
    var x = call.in(0);
    int axis = call.axis(call.constants(2, "axis").getFirst(), x.rank());
    long batch = call.integer("batch_dims", 0);
    int batchDims = (int) (batch < 0 ? batch + call.in(1).rank() : batch);
    return call.b().gather(x, call.in(1), axis, batchDims);
  }

  private static Edge scatter(TfCall call, String reduction) {
    return new Indexing(call.b()).scatterNd(call.in(0), call.in(1), call.in(2), reduction);
  }

  private static Edge reverseSequence(TfCall call) {
    return call.b()
        .reverseSequence(
            call.in(0),
            call.in(1),
            (int) call.integer("seq_dim", 0),
            (int) call.integer("batch_dim", 0));
  }

  private static Edge oneHot(TfCall call) {
    var depth = call.shape(1, "depth").getFirst();
    return call.b()
        .oneHot(call.in(0), depth, call.in(2), call.in(3), (int) call.integer("axis", -1));
  }

  private static Edge roll(TfCall call) {
    var b = call.b();
    var x = call.in(0);
    var shifts = call.constants(1, "shift");
    var axes = call.constants(2, "axis");
    for (int i = 0; i < axes.size(); i++) {
      int axis = call.axis(axes.get(i), x.rank());
      boolean byOne = Math.abs((long) shifts.get(i)) == 1;
      if (!x.dim(axis).isKnown() && byOne) {
        x = rolledByOne(b, x, axis, shifts.get(i) > 0);
        continue;
      }
      if (!x.dim(axis).isKnown())
        throw call.unsupported(
            "it rolls an axis of open extent by more than one", "fix the sizes of the inputs");
      long extent = x.dim(axis).value();
      long shift = Math.floorMod((long) shifts.get(i), extent);
      if (shift == 0) continue;
      x =
          b.concat(
              List.of(
                  b.slice(x, axis, extent - shift, extent), b.slice(x, axis, 0, extent - shift)),
              axis);
    }
    return x;
  }

  private static Edge rolledByOne(Builder b, Edge x, int axis, boolean onward) {
    long at = onward ? -1 : 1;
    var result =
        b.concat(
            List.of(
                b.slice(x, axis, at, Optional.empty(), 1), b.slice(x, axis, 0, Optional.of(at), 1)),
            axis);
    return b.reshape(result, x.form().dims());
  }

  private static Edge where(TfCall call) {
    var x = call.in(0);
    var count = Dim.symbol("count of " + x.name());
    var test = x.dtype() == DType.BOOL ? x : call.b().notEqual(x, zero(call));
    return call.b()
        .operator("WHERE", List.of(test), List.of(Form.of(DType.I64, count, Dim.of(x.rank()))))
        .getFirst();
  }

  /** By comparing the number of each row with that of each column. */
  private static Edge bandPart(TfCall call) {
    var b = call.b();
    var x = call.in(0);
    int low = call.constants(1, "num_lower").getFirst();
    int high = call.constants(2, "num_upper").getFirst();
    var rows = b.reshape(b.iota(x.dim(-2)), x.dim(-2), Dim.ONE);
    var columns = b.reshape(b.iota(x.dim(-1)), Dim.ONE, x.dim(-1));
    var below = b.sub(rows, columns);
    var result = x;
    if (low >= 0)
      result = b.select(b.lessEqual(below, b.integer(DType.I32, low)), result, zero(call));
    if (high >= 0)
      result = b.select(b.greaterEqual(below, b.integer(DType.I32, -high)), result, zero(call));
    return result;
  }
}
