package dev.bantam.prim;

import dev.bantam.type.TensorType;
import java.util.List;

/**
 * Parameters, instructions in an order in which each value comes before its use, and results.
 * Captures nothing.
 */
public record Function(
    String name, List<Value> parameters, List<Instruction> body, List<Value> results) {
  public Function {
    parameters = List.copyOf(parameters);
    body = List.copyOf(body);
    results = List.copyOf(results);
  }

  public List<TensorType> resultTypes() {
    return results.stream().map(Value::type).toList();
  }

  @Override
  public boolean equals(Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(this);
  }

  @Override
  public String toString() {
    return "@" + name;
  }
}
