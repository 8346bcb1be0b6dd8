package dev.bantam.prim;

import dev.bantam.type.TensorType;
import java.util.Optional;

/**
 * A result of a primitive, or a parameter of a function. Two values are the same only if they are
 * one object; the name is for the eye, and unique within a function.
 */
public final class Value {
  private final TensorType type;
  private final String name;
  private final Optional<Prim> prim;
  private final int index;
  private final Origin origin;

  private Value(TensorType type, String name, Optional<Prim> prim, int index, Origin origin) {
    this.type = type;
    this.name = name;
    this.prim = prim;
    this.index = index;
    this.origin = origin;
  }

  static Value parameter(TensorType type, String name) {
    return new Value(type, name, Optional.empty(), 0, Origin.NONE);
  }

  static Value result(Prim prim, int index, String name, Origin origin) {
    return new Value(prim.types().get(index), name, Optional.of(prim), index, origin);
  }

  public TensorType type() {
    return type;
  }

  public String name() {
    return name;
  }

  /** What computes it; empty for a parameter. */
  public Optional<Prim> prim() {
    return prim;
  }

  /** Which of the primitive's results it is. */
  public int index() {
    return index;
  }

  /** The operator that it was lowered from. */
  public Origin origin() {
    return origin;
  }

  @Override
  public String toString() {
    return "%" + name + ": " + type;
  }
}
