package dev.bantam.schedule;

import dev.bantam.kernel.Expr;
import dev.bantam.prim.Source;
import dev.bantam.type.DType;
import dev.bantam.type.Literal;
import java.lang.foreign.MemorySegment;
import java.util.Optional;

/** Constants with one value, which need no memory. */
final class Splats {
  private Splats() {}

  /** The value that all elements of a constant have, if there is one. */
  static Optional<Expr.Constant> of(Node node) {
    if (!(node.prim() instanceof Source.Constant(var literal))) return Optional.empty();
    var dtype = literal.type().dtype();
    boolean fits = dtype.isArithmetic() || dtype == DType.BOOL;
    if (!fits || literal.elements() == 0 || !isUniform(literal.bytes(), dtype.bytes()))
      return Optional.empty();
    return Optional.of(new Expr.Constant(dtype, bits(literal)));
  }

  private static boolean isUniform(MemorySegment bytes, int width) {
    long rest = bytes.byteSize() - width;
    return bytes.asSlice(0, rest).mismatch(bytes.asSlice(width, rest)) == -1;
  }

  private static long bits(Literal literal) {
    var bytes = literal.bytes();
    return switch (literal.type().dtype()) {
      case F16, BF16 -> Short.toUnsignedLong(bytes.get(Literal.I16, 0));
      case F32 -> Integer.toUnsignedLong(bytes.get(Literal.I32, 0));
      case F64 -> bytes.get(Literal.I64, 0);
      default -> literal.integer(0);
    };
  }
}
