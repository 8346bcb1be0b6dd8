package dev.bantam.cli;

import dev.bantam.graph.Graph;
import dev.bantam.graph.GraphTensor;
import dev.bantam.graph.Signature;
import dev.bantam.graph.Subgraph;
import dev.bantam.model.AssociatedFiles;
import dev.bantam.op.Operators;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What is in a model, in numbers and names.
 *
 * @param fileBytes size of the file
 * @param weightBytes of constants that hold more than one element
 * @param operators how often each is used, in all subgraphs
 * @param undefined operators that nothing here can run
 */
record Contents(
    long fileBytes,
    long weightBytes,
    int subgraphs,
    int tensors,
    SortedMap<String, Integer> operators,
    List<String> undefined,
    List<Border> inputs,
    List<Border> outputs,
    Map<String, List<String>> signatures,
    List<String> metadata,
    List<String> associatedFiles,
    String description) {

  /** An input or output of the main subgraph. */
  record Border(String name, String type, String quantization) {
    static Border of(GraphTensor tensor) {
      var open = tensor.signature().isEmpty() ? "" : " open " + tensor.signature();
      var scheme =
          tensor
              .quantization()
              .map(
                  q ->
                      q.isPerAxis()
                          ? "%d scales on axis %d".formatted(q.scales().size(), q.axis())
                          : "scale %s, zero point %d".formatted(q.scale(), q.zeroPoint()))
              .orElse("");
      return new Border(tensor.name(), tensor.type() + open, scheme);
    }

    String line() {
      return name + ": " + type + (quantization.isEmpty() ? "" : ", " + quantization);
    }
  }

  static Contents of(Graph graph, long fileBytes) {
    var operators = new TreeMap<String, Integer>();
    var undefined = new TreeMap<String, Integer>();
    var known = Operators.load();
    long weights = 0;
    int tensors = 0;
    for (var subgraph : graph.subgraphs()) {
      tensors += subgraph.tensors().size();
      weights += weights(subgraph);
      for (var node : subgraph.nodes()) {
        var name = node.custom() ? "custom " + node.operator() : node.operator();
        operators.merge(name, 1, Integer::sum);
        if (known.find(node).isEmpty()) undefined.merge(name, 1, Integer::sum);
      }
    }
    var main = graph.main();
    var signatures = new TreeMap<String, List<String>>();
    for (var signature : graph.signatures()) signatures.put(signature.key(), arguments(signature));
    return new Contents(
        fileBytes,
        weights,
        graph.subgraphs().size(),
        tensors,
        operators,
        List.copyOf(undefined.keySet()),
        main.inputs().stream().map(main::tensor).map(Border::of).toList(),
        main.outputs().stream().map(main::tensor).map(Border::of).toList(),
        signatures,
        graph.metadata().stream().map(entry -> entry.name()).toList(),
        AssociatedFiles.names(graph.associatedFiles()),
        graph.description());
  }

  private static long weights(Subgraph subgraph) {
    long bytes = 0;
    for (var tensor : subgraph.tensors()) {
      var constant = tensor.constant();
      if (constant.isPresent() && constant.get().elements() > 1) {
        bytes += constant.get().bytes().byteSize();
      }
    }
    return bytes;
  }

  private static List<String> arguments(Signature signature) {
    var names = new ArrayList<String>();
    signature.inputs().keySet().forEach(name -> names.add("in " + name));
    signature.outputs().keySet().forEach(name -> names.add("out " + name));
    return names;
  }

  /** As people read it. */
  List<String> lines() {
    var lines = new ArrayList<String>();
    lines.add("file: %d bytes, weights: %d bytes".formatted(fileBytes, weightBytes));
    lines.add("subgraphs: %d, tensors: %d".formatted(subgraphs, tensors));
    if (!description.isEmpty()) lines.add("description: " + description.strip());
    inputs.forEach(input -> lines.add("input " + input.line()));
    outputs.forEach(result -> lines.add("output " + result.line()));
    signatures.forEach(
        (key, names) -> lines.add("signature %s: %s".formatted(key, String.join(", ", names))));
    operators.forEach((name, count) -> lines.add("%5d %s".formatted(count, name)));
    if (!metadata.isEmpty()) lines.add("metadata: " + String.join(", ", metadata));
    if (!associatedFiles.isEmpty()) {
      lines.add("associated files: " + String.join(", ", associatedFiles));
    }
    if (!undefined.isEmpty()) {
      lines.add("operators that nothing here can run: " + String.join(", ", undefined));
    }
    return lines;
  }
}
