package dev.bantam.schedule;

import dev.bantam.kernel.Expr;
import dev.bantam.kernel.Expr.Binary;
import dev.bantam.kernel.Expr.Fn2;
import dev.bantam.prim.Prim;
import dev.bantam.type.DType;

/**
 * Floats as integers that compare as they do: the bits, those below the sign turned if it is set.
 */
final class OrderedBits {
  private OrderedBits() {}

  static boolean fits(Prim.Fold fold, DType dtype) {
    return dtype == DType.F32 && (fold == Prim.Fold.MAX || fold == Prim.Fold.MIN);
  }

  static Expr of(Expr value) {
    return turned(new Expr.Bitcast(value, DType.I32));
  }

  /** The float that an integer stands for. */
  static Expr back(Expr bits) {
    return new Expr.Bitcast(turned(bits), DType.F32);
  }

  private static Expr turned(Expr bits) {
    var sign = new Binary(Fn2.SHR, bits, new Expr.Constant(DType.I32, 31));
    var mask = new Binary(Fn2.AND, sign, new Expr.Constant(DType.I32, Integer.MAX_VALUE));
    return new Binary(Fn2.XOR, bits, mask);
  }
}
