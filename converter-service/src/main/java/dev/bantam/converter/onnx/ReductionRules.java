package dev.bantam.converter.onnx;

import static dev.bantam.converter.onnx.OnnxRule.Entry.of;
import static dev.bantam.converter.onnx.OnnxRule.Entry.several;

import dev.bantam.converter.build.Builder;
import dev.bantam.converter.build.Dim;
import dev.bantam.converter.build.Edge;
import dev.bantam.converter.build.FromData;
import dev.bantam.converter.build.Functions;
import dev.bantam.converter.build.Indexing;
import dev.bantam.type.DType;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Reductions, places of extremes, orders and running sums. */
final class ReductionRules {
  static final List<OnnxRule.Entry> TABLE =
      List.of(
          reduce("ReduceSum", (b, x, fold) -> fold.of("SUM", x)),
          reduce("ReduceMean", (b, x, fold) -> fold.of("MEAN", x)),
          reduce("ReduceProd", (b, x, fold) -> fold.of("REDUCE_PROD", x)),
          reduce("ReduceMax", (b, x, fold) -> extreme(x, fold, true)),
          reduce("ReduceMin", (b, x, fold) -> extreme(x, fold, false)),
          reduce("ReduceL1", (b, x, fold) -> fold.of("SUM", b.abs(x))),
          reduce("ReduceL2", (b, x, fold) -> b.sqrt(fold.of("SUM", b.square(x)))),
          reduce("ReduceLogSum", (b, x, fold) -> b.log(fold.of("SUM", x))),
          reduce("ReduceLogSumExp", ReductionRules::logSumExp),
          reduce("ReduceSumSquare", (b, x, fold) -> fold.of("SUM", b.square(x))),
          of("ArgMax", 1, 1, call -> argExtreme(call, "ARG_MAX")),
          of("ArgMin", 1, 1, call -> argExtreme(call, "ARG_MIN")),
          several("TopK", 1, 2, ReductionRules::topK),
          of("CumSum", 2, 2, ReductionRules::cumsum),
          of("CumProd", 2, 2, ReductionRules::cumprod));

  private ReductionRules() {}

  /** A fold over the axes that a node names, be they known or come with the data. */
  private interface Fold {
    Edge of(String operator, Edge x, boolean keep);

    boolean keeps();

    default Edge of(String operator, Edge x) {
      return of(operator, x, keeps());
    }
  }

  private record KnownAxes(Builder b, List<Integer> axes, boolean keeps) implements Fold {
    @Override
    public Edge of(String operator, Edge x, boolean keep) {
      boolean nothing = axes.stream().anyMatch(axis -> x.dim(axis).is(0));
      var result = b.reduce(operator, x, axes, keep);
      if (!nothing || !x.dtype().isFloat() || !operator.matches("REDUCE_M(AX|IN)")) return result;
      // The target's extreme of nothing is the last finite number.
      double infinite =
          operator.endsWith("MAX") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
      return b.fill(result.form().dims(), b.scalar(x.dtype(), infinite));
    }
  }

  private record AxesFromData(Builder b, Edge axes, boolean keeps) implements Fold {
    @Override
    public Edge of(String operator, Edge x, boolean keep) {
      return new FromData(b).reduce(operator, x, axes, keep);
    }
  }

  private interface Reduction {
    Edge apply(Builder b, Edge x, Fold fold);
  }

  private static OnnxRule.Entry reduce(String operator, Reduction reduction) {
    return of(operator, 1, 2, call -> reduce(call, reduction));
  }

  private static Edge reduce(OnnxCall call, Reduction reduction) {
    var b = call.b();
    var x = call.in(0);
    boolean keep = call.flag("keepdims", true);
    if (call.has(1) && !call.in(1).isConstant() && !call.in(1).form().elements().is(0))
      return reduction.apply(b, x, new AxesFromData(b, call.in(1), keep));
    var stated = axes(call);
    if (stated.isEmpty() && call.flag("noop_with_empty_axes", false)) {
      return switch (call.operator()) {
        case "ReduceL1" -> b.abs(x);
        case "ReduceSumSquare" -> b.square(x);
        case "ReduceL2" -> b.abs(x);
        case "ReduceLogSum" -> b.log(x);
        default -> x;
      };
    }
    var axes =
        stated.isEmpty()
            ? IntStream.range(0, x.rank()).boxed().toList()
            : stated.stream().map(axis -> Builder.axis(axis, x.rank())).toList();
    return reduction.apply(b, x, new KnownAxes(b, axes, keep));
  }

