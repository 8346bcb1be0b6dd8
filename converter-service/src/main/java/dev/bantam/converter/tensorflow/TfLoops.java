package dev.bantam.converter.tensorflow;

import dev.bantam.converter.build.Builder;
import dev.bantam.converter.build.Dim;
import dev.bantam.converter.build.Edge;
import dev.bantam.converter.build.Form;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Loops. Handles and what the body passes on unchanged stay outside of the loop; a list is carried
 * as one tensor, made before the loop in the form that the body writes.
 */
final class TfLoops {
  private TfLoops() {}

  static List<TfValue> loop(TfCall call) {
    var initial = new ArrayList<>(call.values());
    var body = call.function("body");
    var invariant = invariant(call, body, initial);
    // A first walk through the body finds the forms of what is written into lists, and the
    // extents that change from step to step.
    var probe = new Loop(call, initial, invariant);
    var results = probe.walk(new Builder("probe", call.b()), body, probe.forms());
    if (results.contains(new TfValue.Unknown()) || results.size() != initial.size()) {
      return List.of(new TfValue.Unknown());
    }
    for (int i = 0; i < initial.size(); i++)
      initial.set(i, completed(call, initial.get(i), results.get(i)));
    var loop = new Loop(call, initial, invariant);
    return loop.emit(loop.settled(results));
  }

  /** Whether the body returns each of its arguments as it is. */
  private static List<Boolean> invariant(TfCall call, String body, List<TfValue> initial) {
    var function = call.lowering().function(body);
    var signature = function.getSignature();
    var same = new ArrayList<Boolean>();
    for (int i = 0; i < initial.size(); i++) {
      var result =
          i < signature.getOutputArgCount()
              ? function.getRetOrDefault(signature.getOutputArg(i).getName(), "")
              : "";
      var name = i < signature.getInputArgCount() ? signature.getInputArg(i).getName() : "?";
      same.add(source(function.getNodeDefList(), result).equals(name));
    }
    return same;
  }

  /** What a reference means, identities left out. */
  private static String source(List<org.tensorflow.proto.NodeDef> nodes, String reference) {
    var name = TfScope.nodeName(reference);
    for (int steps = 0; steps < 16; steps++) {
      var at = name;
      var node = nodes.stream().filter(n -> n.getName().equals(at)).findFirst();
      if (node.isEmpty() || !node.orElseThrow().getOp().equals("Identity")) return name;
      name = TfScope.nodeName(node.orElseThrow().getInput(0));
    }
    return name;
  }

  /** A list that had no form yet, in the form that the body gives it: all zeros. */
  private static TfValue completed(TfCall call, TfValue before, TfValue after) {
    if (!(before instanceof TfValue.TensorList(var whole, var length, _)) || whole.isPresent())
      return before;
    if (!(after instanceof TfValue.TensorList(_, _, var element)) || element.isEmpty())
      throw call.unsupported("nothing is written into a list that it carries", "remove the list");
    return TfLists.zeros(call, length, element.orElseThrow());
  }

  /** One lowering of a loop. */
  private static final class Loop {
    private final TfCall call;
    private final List<TfValue> initial;
    private final List<Boolean> invariant;

    Loop(TfCall call, List<TfValue> initial, List<Boolean> invariant) {
      this.call = call;
      this.initial = initial;
      this.invariant = invariant;
    }

    private boolean isCarried(int index) {
      if (invariant.get(index)) return false;
      return switch (initial.get(index)) {
        case TfValue.Tensor _ -> true;
        case TfValue.TensorList(var whole, _, _) -> whole.isPresent();
        case TfValue.Complex _,
            TfValue.Variable _,
            TfValue.Table _,
            TfValue.Text _,
            TfValue.Unknown _,
            TfValue.Nothing _ ->
            false;
      };
    }

    private Edge edge(int index) {
      return TfControlFlowRules.edges(List.of(initial.get(index))).getFirst();
    }

    /** The forms of what is carried before the first step. */
    List<Form> forms() {
      var forms = new ArrayList<Form>();
      for (int i = 0; i < initial.size(); i++) if (isCarried(i)) forms.add(edge(i).form());
      return forms;
    }

    /** The forms that hold before every step: an extent that a step changes is open. */
    List<Form> settled(List<TfValue> results) {
      var forms = new ArrayList<Form>();
      for (int i = 0; i < initial.size(); i++) {
        if (!isCarried(i)) continue;
        var before = edge(i).form();
        var after = TfControlFlowRules.edges(List.of(results.get(i)));
        forms.add(
            after.isEmpty() ? before : common(before, after.getFirst().form(), edge(i).name()));
      }
      return forms;
    }

    private Form common(Form before, Form after, String name) {
      if (before.rank() != after.rank())
        throw call.unsupported(
            "a step turns %s into %s, of another rank".formatted(before, after),
            "carry tensors of one rank");
      var dims = new ArrayList<Dim>();
      for (int axis = 0; axis < before.rank(); axis++)
        dims.add(
            before.dim(axis).equals(after.dim(axis))
                ? before.dim(axis)
                : Dim.symbol("%s:%d in the loop".formatted(name, axis)));
      return before.with(dims);
    }

    /** Lowers a function of the loop into a region with an input for each carried edge. */
    List<TfValue> walk(Builder region, String function, List<Form> forms) {
      var arguments = new ArrayList<TfValue>();
      int next = 0;
      for (int i = 0; i < initial.size(); i++) {
        if (!isCarried(i)) {
          arguments.add(initial.get(i));
          continue;
        }
        var input = region.input(edge(i).name(), forms.get(next++));
        arguments.add(
            initial.get(i) instanceof TfValue.TensorList(_, var length, var element)
                ? new TfValue.TensorList(Optional.of(input), length, element)
                : new TfValue.Tensor(input));
      }
      return call.lowering().call(function, arguments, region);
    }

    List<TfValue> emit(List<Form> forms) {
      var condition = new Builder("condition", call.b());
      var test = walk(condition, call.function("cond"), forms);
      if (!(test.getFirst() instanceof TfValue.Tensor(var go)))
        return List.of(new TfValue.Unknown());
      condition.output(condition.reshape(go, List.of()));
      var body = new Builder("body", call.b());
      var results = walk(body, call.function("body"), forms);
      var carried = new ArrayList<Edge>();
      for (int i = 0; i < initial.size(); i++) {
        if (!isCarried(i)) continue;
        carried.add(edge(i));
        var edges = TfControlFlowRules.edges(List.of(results.get(i)));
        if (edges.isEmpty()) return List.of(new TfValue.Unknown());
        body.output(edges.getFirst());
      }
      return values(call.b().whileLoop(carried, condition, body), results);
    }

    private List<TfValue> values(List<Edge> after, List<TfValue> results) {
      var values = new ArrayList<TfValue>();
      int next = 0;
      for (int i = 0; i < initial.size(); i++) {
        if (!isCarried(i)) values.add(initial.get(i));
        else if (results.get(i) instanceof TfValue.TensorList(_, _, var element)
            && initial.get(i) instanceof TfValue.TensorList(_, var length, _))
          values.add(new TfValue.TensorList(Optional.of(after.get(next++)), length, element));
        else values.add(new TfValue.Tensor(after.get(next++)));
      }
      return values;
    }
  }
}
