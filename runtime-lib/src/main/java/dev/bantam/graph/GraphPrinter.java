package dev.bantam.graph;

import dev.bantam.type.Bytes;
import dev.bantam.type.Literal;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Writes a graph as text, line by line. */
final class GraphPrinter {
  private final ValueText values;
  private final StringBuilder text = new StringBuilder();

  /**
   * @param exact whether the text will be parsed
   */
  GraphPrinter(boolean exact) {
    values = new ValueText(exact);
  }

  String print(Graph graph) {
    line("graph " + ValueText.quoted(graph.description()));
    for (var entry : graph.metadata()) {
      line("metadata %s %s".formatted(ValueText.quoted(entry.name()), values.bytes(entry.bytes())));
    }
    if (!graph.associatedFiles().isEmpty()) {
      line("associated_files " + values.bytes(graph.associatedFiles()));
    }
    for (var signature : graph.signatures()) {
      line(
          "signature %s %d %s -> %s"
              .formatted(
                  ValueText.quoted(signature.key()),
                  signature.subgraph(),
                  arguments(signature.inputs()),
                  arguments(signature.outputs())));
    }
    graph.subgraphs().forEach(this::subgraph);
    return text.toString();
  }

  private void line(String line) {
    text.append(line).append('\n');
  }

  private static String arguments(Map<String, Integer> arguments) {
    return arguments.entrySet().stream()
        .map(entry -> ValueText.quoted(entry.getKey()) + ": " + entry.getValue())
        .collect(Collectors.joining(", ", "{", "}"));
  }

  private void subgraph(Subgraph subgraph) {
    line(
        "subgraph %s %s -> %s"
            .formatted(
                ValueText.quoted(subgraph.name()),
                indices(subgraph.inputs()),
                indices(subgraph.outputs())));
    for (int i = 0; i < subgraph.tensors().size(); i++) line(tensor(i, subgraph.tensor(i)));
    for (var node : subgraph.nodes()) line(node(node));
  }

  private static String indices(List<Integer> indices) {
    return indices.stream()
        .map(index -> index == Node.ABSENT ? "-" : index.toString())
        .collect(Collectors.joining(", ", "(", ")"));
  }

  private String tensor(int index, GraphTensor tensor) {
    var line = new StringBuilder("  %" + index + " ");
    line.append(ValueText.quoted(tensor.name())).append(": ").append(tensor.type());
    if (!tensor.signature().isEmpty()) line.append(" open ").append(tensor.signature());
    tensor
        .quantization()
        .ifPresent(
            scheme ->
                line.append(" scale ")
                    .append(scheme.scales())
                    .append(" zero ")
                    .append(scheme.zeroPoints())
                    .append(" axis ")
                    .append(scheme.axis()));
    if (tensor.variable()) line.append(" variable");
    line.append(notes(tensor.notes()));
    tensor.constant().ifPresent(value -> line.append(" = ").append(constant(value)));
    return line.toString();
  }

  private String notes(Notes notes) {
    var line = new StringBuilder();
    if (!notes.minima().isEmpty()) line.append(" min ").append(notes.minima());
    if (!notes.maxima().isEmpty()) line.append(" max ").append(notes.maxima());
    if (!notes.quantization().equals(Attributes.NONE)) {
      line.append(" details ").append(values.attributes(notes.quantization()));
    }
    for (var variant : notes.variants()) line.append(" holds ").append(values.attributes(variant));
    notes.sparsity().ifPresent(sparsity -> line.append(sparsity(sparsity)));
    return line.toString();
  }

  private static String sparsity(Sparsity sparsity) {
    var levels =
        sparsity.levels().stream().map(GraphPrinter::level).collect(Collectors.joining(", "));
    return " sparse %s blocks %s levels [%s]"
        .formatted(sparsity.order(), sparsity.blockMap(), levels);
  }

  private static String level(Sparsity.Level level) {
    return switch (level) {
      case Sparsity.Level.Dense(int extent) -> "dense " + extent;
      case Sparsity.Level.Compressed(var segments, var indices) ->
          "compressed %s %s".formatted(segments, indices);
    };
  }

  private String constant(Literal value) {
    return values.literal(value);
  }

  private String node(Node node) {
    var line = new StringBuilder("  ");
    line.append(node.custom() ? "custom " + ValueText.quoted(node.operator()) : node.operator());
    line.append(' ').append(node.version()).append(' ').append(indices(node.inputs()));
    line.append(" -> ").append(indices(node.outputs()));
    if (!node.intermediates().isEmpty()) {
      line.append(" inner ").append(indices(node.intermediates()));
    }
    if (!node.attributes().table().isEmpty()) {
      line.append(' ').append(values.attributes(node.attributes()));
    }
    Bytes custom = node.attributes().custom();
    if (!custom.isEmpty()) line.append(" options ").append(values.bytes(custom));
    return line.toString();
  }
}
