package dev.bantam.converter.onnx;

import dev.bantam.converter.ConversionException;
import dev.bantam.converter.ConversionException.Kind;
import dev.bantam.converter.Diagnostic;
import dev.bantam.converter.Limits;
import dev.bantam.converter.UnsupportedNodeException;
import dev.bantam.converter.build.Edge;
import dev.bantam.converter.build.Ledger;
import dev.bantam.converter.build.Origin;
import dev.bantam.type.DType;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import onnx.Onnx.AttributeProto;
import onnx.Onnx.FunctionProto;
import onnx.Onnx.GraphProto;
import onnx.Onnx.ModelProto;
import onnx.Onnx.NodeProto;
import onnx.Onnx.OperatorSetIdProto;

/** Walks graphs, branches and functions, and applies the rule of each node. */
final class OnnxLowering {
  /** Stands for results of nodes that cannot be lowered, so that the walk finds the others too. */
  static final Edge UNKNOWN = dev.bantam.converter.build.Unknown.EDGE;

  private final OnnxTensors tensors;
  private final Limits limits;
  private final Map<String, FunctionProto> functions;
  private final List<Diagnostic> diagnostics = new ArrayList<>();
  private final List<Diagnostic> inputDiagnostics = new ArrayList<>();
  private final Map<String, DType> packed = new HashMap<>();
  private final List<String> notes = new ArrayList<>();
  private final Ledger ledger = new Ledger();
  private final Deque<String> calls = new ArrayDeque<>();
  private int nodes;

  OnnxLowering(ModelProto model, OnnxTensors tensors, Limits limits) {
    this.tensors = tensors;
    this.limits = limits;
    this.functions =
        model.getFunctionsList().stream()
            .collect(
                Collectors.toMap(
                    function -> key(function.getDomain(), function.getName()),
                    function -> function,
                    (first, second) -> {
                      throw new ConversionException(
                          Kind.INVALID_GRAPH, "function \"%s\" is defined twice", first.getName());
                    }));
  }

  private static String key(String domain, String name) {
    return (domain.equals("ai.onnx") ? "" : domain) + ":" + name;
  }

  OnnxTensors tensors() {
    return tensors;
  }

  Optional<DType> packed(String name) {
    return Optional.ofNullable(packed.get(name));
  }

  Ledger ledger() {
    return ledger;
  }

  List<String> notes() {
    return notes;
  }

  void note(String text) {
    if (!notes.contains(text)) notes.add(text);
  }

  /** An input that no edge can stand for; reported where no node is. */
  void diagnoseInput(String name, String place, String problem, String fix) {
    inputDiagnostics.add(new Diagnostic("input", name, place, problem, fix));
  }

  /** Refuses the model if anything in it could not be lowered. */
  void requireWhole() {
    if (!diagnostics.isEmpty()) throw ConversionException.of(diagnostics);
    if (!inputDiagnostics.isEmpty()) throw ConversionException.of(inputDiagnostics);
  }

  static Map<String, Integer> opsets(List<OperatorSetIdProto> imports) {
    var opsets = new HashMap<String, Integer>();
    for (var entry : imports)
      opsets.put(
          entry.getDomain().equals("ai.onnx") ? "" : entry.getDomain(),
          (int) Math.min(Integer.MAX_VALUE, entry.getVersion()));
    return opsets;
  }

  /** The nodes of a graph whose inputs are defined; then its outputs. */
  List<Edge> lower(GraphProto graph, OnnxScope scope) {
    for (var initializer : graph.getInitializerList()) {
      var literal = tensors.read(initializer);
      OnnxTensors.dtype(initializer.getDataType())
          .filter(dtype -> dtype.kind() == DType.Kind.PACKED)
          .ifPresent(dtype -> packed.put(initializer.getName(), dtype));
      scope.define(initializer.getName(), scope.builder().constant(initializer.getName(), literal));
    }
    if (graph.getSparseInitializerCount() > 0) {
      throw new ConversionException(
          Kind.UNSUPPORTED, "%s: sparse initializers, must be dense", scope.place());
    }
    lower(graph.getNodeList(), scope);
    var outputs = new ArrayList<Edge>();
    for (var output : graph.getOutputList()) {
      outputs.add(
          scope
              .find(output.getName())
              .orElseThrow(
                  () ->
                      new ConversionException(
                          Kind.INVALID_GRAPH,
                          "%s: nothing makes the output \"%s\"",
                          scope.place(),
                          output.getName())));
    }
    return outputs;
  }

