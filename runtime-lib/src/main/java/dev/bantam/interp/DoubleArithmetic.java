package dev.bantam.interp;

import dev.bantam.prim.Prim.Fn1;
import dev.bantam.prim.Prim.Fn2;

/** Elementwise primitives on {@code f64}. */
final class DoubleArithmetic {
  private DoubleArithmetic() {}

  static double[] unary(Fn1 fn, double[] x) {
    var y = new double[x.length];
    for (int i = 0; i < y.length; i++) y[i] = apply(fn, x[i]);
    return y;
  }

  static double apply(Fn1 fn, double x) {
    return switch (fn) {
      case NEG -> -x;
      case ABS -> Math.abs(x);
      case FLOOR -> Math.floor(x);
      case RINT -> Math.rint(x);
      case SQRT -> Math.sqrt(x);
      case EXP -> StrictMath.exp(x);
      case LOG -> StrictMath.log(x);
      case SIN -> StrictMath.sin(x);
      case COS -> StrictMath.cos(x);
      case TANH -> StrictMath.tanh(x);
      case LOGISTIC -> logistic(x);
      case NOT -> throw new IllegalStateException("not of floats");
    };
  }

  /** By {@code e^-|x|}, which never overflows and keeps what is near 0 precise. */
  private static double logistic(double x) {
    double e = StrictMath.exp(-Math.abs(x));
    return (x < 0 ? e : 1) / (1 + e);
  }

  static double[] binary(Fn2 fn, double[] a, double[] b) {
    var y = new double[a.length];
    for (int i = 0; i < y.length; i++) {
      y[i] =
          switch (fn) {
            case ADD -> a[i] + b[i];
            case MUL -> a[i] * b[i];
            case DIV -> a[i] / b[i];
            case REM -> a[i] % b[i];
            case POW -> power(a[i], b[i]);
            case MAX -> Math.max(a[i], b[i]);
            case MIN -> Math.min(a[i], b[i]);
            case MULHI, AND, OR, XOR, SHL, SHR, LT, EQ ->
                throw new IllegalStateException(fn + " does not give floats");
          };
    }
    return y;
  }

  /** LT and EQ: false with NaN. */
  static int[] compare(Fn2 fn, double[] a, double[] b) {
    var y = new int[a.length];
    for (int i = 0; i < y.length; i++) y[i] = (fn == Fn2.LT ? a[i] < b[i] : a[i] == b[i]) ? 1 : 0;
    return y;
  }

  /** As IEEE 754 has it; Java's gives NaN where the base is 1, or -1 with an infinite exponent. */
  static double power(double base, double exponent) {
    if (base == 1 || (base == -1 && Double.isInfinite(exponent))) return 1;
    return StrictMath.pow(base, exponent);
  }
}
