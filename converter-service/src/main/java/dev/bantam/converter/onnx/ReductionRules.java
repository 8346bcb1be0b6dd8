package dev.bantam.converter.onnx;

import static dev.bantam.converter.onnx.OnnxRule.Entry.of;
import static dev.bantam.converter.onnx.OnnxRule.Entry.several;

import dev.bantam.converter.build.Builder;
import dev.bantam.converter.build.Dim;
import dev.bantam.converter.build.Edge;
import dev.bantam.converter.build.Functions;
import dev.bantam.type.DType;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Reductions, places of extremes, orders and running sums. */
final class ReductionRules {
  static final List<OnnxRule.Entry> TABLE =
      List.of(
          reduce("ReduceSum", (b, x, axes, keep) -> b.sum(x, axes, keep)),
          reduce("ReduceMean", (b, x, axes, keep) -> b.mean(x, axes, keep)),
          reduce("ReduceProd", (b, x, axes, keep) -> b.reduce("REDUCE_PROD", x, axes, keep)),
          reduce("ReduceMax", (b, x, axes, keep) -> extreme(b, x, axes, keep, true)),
          reduce("ReduceMin", (b, x, axes, keep) -> extreme(b, x, axes, keep, false)),
          reduce("ReduceL1", (b, x, axes, keep) -> b.sum(b.abs(x), axes, keep)),
          reduce("ReduceL2", (b, x, axes, keep) -> b.sqrt(b.sum(b.square(x), axes, keep))),
          reduce("ReduceLogSum", (b, x, axes, keep) -> b.log(b.sum(x, axes, keep))),
          reduce(
              "ReduceLogSumExp", (b, x, axes, keep) -> new Functions(b).logSumExp(x, axes, keep)),
          reduce("ReduceSumSquare", (b, x, axes, keep) -> b.sum(b.square(x), axes, keep)),
          of("ArgMax", 1, 1, call -> argExtreme(call, "ARG_MAX")),
          of("ArgMin", 1, 1, call -> argExtreme(call, "ARG_MIN")),
          several("TopK", 1, 2, ReductionRules::topK),
          of("CumSum", 2, 2, ReductionRules::cumsum),
          of("CumProd", 2, 2, ReductionRules::cumprod));

  private ReductionRules() {}

  private interface Reduction {
    Edge apply(Builder b, Edge x, List<Integer> axes, boolean keep);
  }

  private static OnnxRule.Entry reduce(String operator, Reduction reduction) {
    return of(operator, 1, 2, call -> reduce(call, reduction));
  }

  private static Edge reduce(OnnxCall call, Reduction reduction) {
    var x = call.in(0);
    var stated = call.integersOf("axes", 1).orElse(List.of());
    if (stated.isEmpty() && call.flag("noop_with_empty_axes", false)) {
      return switch (call.operator()) {
        case "ReduceL1" -> call.b().abs(x);
        case "ReduceSumSquare" -> call.b().square(x);
        case "ReduceL2" -> call.b().abs(x);
        case "ReduceLogSum" -> call.b().log(x);
        default -> x;
      };
    }
    var axes =
        stated.isEmpty()
            ? IntStream.range(0, x.rank()).boxed().toList()
            : stated.stream().map(axis -> Builder.axis(axis, x.rank())).toList();
    return reduction.apply(call.b(), x, axes, call.flag("keepdims", true));
  }

  private static Edge extreme(Builder b, Edge x, List<Integer> axes, boolean keep, boolean most) {
    boolean logic = x.dtype() == DType.BOOL;
    var operator = most ? logic ? "REDUCE_ANY" : "REDUCE_MAX" : logic ? "REDUCE_ALL" : "REDUCE_MIN";
    return b.reduce(operator, x, axes, keep);
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
    var k =
        call.opset() < 10
            ? Dim.of(call.integer("k", 1))
            : call.shape(1, "number of elements").getFirst();
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

  private static int axis(OnnxCall call) {
    long axis = call.constant(1, "axis").integer(0);
    return Builder.axis(axis, call.in(0).rank());
  }

  private static Edge cumsum(OnnxCall call) {
    return call.b()
        .cumsum(call.in(0), axis(call), call.flag("exclusive", false), call.flag("reverse", false));
  }

  private static Edge cumprod(OnnxCall call) {
    return new Functions(call.b())
        .cumprod(
            call.in(0), axis(call), call.flag("exclusive", false), call.flag("reverse", false));
  }
}
