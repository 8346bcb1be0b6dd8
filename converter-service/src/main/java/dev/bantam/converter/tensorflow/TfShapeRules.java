package dev.bantam.converter.tensorflow;

import static dev.bantam.converter.tensorflow.TfRule.Entry.of;
import static dev.bantam.converter.tensorflow.TfRule.Entry.several;

import com.google.protobuf.ByteString;
import dev.bantam.converter.build.Builder;
import dev.bantam.converter.build.Dim;
import dev.bantam.converter.build.Edge;
import dev.bantam.type.DType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Constants, what passes its input on, shapes, and what changes the shape alone. */
final class TfShapeRules {
  static final List<TfRule.Entry> TABLE =
      List.of(
          several("Const", TfShapeRules::constant),
          several("Identity", call -> List.of(call.value(0))),
          several("IdentityN", TfCall::values),
          several("StopGradient", call -> List.of(call.value(0))),
          several("PreventGradient", call -> List.of(call.value(0))),
          several("Snapshot", call -> List.of(call.value(0))),
          several("EnsureShape", call -> List.of(call.value(0))),
          several("PlaceholderWithDefault", call -> List.of(call.value(0))),
          several("CheckNumerics", TfShapeRules::unchecked),
          several("NoOp", call -> List.of(new TfValue.Nothing())),
          several("Assert", call -> List.of(new TfValue.Nothing())),
          several("Print", call -> List.of(call.value(0))),
          several("PrintV2", call -> List.of(new TfValue.Nothing())),
          of("Shape", call -> call.b().shapeOf(call.in(0), call.dtype("out_type", DType.I32))),
          several("ShapeN", TfShapeRules::shapes),
          of("Size", TfShapeRules::size),
          of("Rank", call -> call.b().integer(DType.I32, call.in(0).rank())),
          of("Reshape", TfShapeRules::reshape),
          of("Squeeze", TfShapeRules::squeeze),
          of("ExpandDims", TfShapeRules::expandDims),
          of("BroadcastTo", call -> call.b().broadcastTo(call.in(0), call.shape(1, "shape"))),
          of("Fill", TfShapeRules::fill),
          of("Range", TfShapeRules::range),
          of("LinSpace", TfShapeRules::linSpace),
          several("BroadcastArgs", TfShapeRules::broadcastArgs));

  private TfShapeRules() {}

  private static List<TfValue> constant(TfCall call) {
    var tensor =
        call.attribute("value")
            .map(value -> value.getTensor())
            .orElseThrow(() -> call.invalid("its value is missing"));
    if (TfTensors.requireDtype(tensor.getDtype(), "the constant") == DType.STR)
      return List.of(
          new TfValue.Text(
              tensor.getStringValList().stream().map(ByteString::toStringUtf8).toList()));
    var literal = TfTensors.read(tensor, call.name());
    return List.of(new TfValue.Tensor(call.b().constant(call.name(), literal)));
  }

  private static List<TfValue> unchecked(TfCall call) {
    call.lowering().note("CheckNumerics \"" + call.name() + "\" passes its input on unchecked");
    return List.of(call.value(0));
  }

  private static List<TfValue> shapes(TfCall call) {
    return TfRule.tensors(
        call.tensors(0).stream()
            .map(x -> call.b().shapeOf(x, call.dtype("out_type", DType.I32)))
            .toList());
  }

  private static Edge size(TfCall call) {
    var elements = call.b().scalar(call.in(0).form().elements());
    return call.b().cast(elements, call.dtype("out_type", DType.I32));
  }

  private static Edge reshape(TfCall call) {
    var x = call.in(0);
    var shape = call.in(1);
    var content = shape.content();
    if (content.isPresent()) return call.b().reshape(x, target(call, x, content.orElseThrow()));
    var narrow = call.b().cast(shape, DType.I32);
    return call.b().reshape(x, narrow, Builder.unknown(narrow));
  }

  private static List<Dim> target(TfCall call, Edge x, List<Dim> stated) {
    var dims = new ArrayList<>(stated);
    int open = -1;
    for (int i = 0; i < dims.size(); i++) {
      if (!dims.get(i).is(-1)) continue;
      if (open >= 0) throw call.invalid("a reshape to %s, must have at most one -1", stated);
      open = i;
      dims.set(i, Dim.ONE);
    }
    if (open < 0) return dims;
    var others = dims.stream().reduce(Dim.ONE, Dim::times);
    var elements = x.form().elements();
    dims.set(
        open,
        elements
            .dividedBy(others)
            .orElseGet(() -> Dim.symbol("(%s)/(%s)".formatted(elements, others))));
    return dims;
  }

  private static Edge squeeze(TfCall call) {
    var x = call.in(0);
    var axes = call.integers("squeeze_dims", call.integers("axis", List.of()));
    if (!axes.isEmpty()) return call.b().squeeze(x, axes.stream().map(Long::intValue).toList());
    return call.b()
        .squeeze(
            x, IntStream.range(0, x.rank()).filter(axis -> x.dim(axis).is(1)).boxed().toList());
  }

  private static Edge expandDims(TfCall call) {
    return call.b().unsqueeze(call.in(0), List.of(call.constants(1, "axis").getFirst()));
  }

  private static Edge fill(TfCall call) {
    var shape = call.in(0);
    return shape.content().isPresent()
        ? call.b().fill(shape.content().orElseThrow(), call.in(1))
        : call.b().fill(shape, call.in(1));
  }

  private static Edge range(TfCall call) {
    var b = call.b();
    var start = call.in(0);
    var limit = call.in(1);
    var delta = call.in(2);
    if (start.isConstant() && limit.isConstant() && delta.isConstant()) {
      double from = start.constant().orElseThrow().real(0);
      double to = limit.constant().orElseThrow().real(0);
      double by = delta.constant().orElseThrow().real(0);
      return b.range(start, limit, delta, Dim.of(Math.max(0, (long) Math.ceil((to - from) / by))));
    }
    var content = limit.content();
    boolean counts = isNumber(start, 0) && isNumber(delta, 1) && content.isPresent();
    var count = counts ? content.orElseThrow().getFirst() : Dim.symbol("range to " + limit.name());
    return b.range(start, limit, delta, count);
  }

  private static boolean isNumber(Edge edge, long number) {
    return edge.content().filter(list -> list.getFirst().is(number)).isPresent();
  }

  private static Edge linSpace(TfCall call) {
    var b = call.b();
    int count = call.constants(2, "number").getFirst();
    var start = call.in(0);
    var step = count < 2 ? b.scalar(start.dtype(), 0) : b.div(b.sub(call.in(1), start), count - 1);
    return b.add(b.mul(b.cast(b.iota(Dim.of(count)), start.dtype()), step), start);
  }

  private static List<TfValue> broadcastArgs(TfCall call) {
    var a = call.shape(0, "first shape");
    var c = call.shape(1, "second shape");
    var dims = new ArrayList<Dim>();
    int rank = Math.max(a.size(), c.size());
    for (int i = 0; i < rank; i++) {
      int inA = i - rank + a.size();
      int inC = i - rank + c.size();
      Optional<Dim> dim =
          Dim.broadcast(inA < 0 ? Dim.ONE : a.get(inA), inC < 0 ? Dim.ONE : c.get(inC));
      dims.add(dim.orElseThrow(() -> call.invalid("shapes %s and %s do not broadcast", a, c)));
    }
    return List.of(new TfValue.Tensor(call.b().cast(call.b().vector(dims), call.in(0).dtype())));
  }
}
