package dev.bantam.op;

import dev.bantam.graph.Graph;
import dev.bantam.prim.Evaluator;
import dev.bantam.prim.Variable;
import dev.bantam.type.Literal;
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

  ModuleState(Operators operators, Graph graph, Evaluator evaluator) {
    this(operators, graph, new Resources(operators, graph, evaluator));
  }

  ModuleState(Operators operators, Graph graph, Resources resources) {
    this.operators = operators;
    this.graph = graph;
    this.resources = resources;
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

  Variable variable(String name, Literal initial) {
    return tensors.computeIfAbsent(name, key -> new Variable(key, initial));
  }

  List<Variable> variables() {
    var all = new ArrayList<>(tensors.values());
    all.addAll(resources.variables());
    return all;
  }
}
