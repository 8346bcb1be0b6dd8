package dev.bantam.converter.tensorflow;

import dev.bantam.converter.ConversionException;
import dev.bantam.converter.ConversionException.Kind;
import dev.bantam.converter.Diagnostic;
import dev.bantam.converter.Limits;
import dev.bantam.converter.UnsupportedNodeException;
import dev.bantam.converter.build.Builder;
import dev.bantam.converter.build.Edge;
import dev.bantam.converter.build.Ledger;
import dev.bantam.converter.build.Literals;
import dev.bantam.converter.build.Origin;
import dev.bantam.converter.build.Widening;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.FunctionDefLibrary;
import org.tensorflow.proto.NodeDef;

/**
 * Walks from the values that are asked for back to their inputs, and applies the rule of each node.
 */
final class TfLowering {
  /** Operators that are walked to along control edges, as they change state or may. */
  private static final Set<String> EFFECTS =
      Set.of(
          "AssignVariableOp",
          "AssignAddVariableOp",
          "AssignSubVariableOp",
          "Assign",
          "AssignAdd",
          "AssignSub",
          "StatefulPartitionedCall",
          "While",
          "If",
          "NoOp",
          "Identity",
          "LookupTableInsertV2",
          "ResourceScatterUpdate",
          "ResourceScatterAdd");

  private final Map<String, FunctionDef> functions = new HashMap<>();
  private final TfVariables variables;
  private final TfTables tables;
  private final Limits limits;
  private final List<Diagnostic> diagnostics = new ArrayList<>();
  private final Set<String> diagnosed = new HashSet<>();
  private final List<String> notes = new ArrayList<>();
  private final Ledger ledger = new Ledger();
  private final Deque<String> calls = new ArrayDeque<>();
  private int nodes;

  TfLowering(FunctionDefLibrary library, TfVariables variables, TfTables tables, Limits limits) {
    for (var function : library.getFunctionList())
      functions.put(function.getSignature().getName(), function);
    this.variables = variables;
    this.tables = tables;
    this.limits = limits;
  }

  TfVariables variables() {
    return variables;
  }

