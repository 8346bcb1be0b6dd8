package dev.bantam.interp;

import dev.bantam.prim.Prim.Fn1;
import dev.bantam.prim.Prim.Fn2;
import dev.bantam.type.DType;

/**
 * Elementwise primitives on bool and integers of up to 32 bits. Lanes hold the exact value, except
 * those of {@code u32}, which hold its bits; results wrap when they are narrowed.
 */
final class IntArithmetic {
  private IntArithmetic() {}

  static int[] unary(Fn1 fn, DType dtype, int[] x) {
    var y = new int[x.length];
    switch (fn) {
      case NEG -> {
        for (int i = 0; i < y.length; i++) y[i] = -x[i];
      }
      case ABS -> {
        if (!dtype.isSigned()) return x;
        for (int i = 0; i < y.length; i++) y[i] = Math.abs(x[i]);
      }
      case NOT -> {
        int flipped = dtype == DType.BOOL ? 1 : -1;
        for (int i = 0; i < y.length; i++) y[i] = x[i] ^ flipped;
      }
      case FLOOR, RINT, SQRT, EXP, LOG, SIN, COS, TANH, LOGISTIC ->
          throw new IllegalStateException("%s of %s".formatted(fn, dtype));
    }
    return y;
  }

  static int[] binary(Fn2 fn, DType dtype, int[] a, int[] b) {
    var y = new int[a.length];
    switch (fn) {
      case ADD -> {
        for (int i = 0; i < y.length; i++) y[i] = a[i] + b[i];
      }
      case MUL -> {
        for (int i = 0; i < y.length; i++) y[i] = a[i] * b[i];
      }
      case AND -> {
        for (int i = 0; i < y.length; i++) y[i] = a[i] & b[i];
      }
      case OR -> {
        for (int i = 0; i < y.length; i++) y[i] = a[i] | b[i];
      }
      case XOR -> {
        for (int i = 0; i < y.length; i++) y[i] = a[i] ^ b[i];
      }
      case EQ -> {
        for (int i = 0; i < y.length; i++) y[i] = a[i] == b[i] ? 1 : 0;
      }
      case SHL -> {
        for (int i = 0; i < y.length; i++) y[i] = outside(b[i], dtype) ? 0 : a[i] << b[i];
      }
      case SHR -> shiftRight(dtype, a, b, y);
      case POW -> {
        for (int i = 0; i < y.length; i++) y[i] = power(a[i], b[i], dtype.isSigned());
      }
      case MULHI, DIV, REM, MAX, MIN, LT -> {
        if (dtype == DType.U32) unsigned(fn, a, b, y);
        else signed(fn, a, b, y);
      }
    }
    return y;
  }

  private static boolean outside(int count, DType dtype) {
    return Integer.compareUnsigned(count, dtype.bits()) >= 0;
  }

  private static void shiftRight(DType dtype, int[] a, int[] b, int[] y) {
    if (dtype.isSigned()) {
      for (int i = 0; i < y.length; i++) y[i] = a[i] >> (outside(b[i], dtype) ? 31 : b[i]);
    } else {
      for (int i = 0; i < y.length; i++) y[i] = outside(b[i], dtype) ? 0 : a[i] >>> b[i];
    }
  }

  private static void signed(Fn2 fn, int[] a, int[] b, int[] y) {
    switch (fn) {
      case MULHI -> {
        for (int i = 0; i < y.length; i++) y[i] = (int) (((long) a[i] * b[i]) >> 32);
      }
      case DIV -> {
        for (int i = 0; i < y.length; i++) y[i] = b[i] == 0 ? 0 : a[i] / b[i];
      }
      case REM -> {
        for (int i = 0; i < y.length; i++) y[i] = b[i] == 0 ? a[i] : a[i] % b[i];
      }
      case MAX -> {
        for (int i = 0; i < y.length; i++) y[i] = Math.max(a[i], b[i]);
      }
      case MIN -> {
        for (int i = 0; i < y.length; i++) y[i] = Math.min(a[i], b[i]);
      }
      case LT -> {
        for (int i = 0; i < y.length; i++) y[i] = a[i] < b[i] ? 1 : 0;
      }
      case ADD, MUL, POW, AND, OR, XOR, SHL, SHR, EQ ->
          throw new IllegalStateException(fn + " is the same for unsigned");
    }
  }

  private static void unsigned(Fn2 fn, int[] a, int[] b, int[] y) {
    switch (fn) {
      case MULHI -> {
        for (int i = 0; i < y.length; i++) {
          y[i] = (int) ((Integer.toUnsignedLong(a[i]) * Integer.toUnsignedLong(b[i])) >>> 32);
        }
      }
      case DIV -> {
        for (int i = 0; i < y.length; i++)
          y[i] = b[i] == 0 ? 0 : Integer.divideUnsigned(a[i], b[i]);
      }
      case REM -> {
        for (int i = 0; i < y.length; i++) {
          y[i] = b[i] == 0 ? a[i] : Integer.remainderUnsigned(a[i], b[i]);
        }
      }
      case MAX -> {
        for (int i = 0; i < y.length; i++)
          y[i] = Integer.compareUnsigned(a[i], b[i]) < 0 ? b[i] : a[i];
      }
      case MIN -> {
        for (int i = 0; i < y.length; i++)
          y[i] = Integer.compareUnsigned(b[i], a[i]) < 0 ? b[i] : a[i];
      }
      case LT -> {
        for (int i = 0; i < y.length; i++) y[i] = Integer.compareUnsigned(a[i], b[i]) < 0 ? 1 : 0;
      }
      case ADD, MUL, POW, AND, OR, XOR, SHL, SHR, EQ ->
          throw new IllegalStateException(fn + " is the same for signed");
    }
  }

  /** Wraps; a negative exponent gives 0 but for the bases 1 and -1. */
  private static int power(int base, int exponent, boolean signed) {
    if (signed && exponent < 0)
      return base == 1 || (base == -1 && (exponent & 1) == 0) ? 1 : base == -1 ? -1 : 0;
    int result = 1;
    int square = base;
    for (int rest = exponent; rest != 0; rest >>>= 1) {
      if ((rest & 1) != 0) result *= square;
      square *= square;
    }
    return result;
  }
}
