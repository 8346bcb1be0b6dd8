package dev.bantam.prim;

import dev.bantam.type.Literal;
import dev.bantam.type.TensorType;

/**
 * State of a program instance that outlives a run; starts as {@code initial}. The name is unique in
 * a program.
 */
public record Variable(String name, Literal initial) {
  public TensorType type() {
    return initial.type();
  }
}