  TfTables tables() {
    return tables;
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

  void requireWhole() {
    if (!diagnostics.isEmpty()) throw ConversionException.of(diagnostics);
  }

  /** The values of references, such as {@code node:1}. */
  List<TfValue> values(List<String> references, TfScope scope) {
    var values = new ArrayList<TfValue>();
    for (var reference : references) {
      lower(TfScope.nodeName(reference), scope);
      values.add(value(reference, scope));
    }
    return values;
  }

  private static TfValue value(String reference, TfScope scope) {
    var results = scope.results(TfScope.nodeName(reference)).orElseThrow();
    int index = scope.outputIndex(reference);
    if (results.size() == 1 && results.getFirst() instanceof TfValue.Unknown)
      return results.getFirst();
    if (index < 0 || index >= results.size()) {
      throw new ConversionException(
          Kind.INVALID_GRAPH,
          "%s: \"%s\" names output %d of %d",
          scope.place(),
          reference,
          index,
          results.size());
    }
    return results.get(index);
  }

  private void lower(String root, TfScope scope) {
    var stack = new ArrayDeque<String>();
    var open = new HashSet<String>();
    stack.push(root);
    while (!stack.isEmpty()) {
      var name = stack.peek();
      if (scope.results(name).isPresent()) {
        stack.pop();
        continue;
      }
      var node = scope.node(name).orElseThrow(() -> missing(name, scope));
      var pending = pending(node, scope);
      if (pending.isEmpty() && node.getOp().equals("Exit")) {
        exit(node, scope);
        continue;
      }
      if (pending.isEmpty()) {
        scope.define(name, results(node, scope));
        stack.pop();
        continue;
      }
      open.add(name);
      for (var next : pending) {
        if (open.contains(next)) {
          throw new ConversionException(
              Kind.INVALID_GRAPH, "%s: \"%s\" needs itself", scope.place(), next);
        }
        stack.push(next);
      }
    }
  }

  /** Lowers the whole loop that the node leaves. */
  private void exit(NodeDef node, TfScope scope) {
    try {
      V1Frame.of(node, scope).lower(this);
    } catch (UnsupportedNodeException refusal) {
      diagnose(node, scope, String.valueOf(refusal.getMessage()), refusal.fix());
    }
    if (scope.results(node.getName()).isEmpty())
      scope.define(node.getName(), List.of(new TfValue.Unknown()));
  }

  private static ConversionException missing(String name, TfScope scope) {
    return new ConversionException(
        Kind.INVALID_GRAPH, "%s: there is no node \"%s\"", scope.place(), name);
  }

  private static List<String> pending(NodeDef node, TfScope scope) {
    if (node.getOp().equals("Exit"))
      return V1Frame.of(node, scope).outside().stream()
          .filter(name -> scope.results(name).isEmpty())
          .toList();
    var pending = new ArrayList<String>();
    for (var input : node.getInputList()) {
      var name = TfScope.nodeName(input);
      if (scope.results(name).isPresent()) continue;
      boolean control = input.startsWith("^");
      boolean effect = scope.node(name).map(other -> EFFECTS.contains(other.getOp())).orElse(false);
      if (!control || effect) pending.add(name);
    }
    return pending;
  }

  private List<TfValue> results(NodeDef node, TfScope scope) {
    if (++nodes > limits.nodes()) {
      throw new ConversionException(
          Kind.TOO_LARGE, "more than %d nodes, with functions inlined", limits.nodes());
    }
    var inputs = new ArrayList<TfValue>();
    for (var input : node.getInputList())
      if (!input.startsWith("^")) inputs.add(value(input, scope));
    var place = "%s, node %s \"%s\"".formatted(scope.place(), node.getOp(), node.getName());
    int before = ledger.size();
    try {
      var results = results(node, inputs, scope);
      ledger.note(origin(node, scope), edges(inputs), edges(results), before);
      return results;
    } catch (UnsupportedNodeException refusal) {
      diagnose(node, scope, String.valueOf(refusal.getMessage()), refusal.fix());
    } catch (ConversionException refusal) {
      throw refusal.at(place);
    } catch (IllegalArgumentException | IndexOutOfBoundsException | ArithmeticException fault) {
      throw new ConversionException(Kind.INVALID_GRAPH, "%s: %s", place, fault.getMessage());
    }
    return List.of(new TfValue.Unknown());
  }

  private List<TfValue> results(NodeDef node, List<TfValue> inputs, TfScope scope) {
    var function = functions.get(node.getOp());
    if (function != null) return call(node.getOp(), inputs, scope);
    var rule = TfRules.find(node.getOp());
    if (rule.isEmpty()) {
      throw new UnsupportedNodeException(
          "there is no rule for this operator",
          "write it with other operators, or leave it out of the saved function");
    }
    boolean unknown = inputs.stream().anyMatch(TfValue.Unknown.class::isInstance);
    boolean judged =
        TfControlFlowRules.walksRegions(node.getOp()) || TfTableRules.judges(node.getOp());
    if (unknown && !judged) return List.of(new TfValue.Unknown());
    scope.builder().at(origin(node, scope));
    var call = new TfCall(node, inputs, this, scope);
    return TfComplexRules.concerns(call)
        ? TfComplexRules.lower(call)
        : rule.orElseThrow().rule().lower(call);
  }

  private static Origin origin(NodeDef node, TfScope scope) {
    return new Origin(scope.place(), node.getOp(), node.getName());
  }

  /** The tensors among them; handles and the like stand for nothing in the result. */
  private static List<Edge> edges(List<TfValue> values) {
    return values.stream()
        .flatMap(value -> value instanceof TfValue.Tensor(var edge) ? Stream.of(edge) : Stream.of())
        .toList();
  }

  private void diagnose(NodeDef node, TfScope scope, String problem, String fix) {
    // A body that is walked twice is reported once.
    if (diagnosed.add(scope.place() + "\n" + node.getName()))
      diagnostics.add(new Diagnostic(node.getOp(), node.getName(), scope.place(), problem, fix));
  }

  FunctionDef function(String name) {
    return Optional.ofNullable(functions.get(name))
        .orElseThrow(
            () -> new ConversionException(Kind.INVALID_GRAPH, "there is no function \"%s\"", name));
  }

  /** Lowers a function's body where it is called. */
  List<TfValue> call(String name, List<TfValue> arguments, TfScope scope) {
    return call(name, arguments, scope.builder());
  }

  /** Lowers a function's body into a builder of the caller's. */
  List<TfValue> call(String name, List<TfValue> arguments, Builder builder) {
    var function = function(name);
    var signature = function.getSignature();
    if (calls.contains(name) || calls.size() > limits.depth()) {
      throw new ConversionException(Kind.INVALID_GRAPH, "function \"%s\" calls itself", name);
    }
    if (arguments.size() != signature.getInputArgCount()) {
      throw new ConversionException(
          Kind.INVALID_GRAPH,
          "%d arguments for function \"%s\", must be %d",
          arguments.size(),
          name,
          signature.getInputArgCount());
    }
    var inner = new TfScope("function \"" + name + "\"", builder, true, function.getNodeDefList());
    for (int i = 0; i < arguments.size(); i++)
      inner.define(signature.getInputArg(i).getName(), List.of(arguments.get(i)));
    calls.push(name);
    try {
      var results =
          values(
              signature.getOutputArgList().stream()
                  .map(output -> function.getRetOrDefault(output.getName(), output.getName()))
                  .toList(),
              inner);
      for (var effect : function.getControlRetMap().values()) {
        boolean known =
            inner.node(effect).map(node -> EFFECTS.contains(node.getOp())).orElse(false);
        if (known) lower(effect, inner);
      }
      return results;
    } finally {
      calls.pop();
    }
  }

  /** The variable's value: a constant, unless the model assigns it. */
  Edge read(String handle, Builder b) {
    var stored = variables.saved(handle);
    var saved = Literals.cast(stored, Widening.of(stored.type().dtype()));
    if (!variables.isAssigned(handle)) return b.constant(handle, saved);
    return b.readVariable(handle, saved.type());
  }
}
