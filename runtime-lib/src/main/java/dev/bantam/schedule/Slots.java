package dev.bantam.schedule;

import dev.bantam.kernel.Slot;
import dev.bantam.kernel.Slot.Segment;
import dev.bantam.prim.Variable;
import dev.bantam.type.DType;
import dev.bantam.type.Literal;
import dev.bantam.type.TensorType;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** The memory of one module as it is asked for. */
final class Slots {
  private final Map<Literal, Slot> byLiteral = new IdentityHashMap<>();
  private final Map<Slot, Literal> constants = new LinkedHashMap<>();
  private final Map<String, Slot> variables = new HashMap<>();
  private final Map<Slot, Variable> initial = new LinkedHashMap<>();
  private int count;

  Slot arena(TensorType type) {
    return make(Segment.ARENA, unpacked(type.dtype()), type.elements());
  }

  /** A slot of the caller. */
  Slot outer(Segment segment, TensorType type) {
    return make(segment, type.dtype(), type.elements());
  }

  /** One slot for each literal, however often it is asked for. */
  Slot constant(Literal literal) {
    return byLiteral.computeIfAbsent(
        literal,
        _ -> {
          var slot = make(Segment.CONSTANT, literal.type().dtype(), literal.elements());
          constants.put(slot, literal);
          return slot;
        });
  }

  Slot variable(Variable variable) {
    return variables.computeIfAbsent(
        variable.name(),
        _ -> {
          var type = variable.type();
          var slot = make(Segment.VARIABLE, type.dtype(), type.elements());
          initial.put(slot, variable);
          return slot;
        });
  }

  /** What the constant segment holds. */
  Map<Slot, Literal> constants() {
    return constants;
  }

  /** What the variable segment holds at first. */
  Map<Slot, Variable> variables() {
    return initial;
  }

  private Slot make(Segment segment, DType dtype, long elements) {
    return new Slot("b" + count++, segment, dtype, elements);
  }

  /** Values that are packed in a file lie one to a byte between kernels. */
  static DType unpacked(DType dtype) {
    return switch (dtype) {
      case I4, I2 -> DType.I8;
      case U4 -> DType.U8;
      default -> dtype;
    };
  }
}
