package dev.bantam.op;

import dev.bantam.prim.ProgramBuilder;
import dev.bantam.prim.Value;
import dev.bantam.type.Shape;
import java.util.OptionalInt;

/** An operand that has an index or extent for each axis, some of which may be known. */
record IndexVector(Call<?> call, String operand, ProgramBuilder b) {
  int length() {
    return Math.toIntExact(call.operand(operand).type().elements());
  }

  OptionalInt known(int i) {
    var value = Element.of(call.operand(operand), i).known(b);
    return value.isPresent()
        ? OptionalInt.of(Math.toIntExact(value.getAsLong()))
        : OptionalInt.empty();
  }

  /** One that has to be known when the program is compiled. */
  int at(int i) {
    var known = known(i);
    return known.isPresent()
        ? known.getAsInt()
        : Math.toIntExact(call.constant(operand).integer(i));
  }

  /** The element as a scalar. */
  Value scalar(int i) {
    var flat = b.reshape(call.operand(operand), length());
    return b.reshape(b.slice(flat, 0, i, i + 1), Shape.SCALAR);
  }
}
