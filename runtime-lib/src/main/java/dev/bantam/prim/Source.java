package dev.bantam.prim;

import dev.bantam.type.DType;
import dev.bantam.type.Literal;
import dev.bantam.type.TensorType;
import java.util.List;

/** Has no operands: the same values in every run. */
public sealed interface Source extends Prim.Single {
  record Constant(Literal literal) implements Source {
    @Override
    public TensorType type() {
      return literal.type();
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

  /** The values 0, 1, ... {@code extent} - 1. */
  record Iota(int extent, DType dtype) implements Source {
    public Iota {
      if (!dtype.isArithmetic()) throw new IllegalArgumentException("iota of " + dtype);
    }

    @Override
    public TensorType type() {
      return TensorType.of(dtype, extent);
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
}
