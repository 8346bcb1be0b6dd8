package dev.bantam.quantization;

import dev.bantam.graph.Attributes;
import dev.bantam.graph.Graph;
import dev.bantam.graph.GraphTensor;
import dev.bantam.graph.Node;
import dev.bantam.graph.Signature;
import dev.bantam.graph.Subgraph;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** A main subgraph being rewritten: tensors are replaced or added, nodes are written in order. */
final class GraphEdit {
  private final Graph graph;
  private final List<GraphTensor> tensors;
  private final List<Node> nodes = new ArrayList<>();
  private final Set<String> names = new HashSet<>();
  private List<Integer> inputs;
  private List<Integer> outputs;

  GraphEdit(Graph graph) {
    this.graph = graph;
    tensors = new ArrayList<>(graph.main().tensors());
    for (var tensor : tensors) names.add(tensor.name());
    inputs = graph.main().inputs();
    outputs = graph.main().outputs();
  }

  GraphTensor tensor(int index) {
    return tensors.get(index);
  }

  void replace(int index, GraphTensor tensor) {
    tensors.set(index, tensor);
  }

  /** Adds a tensor; its name is made unique. */
  int add(GraphTensor tensor) {
    var name = tensor.name();
    for (int i = 1; !names.add(name); i++) name = tensor.name() + "_" + i;
    tensors.add(tensor.named(name));
    return tensors.size() - 1;
  }

  void add(Node node) {
    nodes.add(node);
  }

  void add(String operator, int input, int output) {
    nodes.add(Node.builtin(operator, List.of(input), List.of(output), Attributes.NONE));
  }

  void setInputs(List<Integer> changed) {
    inputs = changed;
  }

  void setOutputs(List<Integer> changed) {
    outputs = changed;
  }

  /** The new model. Tensors that nothing names any more are left out. */
  Graph build() {
    var used = new HashSet<Integer>(inputs);
    used.addAll(outputs);
    for (var node : nodes) {
      used.addAll(node.inputs());
      used.addAll(node.outputs());
      used.addAll(node.intermediates());
    }
    var renamed = graph.signatures().stream().map(this::followed).toList();
    for (var signature : renamed) {
      if (signature.subgraph() != 0) continue;
      used.addAll(signature.inputs().values());
      used.addAll(signature.outputs().values());
    }
    var places = new HashMap<Integer, Integer>();
    places.put(Node.ABSENT, Node.ABSENT);
    var kept = new ArrayList<GraphTensor>();
    for (int i = 0; i < tensors.size(); i++) {
      if (!used.contains(i)) continue;
      places.put(i, kept.size());
      kept.add(tensors.get(i));
    }
    var moved = nodes.stream().map(node -> moved(node, places)).toList();
    var main =
        new Subgraph(
            graph.main().name(), kept, moved(inputs, places), moved(outputs, places), moved);
    var signatures =
        renamed.stream()
            .map(signature -> signature.subgraph() == 0 ? signature.mapped(places::get) : signature)
            .toList();
    return graph.withMain(main).withSignatures(signatures);
  }

  /**
   * A signature names the model's inputs and outputs, so it follows where others took their place.
   */
  private Signature followed(Signature signature) {
    if (signature.subgraph() != 0) return signature;
    var main = graph.main();
    return new Signature(
        signature.key(),
        0,
        followed(signature.inputs(), main.inputs(), inputs),
        followed(signature.outputs(), main.outputs(), outputs));
  }

  private static SortedMap<String, Integer> followed(
      SortedMap<String, Integer> tensors, List<Integer> before, List<Integer> after) {
    var followed = new TreeMap<String, Integer>();
    tensors.forEach(
        (argument, tensor) -> {
          int place = before.indexOf(tensor);
          followed.put(argument, place < 0 ? tensor : after.get(place));
        });
    return followed;
  }

  private static Node moved(Node node, Map<Integer, Integer> places) {
    return new Node(
        node.operator(),
        node.custom(),
        node.version(),
        moved(node.inputs(), places),
        moved(node.outputs(), places),
        moved(node.intermediates(), places),
        node.attributes());
  }

  private static List<Integer> moved(List<Integer> tensors, Map<Integer, Integer> places) {
    return tensors.stream().map(places::get).toList();
  }
}