  private void lower(List<NodeProto> list, OnnxScope scope) {
    for (int i = 0; i < list.size(); i++) {
      if (++nodes > limits.nodes()) {
        throw new ConversionException(
            Kind.TOO_LARGE, "more than %d nodes, with functions inlined", limits.nodes());
      }
      var node = list.get(i);
      var inputs = inputs(list, i, scope);
      var place = "%s, node %d %s \"%s\"".formatted(scope.place(), i, named(node), name(node));
      List<Edge> results;
      int before = ledger.size();
      try {
        results = lower(node, inputs, scope);
        ledger.note(origin(node, scope), inputs, results, before);
      } catch (UnsupportedNodeException refusal) {
        diagnose(node, scope, String.valueOf(refusal.getMessage()), refusal.fix());
        results = List.of();
      } catch (ConversionException refusal) {
        throw refusal.at(place);
      } catch (IllegalArgumentException | IndexOutOfBoundsException | ArithmeticException fault) {
        throw new ConversionException(Kind.INVALID_GRAPH, "%s: %s", place, fault.getMessage());
      }
      define(node, results, scope);
    }
  }

  private static String named(NodeProto node) {
    return node.getDomain().isEmpty() || node.getDomain().equals("ai.onnx")
        ? node.getOpType()
        : node.getDomain() + ":" + node.getOpType();
  }

  private static String name(NodeProto node) {
    if (!node.getName().isEmpty()) return node.getName();
    return node.getOutputCount() > 0 ? node.getOutput(0) : "";
  }

  private static Origin origin(NodeProto node, OnnxScope scope) {
    return new Origin(scope.place(), named(node), name(node));
  }

  private void diagnose(NodeProto node, OnnxScope scope, String problem, String fix) {
    diagnostics.add(new Diagnostic(named(node), name(node), scope.place(), problem, fix));
  }

  private static void define(NodeProto node, List<Edge> results, OnnxScope scope) {
    for (int i = 0; i < node.getOutputCount(); i++) {
      var output = node.getOutput(i);
      if (output.isEmpty()) continue;
      if (scope.defines(output)) {
        throw new ConversionException(
            Kind.INVALID_GRAPH, "%s: \"%s\" is made twice", scope.place(), output);
      }
      scope.define(output, i < results.size() ? results.get(i) : UNKNOWN);
    }
  }

  private static List<Edge> inputs(List<NodeProto> list, int index, OnnxScope scope) {
    var inputs = new ArrayList<Edge>();
    for (var input : list.get(index).getInputList()) {
      inputs.add(
          input.isEmpty()
              ? Edge.ABSENT
              : scope.find(input).orElseThrow(() -> missing(list, index, input, scope)));
    }
    return inputs;
  }

  private static ConversionException missing(
      List<NodeProto> list, int index, String input, OnnxScope scope) {
    var later = new HashSet<String>();
    for (var node : list.subList(index, list.size())) later.addAll(node.getOutputList());
    var node = list.get(index);
    return new ConversionException(
        Kind.INVALID_GRAPH,
        later.contains(input)
            ? "%s, node %d %s \"%s\": reads \"%s\", which is made at or after it; nodes must be in order and without cycles"
            : "%s, node %d %s \"%s\": nothing makes \"%s\"",
        scope.place(),
        index,
        named(node),
        name(node),
        input);
  }

