package dev.bantam.graph;

import dev.bantam.type.Bytes;
import java.util.List;

/**
 * A whole model. Subgraph 0 is the main one.
 *
 * @param description free text of the file; may be empty
 * @param metadata named byte strings, in the order of the file
 * @param associatedFiles labels, vocabularies and the like that travel with the model, as a zip;
 *     empty if there are none
 */
public record Graph(
    List<Subgraph> subgraphs,
    List<Signature> signatures,
    List<Metadata> metadata,
    String description,
    Bytes associatedFiles) {
  public Graph {
    subgraphs = List.copyOf(subgraphs);
    signatures = List.copyOf(signatures);
    metadata = List.copyOf(metadata);
    if (subgraphs.isEmpty())
      throw new IllegalArgumentException("a graph has at least one subgraph");
  }

  /** A model without associated files. */
  public Graph(
      List<Subgraph> subgraphs,
      List<Signature> signatures,
      List<Metadata> metadata,
      String description) {
    this(subgraphs, signatures, metadata, description, Bytes.EMPTY);
  }

  public Subgraph main() {
    return subgraphs.getFirst();
  }

  /** The same model with another main subgraph. */
  public Graph withMain(Subgraph main) {
    var changed = new java.util.ArrayList<>(subgraphs);
    changed.set(0, main);
    return new Graph(changed, signatures, metadata, description, associatedFiles);
  }

  /** The same model with other metadata. */
  public Graph withMetadata(List<Metadata> others) {
    return new Graph(subgraphs, signatures, others, description, associatedFiles);
  }

  /** The same model with other signatures. */
  public Graph withSignatures(List<Signature> others) {
    return new Graph(subgraphs, others, metadata, description, associatedFiles);
  }

  /** The same model with other associated files. */
  public Graph withAssociatedFiles(Bytes zip) {
    return new Graph(subgraphs, signatures, metadata, description, zip);
  }
}
