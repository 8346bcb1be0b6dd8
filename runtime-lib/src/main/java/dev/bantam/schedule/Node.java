package dev.bantam.schedule;

import dev.bantam.prim.Prim;
import dev.bantam.type.TensorType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A value of a {@link Graph}: a parameter, or a result of an operation. */
final class Node {
  private final TensorType type;
  private final @Nullable Operation producer;
  private final int number;
  private final boolean strict;
  private final List<Operation> users = new ArrayList<>();

  Node(TensorType type, @Nullable Operation producer, int number, boolean strict) {
    this.type = type;
    this.producer = producer;
    this.number = number;
    this.strict = strict;
  }

  TensorType type() {
    return type;
  }

  boolean isParameter() {
    return producer == null;
  }

  /** What computes it; a parameter has no operation. */
  Operation producer() {
    if (producer == null) throw new IllegalStateException("parameter %d".formatted(number));
    return producer;
  }

  /** The primitive that gives it, or null for a parameter; made for switches. */
  @Nullable Prim prim() {
    return producer == null ? null : producer.prim();
  }

  /** Its place among the parameters, or among the results of its operation. */
  int number() {
    return number;
  }

  /** Whether it is computed to the same bits everywhere: see {@link StrictValues}. */
  boolean isStrict() {
    return strict;
  }

  /** The operations that read it; twice if they read it twice. */
  List<Operation> users() {
    return users;
  }

  Node operand(int i) {
    return producer().operands().get(i);
  }

  @Override
  public String toString() {
    return (producer == null ? "parameter " : producer.prim().getClass().getSimpleName() + " ")
        + type;
  }
}
