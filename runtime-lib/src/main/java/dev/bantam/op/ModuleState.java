package dev.bantam.op;

import dev.bantam.graph.Graph;
import dev.bantam.prim.Evaluator;
import dev.bantam.prim.Variable;
import dev.bantam.type.DType;
import dev.bantam.type.Literal;
import dev.bantam.type.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What all subgraphs of a program share while it is lowered: operators, and the variables. */
final class ModuleState {
  private final Operators operators;
  private final Graph graph;
  private final Map<String, Variable> tensors = new TreeMap<>();
  private final Resources resources;
  private final Map<TensorPath, Literal> known;

  ModuleState(
      Operators operators, Graph graph, Evaluator evaluator, Map<TensorPath, Literal> known) {
    this(operators, graph, new Resources(operators, graph, evaluator), known);
  }

  ModuleState(Operators operators, Graph graph, Resources resources) {
    this(operators, graph, resources, Map.of());
  }

  private ModuleState(
      Operators operators, Graph graph, Resources resources, Map<TensorPath, Literal> known) {
    this.operators = operators;
    this.graph = graph;
    this.resources = resources;
    this.known = known;
  }

  /** The tensors of an inner subgraph whose values in that run are known. */
  Map<Integer, Literal> known(List<Integer> calls) {
    var values = new TreeMap<Integer, Literal>();
    known.forEach(
        (path, value) -> {
          if (path.calls().equals(calls)) values.put(path.tensor(), value);
        });
    return values;
  }

  Operators operators() {
    return operators;
  }

  Graph graph() {
    return graph;
  }

  Resources resources() {
    return resources;
  }

  /** The state behind a variable tensor. */
  Variable variable(int subgraph, int tensor) {
    var definition = graph.subgraphs().get(subgraph).tensor(tensor);
    return tensors.computeIfAbsent(
        "tensor_%d_%d".formatted(subgraph, tensor),
        name -> new Variable(name, VariableTensors.initial(definition)));
  }

  /** What a tensor had when it was computed last, where a run may end before it is. */
  Variable held(int subgraph, int tensor, Shape shape) {
    var definition = graph.subgraphs().get(subgraph).tensor(tensor);
    var type = Lowering.unpacked(definition.type().with(shape));
    return variable(
        "held_%d_%d".formatted(subgraph, tensor), VariableTensors.initial(definition.with(type)));
  }

  /** Whether the run goes on behind the operator that runs a subgraph which may end it. */
  Variable goesOn() {
    return variable("goes_on", Literal.scalar(DType.BOOL, 1L));
  }

  Variable variable(String name, Literal initial) {
    return tensors.computeIfAbsent(name, key -> new Variable(key, initial));
  }

  List<Variable> variables() {
    var all = new ArrayList<>(tensors.values());
    all.addAll(resources.variables());
    return all;
  }
}