  private static List<Long> axes(OnnxCall call) {
    if (call.has(1) && !call.in(1).isConstant()) return List.of();
    return call.integersOf("axes", 1).orElse(List.of());
  }

  private static Edge extreme(Edge x, Fold fold, boolean most) {
    boolean logic = x.dtype() == DType.BOOL;
    var operator = most ? logic ? "REDUCE_ANY" : "REDUCE_MAX" : logic ? "REDUCE_ALL" : "REDUCE_MIN";
    return fold.of(operator, x);
  }

  /** Without overflow: the greatest goes out of the sum. */
  private static Edge logSumExp(Builder b, Edge x, Fold fold) {
    if (fold instanceof KnownAxes known) {
      boolean nothing = known.axes().stream().anyMatch(axis -> x.dim(axis).is(0));
      if (nothing) return fold.of("REDUCE_MAX", x);
      return new Functions(b).logSumExp(x, known.axes(), known.keeps());
    }
    var most = fold.of("REDUCE_MAX", x, true);
    var sum = fold.of("SUM", b.exp(b.sub(x, most)), true);
    var result = b.add(b.log(sum), most);
    return fold.keeps() ? result : fold.of("REDUCE_MAX", result);
  }

  private static Edge argExtreme(OnnxCall call, String operator) {
    var b = call.b();
    var x = call.in(0);
    int axis = Builder.axis(call.integer("axis", 0), x.rank());
    boolean last = call.flag("select_last_index", false);
    var searched = last ? b.reverse(x, List.of(axis)) : x;
    var place = b.argExtreme(operator, searched, axis, DType.I64);
    if (last) {
      var end = b.cast(b.scalar(x.dim(axis).minus(Dim.ONE)), DType.I64);
      place = b.sub(end, place);
    }
    return call.flag("keepdims", true) ? b.unsqueeze(place, List.of(axis)) : place;
  }

  private static List<Edge> topK(OnnxCall call) {
    var b = call.b();
    var x = call.in(0);
    int axis = Builder.axis(call.integer("axis", -1), x.rank());
    var k = call.opset() < 10 ? Dim.of(call.integer("k", 1)) : new FromData(b).counted(call.in(1));
    boolean largest = call.flag("largest", true);
    var wide = largest || x.dtype().isFloat() || x.dtype() == DType.I64 ? x : b.cast(x, DType.I32);
    var order = new ArrayList<>(IntStream.range(0, x.rank()).boxed().toList());
    order.set(axis, x.rank() - 1);
    order.set(x.rank() - 1, axis);
    var last = b.transpose(largest ? wide : b.neg(wide), order);
    var both = b.topK(last, k);
    var values = b.transpose(both.getFirst(), order);
    var places = b.transpose(both.get(1), order);
    return List.of(b.cast(largest ? values : b.neg(values), x.dtype()), b.cast(places, DType.I64));
  }

  private interface Running {
    Edge along(int axis);
  }

  /** Along an axis that is known, or else along each, of which one is chosen. */
  private static Edge running(OnnxCall call, Running fn) {
    var b = call.b();
    int rank = call.in(0).rank();
    var axis = call.in(1);
    if (axis.isConstant())
      return fn.along(Builder.axis(axis.constant().orElseThrow().integer(0), rank));
    var all = b.pack(IntStream.range(0, rank).mapToObj(fn::along).toList(), 0);
    var place = new Indexing(b).wrapped(b.reshape(axis, List.of()), Dim.of(rank));
    return b.gather(all, place, 0, 0);
  }

  private static Edge cumsum(OnnxCall call) {
    boolean exclusive = call.flag("exclusive", false);
    boolean reverse = call.flag("reverse", false);
    return running(call, axis -> call.b().cumsum(call.in(0), axis, exclusive, reverse));
  }

  private static Edge cumprod(OnnxCall call) {
    boolean exclusive = call.flag("exclusive", false);
    boolean reverse = call.flag("reverse", false);
    var functions = new Functions(call.b());
    return running(call, axis -> functions.cumprod(call.in(0), axis, exclusive, reverse));
  }
}
