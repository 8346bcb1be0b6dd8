package dev.bantam.schedule;

import dev.bantam.kernel.Expr;
import dev.bantam.kernel.Expr.Fn2;
import dev.bantam.kernel.Stmt;
import dev.bantam.prim.Prim;
import dev.bantam.type.DType;

/** The function and the first value of each fold. */
final class Folds {
  private Folds() {}

  static Fn2 function(Prim.Fold fold, DType dtype) {
    return switch (fold) {
      case ADD -> Fn2.ADD;
      case MUL -> Fn2.MUL;
      case MAX -> dtype.isFloat() ? Fn2.GREATER : Fn2.MAX;
      case MIN -> dtype.isFloat() ? Fn2.LESSER : Fn2.MIN;
      case AND -> Fn2.AND;
      case OR -> Fn2.OR;
    };
  }

  /**
   * Folds a term into a local. A strict sum or product takes its terms in order, and rounds after
   * each step; any other may be taken apart.
   */
  static Stmt step(boolean strict, Expr.Local total, Fn2 fn, Expr term) {
    boolean rounds = total.dtype().isFloat() && (fn == Fn2.ADD || fn == Fn2.MUL);
    return strict && rounds
        ? new Stmt.Assign(total, new Expr.Binary(fn, total, term))
        : new Stmt.Accumulate(total, fn, term);
  }

  /** The result of a fold of nothing. */
  static Expr.Constant identity(Prim.Fold fold, DType dtype) {
    return new Expr.Constant(
        dtype,
        switch (fold) {
          case ADD, OR -> 0;
          case MUL -> one(dtype);
          case MAX -> dtype.isFloat() ? infinity(dtype, true) : dtype.lowest();
          case MIN -> dtype.isFloat() ? infinity(dtype, false) : dtype.highest();
          case AND -> dtype == DType.BOOL ? 1 : -1 & mask(dtype);
        });
  }

  private static long mask(DType dtype) {
    return dtype.isSigned() || dtype.bits() == 64 ? -1 : (1L << dtype.bits()) - 1;
  }

  private static long one(DType dtype) {
    return switch (dtype) {
      case F16 -> 0x3C00;
      case BF16 -> 0x3F80;
      case F32 -> Integer.toUnsignedLong(Float.floatToRawIntBits(1));
      case F64 -> Double.doubleToRawLongBits(1);
      default -> 1;
    };
  }

  private static long infinity(DType dtype, boolean negative) {
    return switch (dtype) {
      case F16 -> negative ? 0xFC00 : 0x7C00;
      case BF16 -> negative ? 0xFF80 : 0x7F80;
      case F32 ->
          Integer.toUnsignedLong(
              Float.floatToRawIntBits(
                  negative ? Float.NEGATIVE_INFINITY : Float.POSITIVE_INFINITY));
      case F64 ->
          Double.doubleToRawLongBits(
              negative ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY);
      default -> throw new IllegalStateException(dtype + " is no float type");
    };
  }
}
