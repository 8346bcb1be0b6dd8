package dev.bantam.grad;

import dev.bantam.prim.ProgramBuilder;
import dev.bantam.prim.Value;
import dev.bantam.type.DType;
import dev.bantam.type.Literal;
import dev.bantam.type.Shape;
import dev.bantam.type.TensorType;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** The derivative of the outputs by each value, summed over the uses of the value. */
final class Cotangents {
  private final ProgramBuilder b;
  private final Set<Value> active;
  private final Map<Value, Value> sums = new IdentityHashMap<>();

  /**
   * @param active the values whose cotangents anyone wants
   */
  Cotangents(ProgramBuilder b, Set<Value> active) {
    this.b = b;
    this.active = active;
  }

  /** Real and complex numbers have derivatives; everything else is constant around each point. */
  static boolean isDifferentiable(Value value) {
    var kind = value.type().dtype().kind();
    return kind == DType.Kind.FLOAT || kind == DType.Kind.COMPLEX;
  }

  static Value zeros(ProgramBuilder b, TensorType type) {
    return b.broadcast(b.constant(Literal.zeros(type.with(Shape.SCALAR))), type.shape());
  }

  boolean wants(Value value) {
    return active.contains(value);
  }

  /** Adds what one use contributes; it is only computed if anyone wants it. */
  void add(Value value, Supplier<Value> contribution) {
    if (!wants(value)) return;
    sums.merge(value, contribution.get(), this::sum);
  }

  private Value sum(Value a, Value c) {
    return switch (a.type().dtype()) {
      case C64 -> b.bitcast(sum(b.bitcast(a, DType.F32), b.bitcast(c, DType.F32)), DType.C64);
      case C128 -> b.bitcast(sum(b.bitcast(a, DType.F64), b.bitcast(c, DType.F64)), DType.C128);
      default -> b.add(a, c);
    };
  }

  /** Empty where no output depends on the value. */
  Optional<Value> of(Value value) {
    return Optional.ofNullable(sums.get(value));
  }

  Value orZeros(Value value) {
    return of(value).orElseGet(() -> zeros(b, value.type()));
  }
}
