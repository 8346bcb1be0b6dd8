package dev.bantam.interp;

import dev.bantam.prim.Prim.Fn1;
import dev.bantam.prim.Prim.Fn2;

/**
 * Elementwise primitives on floats of up to 32 bits, in {@code float}; functions without an exact
 * result are computed in {@code double}, by {@link FloatFunctions} or {@link StrictMath}, which are
 * the same everywhere, and rounded.
 */
final class FloatArithmetic {
  private FloatArithmetic() {}

  static float[] unary(Fn1 fn, float[] x) {
    var y = new float[x.length];
    switch (fn) {
      case NEG -> {
        for (int i = 0; i < y.length; i++) y[i] = -x[i];
      }
      case ABS -> {
        for (int i = 0; i < y.length; i++) y[i] = Math.abs(x[i]);
      }
      case SQRT -> {
        for (int i = 0; i < y.length; i++) y[i] = (float) Math.sqrt(x[i]);
      }
      case EXP -> {
        for (int i = 0; i < y.length; i++) y[i] = FloatFunctions.exp(x[i]);
      }
      case LOG -> {
        for (int i = 0; i < y.length; i++) y[i] = FloatFunctions.log(x[i]);
      }
      case TANH -> {
        for (int i = 0; i < y.length; i++) y[i] = FloatFunctions.tanh(x[i]);
      }
      case LOGISTIC -> {
        for (int i = 0; i < y.length; i++) y[i] = FloatFunctions.logistic(x[i]);
      }
      case FLOOR, RINT, SIN, COS -> {
        for (int i = 0; i < y.length; i++) y[i] = (float) DoubleArithmetic.apply(fn, x[i]);
      }
      case NOT -> throw new IllegalStateException("not of floats");
    }
    return y;
  }

  static float[] binary(Fn2 fn, float[] a, float[] b) {
    var y = new float[a.length];
    switch (fn) {
      case ADD -> {
        for (int i = 0; i < y.length; i++) y[i] = a[i] + b[i];
      }
      case MUL -> {
        for (int i = 0; i < y.length; i++) y[i] = a[i] * b[i];
      }
      case DIV -> {
        for (int i = 0; i < y.length; i++) y[i] = a[i] / b[i];
      }
      case REM -> {
        for (int i = 0; i < y.length; i++) y[i] = a[i] % b[i];
      }
      case POW -> {
        for (int i = 0; i < y.length; i++) y[i] = (float) DoubleArithmetic.power(a[i], b[i]);
      }
      case MAX -> {
        for (int i = 0; i < y.length; i++) y[i] = Math.max(a[i], b[i]);
      }
      case MIN -> {
        for (int i = 0; i < y.length; i++) y[i] = Math.min(a[i], b[i]);
      }
      case MULHI, AND, OR, XOR, SHL, SHR, LT, EQ ->
          throw new IllegalStateException(fn + " does not give floats");
    }
    return y;
  }

  /** LT and EQ: false with NaN. */
  static int[] compare(Fn2 fn, float[] a, float[] b) {
    var y = new int[a.length];
    if (fn == Fn2.LT) for (int i = 0; i < y.length; i++) y[i] = a[i] < b[i] ? 1 : 0;
    else for (int i = 0; i < y.length; i++) y[i] = a[i] == b[i] ? 1 : 0;
    return y;
  }
}
