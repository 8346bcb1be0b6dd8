package dev.bantam.prim;

import dev.bantam.type.TensorType;
import java.util.List;

/** Reads and writes what a program keeps from run to run. */
public sealed interface State extends Prim {
  /**
   * What was last written to the variable, or its initial value. Ordered among reads and writes as
   * written down.
   */
  record Read(Variable variable) implements State, Prim.Single {
    @Override
    public TensorType type() {
      return variable.type();
    }

    @Override
    public List<Value> operands() {
      return List.of();
    }

    @Override
    public Prim withOperands(List<Value> operands) {
      return this;
    }
  }

  /** Has no result. Ordered among reads and writes as written down. */
  record Write(Variable variable, Value x) implements State {
    public Write {
      if (!x.type().equals(variable.type())) {
        throw new IllegalArgumentException(
            "write of %s to @%s: %s".formatted(x.type(), variable.name(), variable.type()));
      }
    }

    @Override
    public List<TensorType> types() {
      return List.of();
    }

    @Override
    public List<Value> operands() {
      return List.of(x);
    }

    @Override
    public Prim withOperands(List<Value> operands) {
      return new Write(variable, operands.getFirst());
    }
  }
}
