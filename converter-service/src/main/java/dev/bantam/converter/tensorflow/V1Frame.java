package dev.bantam.converter.tensorflow;

import dev.bantam.converter.ConversionException;
import dev.bantam.converter.ConversionException.Kind;
import dev.bantam.converter.build.Builder;
import dev.bantam.converter.build.Dim;
import dev.bantam.converter.build.Edge;
import dev.bantam.converter.build.Form;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.tensorflow.proto.NodeDef;

/**
 * A loop as TensorFlow 1 writes it: values come in by Enter, meet what the last step gave in Merge,
 * and leave by Exit once LoopCond says so at Switch. It is raised to a loop with a body.
 */
final class V1Frame {
  private final TfScope scope;
  private final List<Variable> variables = new ArrayList<>();
  private final List<NodeDef> constants = new ArrayList<>();
  private final String condition;

  /** What goes round: the nodes by name. */
  private record Variable(
      NodeDef enter, NodeDef merge, String onward, NodeDef next, Optional<String> exit) {}

  private V1Frame(TfScope scope, String frame) {
    this.scope = scope;
    var found = "";
    for (var node : scope.nodes()) {
      if (node.getOp().equals("Enter") && frame.equals(name(node))) {
        var variable = variable(node);
        if (variable.isPresent()) {
          variables.add(variable.orElseThrow());
          var back = switchOf(variable.orElseThrow().merge());
          if (back.isPresent()) found = back.orElseThrow().getInput(1);
        } else constants.add(node);
      }
    }
    this.condition = found;
    if (variables.isEmpty() || condition.isEmpty())
      throw new ConversionException(Kind.INVALID_GRAPH, "loop \"%s\" has no condition", frame);
  }

  /** The loop that an Exit leaves. */
  static V1Frame of(NodeDef exit, TfScope scope) {
    var merge =
        scope
            .node(TfScope.nodeName(exit.getInput(0)))
            .flatMap(node -> scope.node(TfScope.nodeName(node.getInput(0))))
            .flatMap(node -> scope.node(TfScope.nodeName(node.getInput(0))));
    var frame = merge.filter(node -> node.getOp().equals("Enter")).map(V1Frame::name);
    return new V1Frame(
        scope,
        frame.orElseThrow(
            () ->
                new ConversionException(
                    Kind.INVALID_GRAPH, "\"%s\" leaves no loop", exit.getName())));
  }

  private static String name(NodeDef enter) {
    var value = enter.getAttrMap().get("frame_name");
    return value == null ? "" : value.getS().toStringUtf8();
  }

  private Optional<NodeDef> reader(String operator, String of) {
    return scope.nodes().stream()
        .filter(node -> node.getOp().equals(operator))
        .filter(node -> node.getInputCount() > 0)
        .filter(node -> TfScope.nodeName(node.getInput(0)).equals(of))
        .findFirst();
  }

  private Optional<NodeDef> switchOf(NodeDef merge) {
    return reader("Switch", merge.getName());
  }

  private Optional<Variable> variable(NodeDef enter) {
    var merge = reader("Merge", enter.getName());
    if (merge.isEmpty() || merge.orElseThrow().getInputCount() < 2) return Optional.empty();
    var next = scope.node(TfScope.nodeName(merge.orElseThrow().getInput(1)));
    var onward = switchOf(merge.orElseThrow());
    if (next.isEmpty()) return Optional.empty();
    var exit = onward.flatMap(node -> reader("Exit", node.getName())).map(NodeDef::getName);
    return Optional.of(
        new Variable(
            enter,
            merge.orElseThrow(),
            onward.map(NodeDef::getName).orElse(""),
            next.orElseThrow(),
            exit));
  }

  /** What has to be lowered before the loop. */
  List<String> outside() {
    var references = new ArrayList<String>();
    for (var variable : variables) references.add(TfScope.nodeName(variable.enter().getInput(0)));
    for (var enter : constants) references.add(TfScope.nodeName(enter.getInput(0)));
    return references;
  }

  /** Emits the loop and defines all of its exits. */
  void lower(TfLowering lowering) {
    var initial = new ArrayList<Edge>();
    for (var variable : variables) initial.add(edge(lowering, variable.enter().getInput(0), scope));
    var forms = initial.stream().map(Edge::form).toList();
    var probed = step(lowering, new Builder("probe", scope.builder()), forms);
    var settled = new ArrayList<Form>();
    for (int i = 0; i < forms.size(); i++)
      settled.add(common(forms.get(i), probed.get(i).form(), i));
    var test = new Builder("condition", scope.builder());
    var inner = region(lowering, test, settled);
    test.output(test.reshape(edge(lowering, test(), inner), List.of()));
    var body = new Builder("body", scope.builder());
    step(lowering, body, settled).forEach(body::output);
    var after = scope.builder().whileLoop(initial, test, body);
    for (int i = 0; i < variables.size(); i++) {
      var result = new TfValue.Tensor(after.get(i));
      variables.get(i).exit().ifPresent(exit -> scope.define(exit, List.of(result)));
    }
  }

  /** What LoopCond passes on. */
  private String test() {
    return scope
        .node(TfScope.nodeName(condition))
        .map(node -> node.getInput(0))
        .orElseThrow(
            () -> new ConversionException(Kind.INVALID_GRAPH, "a loop without a condition"));
  }

  private static Form common(Form before, Form after, int index) {
    if (before.rank() != after.rank())
      throw new dev.bantam.converter.UnsupportedNodeException(
          "a step turns %s into %s".formatted(before, after), "carry tensors of one rank");
    var dims = new ArrayList<Dim>();
    for (int axis = 0; axis < before.rank(); axis++)
      dims.add(
          before.dim(axis).equals(after.dim(axis))
              ? before.dim(axis)
              : Dim.symbol("carried %d:%d".formatted(index, axis)));
    return before.with(dims);
  }

  private static Edge edge(TfLowering lowering, String reference, TfScope scope) {
    if (lowering.values(List.of(reference), scope).getFirst() instanceof TfValue.Tensor(var edge))
      return edge;
    throw new dev.bantam.converter.UnsupportedNodeException(
        "\"" + reference + "\" in a loop is no tensor", "carry tensors through the loop");
  }

  /** A scope in which the values of a step are known. */
  private TfScope region(TfLowering lowering, Builder region, List<Form> forms) {
    var inner = scope.region(region);
    for (int i = 0; i < variables.size(); i++) {
      var input =
          new TfValue.Tensor(region.input(variables.get(i).merge().getName(), forms.get(i)));
      inner.define(variables.get(i).merge().getName(), List.of(input, new TfValue.Nothing()));
      if (!variables.get(i).onward().isEmpty())
        inner.define(variables.get(i).onward(), List.of(input, input));
    }
    for (var enter : constants)
      inner.define(enter.getName(), lowering.values(List.of(enter.getInput(0)), scope));
    return inner;
  }

  private List<Edge> step(TfLowering lowering, Builder region, List<Form> forms) {
    var inner = region(lowering, region, forms);
    var results = new ArrayList<Edge>();
    for (var variable : variables) results.add(edge(lowering, variable.next().getInput(0), inner));
    return results;
  }
}
