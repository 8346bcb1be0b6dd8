package dev.bantam.graph;

import dev.bantam.type.Literal;
import dev.bantam.type.Quantization;
import dev.bantam.type.TensorType;
import java.util.List;
import java.util.Optional;

/**
 * A tensor of a subgraph.
 *
 * @param type with 1 for each extent that the file leaves open
 * @param signature the extents as the file gives them, -1 for an open one; empty if none is open
 * @param constant its value, if the file has one; packed and sparse ones are already dense here
 * @param variable whether it keeps its value from one run to the next
 * @param notes what else the file says, which no operator needs
 */
public record GraphTensor(
    String name,
    TensorType type,
    List<Integer> signature,
    Optional<Quantization> quantization,
    Optional<Literal> constant,
    boolean variable,
    Notes notes) {
  public GraphTensor {
    signature = List.copyOf(signature);
  }

  public GraphTensor(
      String name,
      TensorType type,
      List<Integer> signature,
      Optional<Quantization> quantization,
      Optional<Literal> constant,
      boolean variable) {
    this(name, type, signature, quantization, constant, variable, Notes.NONE);
  }

  public static GraphTensor of(String name, TensorType type) {
    return new GraphTensor(name, type, List.of(), Optional.empty(), Optional.empty(), false);
  }

  public static GraphTensor constant(String name, Literal value) {
    return new GraphTensor(
        name, value.type(), List.of(), Optional.empty(), Optional.of(value), false);
  }

  public GraphTensor with(TensorType other) {
    return new GraphTensor(
        name, other, signature, quantization, constant, variable, notes.reshaped(other.shape()));
  }

  public GraphTensor with(Quantization other) {
    return new GraphTensor(name, type, signature, Optional.of(other), constant, variable, notes);
  }

  public GraphTensor with(Literal value) {
    return new GraphTensor(
        name,
        value.type(),
        signature,
        quantization,
        Optional.of(value),
        variable,
        notes.reshaped(value.type().shape()));
  }

  public GraphTensor named(String other) {
    return new GraphTensor(other, type, signature, quantization, constant, variable, notes);
  }
}