  private List<Edge> lower(NodeProto node, List<Edge> inputs, OnnxScope scope) {
    var function = functions.get(key(node.getDomain(), node.getOpType()));
    var attributes = attributes(node, scope);
    if (function != null) return inline(function, inputs, attributes, scope);
    var entry = OnnxRules.find(node.getDomain(), node.getOpType());
    if (entry.isEmpty()) {
      diagnose(
          node,
          scope,
          "there is no rule for this operator",
          "write it with standard operators, or leave it out of the exported model");
      return List.of();
    }
    if (inputs.contains(UNKNOWN)) {
      walkUnknown(node, scope);
      return List.of();
    }
    var line = entry.orElseThrow();
    int opset = opset(node, scope);
    long given = inputs.stream().limit(line.fewest()).filter(edge -> !edge.isAbsent()).count();
    if (given < line.fewest() || inputs.size() > line.most()) {
      throw new ConversionException(
          Kind.INVALID_GRAPH,
          "%d inputs, must be %s",
          inputs.size(),
          line.fewest() == line.most()
              ? String.valueOf(line.most())
              : line.most() == Integer.MAX_VALUE
                  ? "at least " + line.fewest()
                  : "%d to %d".formatted(line.fewest(), line.most()));
    }
    scope.builder().at(origin(node, scope));
    return line.rule().lower(new OnnxCall(node, opset, inputs, attributes, this, scope));
  }

  /** Looks for operators without a rule inside of a node that cannot be lowered anyway. */
  private void walkUnknown(NodeProto node, OnnxScope scope) {
    for (var attribute : node.getAttributeList()) {
      for (var inner : attribute.getG().getNodeList()) {
        boolean known =
            OnnxRules.find(inner.getDomain(), inner.getOpType()).isPresent()
                || functions.containsKey(key(inner.getDomain(), inner.getOpType()));
        if (!known)
          diagnose(inner, scope, "there is no rule for this operator", "leave it out of the model");
        walkUnknown(inner, scope);
      }
    }
  }

  private static int opset(NodeProto node, OnnxScope scope) {
    var domain = node.getDomain().equals("ai.onnx") ? "" : node.getDomain();
    var opset = scope.opsets().get(domain);
    if (opset == null) {
      throw new ConversionException(
          Kind.INVALID_GRAPH, "its operator set \"%s\" is not imported", domain);
    }
    return opset;
  }

  private static Map<String, AttributeProto> attributes(NodeProto node, OnnxScope scope) {
    var attributes = new HashMap<String, AttributeProto>();
    for (var attribute : node.getAttributeList()) {
      if (attribute.getRefAttrName().isEmpty()) attributes.put(attribute.getName(), attribute);
      else
        scope
            .argument(attribute.getRefAttrName())
            .ifPresent(argument -> attributes.put(attribute.getName(), argument));
    }
    return attributes;
  }

  private List<Edge> inline(
      FunctionProto function,
      List<Edge> inputs,
      Map<String, AttributeProto> attributes,
      OnnxScope scope) {
    var name = key(function.getDomain(), function.getName());
    if (calls.contains(name)) {
      throw new ConversionException(
          Kind.INVALID_GRAPH, "function \"%s\" calls itself", function.getName());
    }
    if (inputs.size() > function.getInputCount()) {
      throw new ConversionException(
          Kind.INVALID_GRAPH,
          "%d inputs for function \"%s\", must be at most %d",
          inputs.size(),
          function.getName(),
          function.getInputCount());
    }
    var arguments = new HashMap<String, AttributeProto>();
    for (var standard : function.getAttributeProtoList())
      arguments.put(standard.getName(), standard);
    arguments.putAll(attributes);
    var inner =
        new OnnxScope(
            "function \"" + function.getName() + "\"",
            scope.builder(),
            opsets(function.getOpsetImportList()),
            arguments,
            null);
    for (int i = 0; i < function.getInputCount(); i++)
      inner.define(function.getInput(i), i < inputs.size() ? inputs.get(i) : Edge.ABSENT);
    calls.push(name);
    try {
      lower(function.getNodeList(), inner);
    } finally {
      calls.pop();
    }
    return function.getOutputList().stream()
        .map(output -> inner.find(output).orElse(Edge.ABSENT))
        .toList();
  }
}
