package dev.bantam.op;

import dev.bantam.graph.Attributes;
import dev.bantam.prim.ProgramBuilder;
import dev.bantam.prim.Value;
import dev.bantam.type.DType;
import dev.bantam.type.Literal;
import dev.bantam.type.Shape;
import java.lang.foreign.MemorySegment;

/** The fixed-point arithmetic that the operators of an audio front end share. */
final class SignalBits {
  private static final int WORD = 32;

  private SignalBits() {}

  /** A number of bits from the options. */
  static int of(Attributes raw, String name, int most) {
    return within(raw, name, 0, most);
  }

  /** A count from the options, at least 1. */
  static int count(Attributes raw, String name) {
    return within(raw, name, 1, Integer.MAX_VALUE);
  }

  static int within(Attributes raw, String name, int least, int most) {
    long value = raw.integer(name, -1);
    if (value >= least && value <= most) return (int) value;
    throw new IllegalArgumentException(
        "%s is %d, must be in [%d, %d]".formatted(name, value, least, most));
  }

  /** To {@code i16}. */
  static Value saturated(Value wide, ProgramBuilder b) {
    return b.convert(Derived.clamp(b, wide, DType.I16.lowest(), DType.I16.highest()), DType.I16);
  }

  /** The place of the highest bit of a {@code u32}, from 1; 0 of 0. As {@code i32}. */
  static Value length(Value x, ProgramBuilder b) {
    return b.sub(b.constant(DType.I32, (long) WORD), FixedPoint.clz(b, x));
  }

  static Value table(ProgramBuilder b, int... values) {
    return b.constant(Literal.of(Shape.of(values.length), values));
  }

  /** The bits of integers as {@code u32}. */
  static Value unsigned(ProgramBuilder b, int... values) {
    var type = dev.bantam.type.TensorType.of(DType.U32, values.length);
    return b.constant(new Literal(type, MemorySegment.ofArray(values.clone())));
  }
}
