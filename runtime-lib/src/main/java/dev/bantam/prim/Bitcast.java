package dev.bantam.prim;

import dev.bantam.type.DType;
import dev.bantam.type.Shape;
import dev.bantam.type.TensorType;
import java.util.ArrayList;
import java.util.List;

/** The same bits, little endian; a narrower type appends an axis, a wider one removes the last. */
public record Bitcast(Value x, DType dtype) implements Prim.Single {
  public Bitcast {
    var from = x.type().dtype();
    if (from.bits() < 8 || dtype.bits() < 8)
      throw new IllegalArgumentException("bitcast of %s to %s".formatted(from, dtype));
    if (dtype.bits() > from.bits()
        && (x.type().rank() == 0
            || x.type().extent(x.type().rank() - 1) != dtype.bits() / from.bits())) {
      throw new IllegalArgumentException("bitcast of %s to %s".formatted(x.type(), dtype));
    }
  }

  @Override
  public TensorType type() {
    int from = x.type().dtype().bits();
    var extents = new ArrayList<>(x.type().shape().extents());
    if (dtype.bits() < from) extents.add(from / dtype.bits());
    if (dtype.bits() > from) extents.removeLast();
    return new TensorType(dtype, new Shape(extents));
  }

  @Override
  public List<Value> operands() {
    return List.of(x);
  }

  @Override
  public Prim withOperands(List<Value> operands) {
    return new Bitcast(operands.getFirst(), dtype);
  }
}
