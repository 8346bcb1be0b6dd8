package dev.bantam.converter.tensorflow;

import static dev.bantam.converter.tensorflow.TfRule.Entry.several;

import dev.bantam.converter.build.Builder;
import dev.bantam.converter.build.Dim;
import dev.bantam.converter.build.Edge;
import dev.bantam.type.DType;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Calls, branches and loops. */
final class TfControlFlowRules {
  static final List<TfRule.Entry> TABLE =
      List.of(
          several("PartitionedCall", TfControlFlowRules::call),
          several("StatefulPartitionedCall", TfControlFlowRules::call),
          several("If", TfControlFlowRules::branch),
          several("StatelessIf", TfControlFlowRules::branch),
          several("StatelessCase", TfControlFlowRules::choice),
          several("Case", TfControlFlowRules::choice),
          several("While", TfLoops::loop),
          several("StatelessWhile", TfLoops::loop));

  private static final Set<String> WALKED =
      Set.of(
          "PartitionedCall",
          "StatefulPartitionedCall",
          "If",
          "StatelessIf",
          "StatelessCase",
          "Case",
          "While",
          "StatelessWhile");

  private TfControlFlowRules() {}

  /** Whether the operator is lowered even if an input could not be, to find what else cannot. */
  static boolean walksRegions(String operator) {
    return WALKED.contains(operator);
  }

  private static List<TfValue> call(TfCall call) {
    return call.lowering().call(call.function("f"), call.values(), call.scope());
  }

  private static List<TfValue> branch(TfCall call) {
    var arguments = call.values().subList(1, call.inputCount());
    var yes = call.function("then_branch");
    var no = call.function("else_branch");
    if (call.value(0) instanceof TfValue.Tensor(var test)) {
      var known = test.constant();
      if (known.isPresent())
        return call.lowering()
            .call(known.orElseThrow().integer(0) != 0 ? yes : no, arguments, call.scope());
    }
    return branch(call, call.value(0), yes, no, arguments);
  }

  private static List<TfValue> branch(
      TfCall call, TfValue test, String yes, String no, List<TfValue> arguments) {
    var first = region(call, "then", yes, arguments);
    var second = region(call, "else", no, arguments);
    if (!(test instanceof TfValue.Tensor(var given)) || !first.whole() || !second.whole())
      return List.of(new TfValue.Unknown());
    var b = call.b();
    var scalar =
        given.dtype() == DType.BOOL ? given : b.notEqual(given, b.integer(given.dtype(), 0));
    return TfRule.tensors(
        b.ifElse(b.reshape(scalar, List.of()), first.builder(), second.builder()));
  }

  /** A branch, and whether all of it could be lowered. */
  private record Region(Builder builder, boolean whole) {}

  private static Region region(TfCall call, String name, String function, List<TfValue> arguments) {
    var region = new Builder(name, call.b());
    var results = call.lowering().call(function, arguments, region);
    boolean whole = true;
    for (var result : results) {
      if (result instanceof TfValue.Tensor(var edge)) region.output(edge);
      else if (result instanceof TfValue.TensorList(var all, _, _) && all.isPresent())
        region.output(all.orElseThrow());
      else whole = false;
    }
    return new Region(region, whole);
  }

  /** One of several: nested branches; an index out of range takes the last. */
  private static List<TfValue> choice(TfCall call) {
    var functions =
        call.attribute("branches")
            .map(value -> value.getList().getFuncList().stream().map(f -> f.getName()).toList())
            .orElseThrow(() -> call.invalid("its branches are missing"));
    var arguments = call.values().subList(1, call.inputCount());
    return choice(call, call.b(), call.in(0), functions, 0, arguments);
  }

  private static List<TfValue> choice(
      TfCall call,
      Builder b,
      Edge index,
      List<String> functions,
      int from,
      List<TfValue> arguments) {
    if (from == functions.size() - 1)
      return call.lowering().call(functions.get(from), arguments, b);
    var first = new Builder("branch", b);
    var second = new Builder("branches", b);
    var results = call.lowering().call(functions.get(from), arguments, first);
    var others = choice(call, second, index, functions, from + 1, arguments);
    for (int i = 0; i < results.size(); i++) {
      if (!(results.get(i) instanceof TfValue.Tensor(var edge))
          || !(others.get(i) instanceof TfValue.Tensor(var other)))
        return List.of(new TfValue.Unknown());
      first.output(edge);
      second.output(other);
    }
    var is = b.equal(index, b.integer(DType.I32, from));
    return TfRule.tensors(b.ifElse(is, first, second));
  }

  /** The values of a loop or branch as edges; a list is its whole. */
  static List<Edge> edges(List<TfValue> values) {
    var edges = new ArrayList<Edge>();
    for (var value : values) {
      switch (value) {
        case TfValue.Tensor(var edge) -> edges.add(edge);
        case TfValue.TensorList(var all, _, _) -> all.ifPresent(edges::add);
        case TfValue.Complex _,
            TfValue.Variable _,
            TfValue.Table _,
            TfValue.Text _,
            TfValue.Unknown _,
            TfValue.Nothing _ -> {}
      }
    }
    return edges;
  }

  /** A scalar extent from a scalar edge, as far as it is known. */
  static Dim extent(Edge scalar) {
    return scalar
        .content()
        .map(List::getFirst)
        .orElseGet(() -> Dim.symbol("value of " + scalar.name()));
  }
}
