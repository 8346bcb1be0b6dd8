package dev.bantam.interp;

import dev.bantam.prim.Prim.Fn1;
import dev.bantam.prim.Prim.Fn2;

/** Elementwise primitives on integers of 64 bits; {@code u64} as the bits of a {@code long}. */
final class LongArithmetic {
  private LongArithmetic() {}

  static long[] unary(Fn1 fn, boolean signed, long[] x) {
    var y = new long[x.length];
    switch (fn) {
      case NEG -> {
        for (int i = 0; i < y.length; i++) y[i] = -x[i];
      }
      case ABS -> {
        for (int i = 0; i < y.length; i++) y[i] = signed ? Math.abs(x[i]) : x[i];
      }
      case NOT -> {
        for (int i = 0; i < y.length; i++) y[i] = ~x[i];
      }
      case FLOOR, RINT, SQRT, EXP, LOG, SIN, COS, TANH, LOGISTIC ->
          throw new IllegalStateException(fn + " of integers");
    }
    return y;
  }

  static long[] binary(Fn2 fn, boolean signed, long[] a, long[] b) {
    var y = new long[a.length];
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
      case SHL -> {
        for (int i = 0; i < y.length; i++) y[i] = outside(b[i]) ? 0 : a[i] << b[i];
      }
      case SHR, DIV, REM, MAX, MIN, POW -> {
        if (signed) signed(fn, a, b, y);
        else unsigned(fn, a, b, y);
      }
      case MULHI, LT, EQ -> throw new IllegalStateException(fn + " does not give 64 bits");
    }
    return y;
  }

  /** LT and EQ. */
  static int[] compare(Fn2 fn, boolean signed, long[] a, long[] b) {
    var y = new int[a.length];
    for (int i = 0; i < y.length; i++) {
      int order = signed ? Long.compare(a[i], b[i]) : Long.compareUnsigned(a[i], b[i]);
      y[i] = (fn == Fn2.LT ? order < 0 : order == 0) ? 1 : 0;
    }
    return y;
  }

  private static boolean outside(long count) {
    return Long.compareUnsigned(count, 64) >= 0;
  }

  private static void signed(Fn2 fn, long[] a, long[] b, long[] y) {
    for (int i = 0; i < y.length; i++) {
      y[i] =
          switch (fn) {
            case SHR -> a[i] >> (outside(b[i]) ? 63 : b[i]);
            case DIV -> b[i] == 0 ? 0 : a[i] / b[i];
            case REM -> b[i] == 0 ? a[i] : a[i] % b[i];
            case MAX -> Math.max(a[i], b[i]);
            case MIN -> Math.min(a[i], b[i]);
            case POW -> b[i] < 0 ? negativePower(a[i], b[i]) : power(a[i], b[i]);
            case ADD, MUL, MULHI, AND, OR, XOR, SHL, LT, EQ ->
                throw new IllegalStateException(fn + " is the same for unsigned");
          };
    }
  }

  private static void unsigned(Fn2 fn, long[] a, long[] b, long[] y) {
    for (int i = 0; i < y.length; i++) {
      y[i] =
          switch (fn) {
            case SHR -> outside(b[i]) ? 0 : a[i] >>> b[i];
            case DIV -> b[i] == 0 ? 0 : Long.divideUnsigned(a[i], b[i]);
            case REM -> b[i] == 0 ? a[i] : Long.remainderUnsigned(a[i], b[i]);
            case MAX -> Long.compareUnsigned(a[i], b[i]) < 0 ? b[i] : a[i];
            case MIN -> Long.compareUnsigned(b[i], a[i]) < 0 ? b[i] : a[i];
            case POW -> power(a[i], b[i]);
            case ADD, MUL, MULHI, AND, OR, XOR, SHL, LT, EQ ->
                throw new IllegalStateException(fn + " is the same for signed");
          };
    }
  }

  private static long negativePower(long base, long exponent) {
    if (base == 1) return 1;
    if (base == -1) return (exponent & 1) == 0 ? 1 : -1;
    return 0;
  }

  private static long power(long base, long exponent) {
    long result = 1;
    long square = base;
    for (long rest = exponent; rest != 0; rest >>>= 1) {
      if ((rest & 1) != 0) result *= square;
      square *= square;
    }
    return result;
  }
}
