package dev.bantam.graph;

import java.util.List;

/**
 * A whole model. Subgraph 0 is the main one.
 *
 * @param description free text of the file; may be empty
 * @param metadata named byte strings, in the order of the file
 */
public record Graph(
    List<Subgraph> subgraphs,
    List<Signature> signatures,
    List<Metadata> metadata,
    String description) {
  public Graph {
    subgraphs = List.copyOf(subgraphs);
    signatures = List.copyOf(signatures);
    metadata = List.copyOf(metadata);
    if (subgraphs.isEmpty())
      throw new IllegalArgumentException("a graph has at least one subgraph");
  }

  public Subgraph main() {
    return subgraphs.getFirst();
  }

  /** The same model with another main subgraph. */
  public Graph withMain(Subgraph main) {
    var changed = new java.util.ArrayList<>(subgraphs);
    changed.set(0, main);
    return new Graph(changed, signatures, metadata, description);
  }

  /** The same model with other metadata. */
  public Graph withMetadata(List<Metadata> others) {
    return new Graph(subgraphs, signatures, others, description);
  }
}
