package dev.bantam.converter;

import dev.bantam.graph.Graph;
import java.util.List;

/**
 * What came out of a source.
 *
 * @param format that the source was recognised as
 * @param inputs names of the source's inputs, in the order of the main subgraph's
 * @param outputs names of the source's outputs, in the order of the main subgraph's
 * @param nodes what became of each node of the source that the outputs need; none where the source
 *     was a {@code .tflite} already
 * @param notes what the reader of the report should know, such as a type that was widened
 */
public record Conversion(
    SourceFormat format,
    Graph graph,
    List<String> inputs,
    List<String> outputs,
    List<NodeReport> nodes,
    List<String> notes) {
  public Conversion {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
    nodes = List.copyOf(nodes);
    notes = List.copyOf(notes);
  }
}
