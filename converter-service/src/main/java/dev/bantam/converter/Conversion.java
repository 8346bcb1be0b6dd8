package dev.bantam.converter;

import dev.bantam.graph.Graph;
import java.util.List;

/**
 * What came out of a source.
 *
 * @param format that the source was recognised as
 * @param inputs names of the source's inputs, in the order of the main subgraph's
 * @param outputs names of the source's outputs, in the order of the main subgraph's
 * @param notes what the reader of the report should know, such as a type that was widened
 */
public record Conversion(
    SourceFormat format,
    Graph graph,
    List<String> inputs,
    List<String> outputs,
    List<String> notes) {
  public Conversion {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
    notes = List.copyOf(notes);
  }
}
