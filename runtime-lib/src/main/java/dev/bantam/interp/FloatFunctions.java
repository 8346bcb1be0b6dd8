package dev.bantam.interp;

/**
 * Functions of {@code f32} without an exact result, in {@code double} and rounded once. Each step
 * is one that every processor with doubles has, and {@code doubles.c} takes the same ones, so that
 * the bits are the same there; all but about one in a hundred million are the right ones.
 */
final class FloatFunctions {
  private static final double LOG2_E = 0x1.71547652b82fep0;
  private static final double LN_2_HIGH = 0x1.62e42feep-1;
  private static final double LN_2_LOW = 0x1.a39ef35793c76p-33;

  /** Added to a number, it leaves the nearest integer in the low bits. */
  private static final double SHIFT = 0x1.8p52;

  /** {@code sqrt(1/2)}: below it a significand counts to the next lower power of two. */
  private static final long ROOT_OF_HALF = 0x3fe6a09e667f3bcdL;

  private FloatFunctions() {}

  /** {@code t = n ln 2 + r}, |r| at most half of ln 2; {@code power} is {@code 2^n}. */
  private record Parts(double power, double r) {
    static Parts of(double t) {
      double shifted = t * LOG2_E + SHIFT;
      double n = shifted - SHIFT;
      double r = (t - n * LN_2_HIGH) - n * LN_2_LOW;
      long exponent = Double.doubleToRawLongBits(shifted) + 1023;
      return new Parts(Double.longBitsToDouble(exponent << 52), r);
    }

    /** The series of {@code e^r - 1} to {@code r^13}. */
    double series() {
      double p = 1.0 / 6227020800L;
      p = p * r + 1.0 / 479001600;
      p = p * r + 1.0 / 39916800;
      p = p * r + 1.0 / 3628800;
      p = p * r + 1.0 / 362880;
      p = p * r + 1.0 / 40320;
      p = p * r + 1.0 / 5040;
      p = p * r + 1.0 / 720;
      p = p * r + 1.0 / 120;
      p = p * r + 1.0 / 24;
      p = p * r + 1.0 / 6;
      p = p * r + 0.5;
      return p * (r * r) + r;
    }
  }

  /** e to the power of x: beyond 89 infinity, below -105 nothing is left. */
  static float exp(float x) {
    if (Float.isNaN(x)) return x;
    var parts = Parts.of(Math.max(-105, Math.min(89, (double) x)));
    return (float) (parts.power * (1 + parts.series()));
  }

  /** {@code (e^2x - 1) / (e^2x + 1)}; beyond 20 it is 1. */
  static float tanh(float x) {
    if (Float.isNaN(x)) return x;
    var parts = Parts.of(-2 * Math.min(20, Math.abs((double) x)));
    double m = parts.power * parts.series() + (parts.power - 1);
    return (float) Math.copySign(m / (m + 2), x);
  }

  /** {@code e^-|x| / (1 + e^-|x|)} below 0, {@code 1 / (1 + e^-|x|)} above. */
  static float logistic(float x) {
    if (Float.isNaN(x)) return x;
    var parts = Parts.of(-Math.min(105, Math.abs((double) x)));
    double e = parts.power * (1 + parts.series());
    return (float) ((x < 0 ? e : 1) / (1 + e));
  }

  /** {@code x = 2^n m}: {@code n ln 2} and the series of {@code log m} in {@code (m-1) / (m+1)}. */
  static float log(float x) {
    if (!(x >= 0)) return Float.NaN;
    if (x == 0) return Float.NEGATIVE_INFINITY;
    if (x == Float.POSITIVE_INFINITY) return x;
    long bits = Double.doubleToRawLongBits(x);
    long n = (bits - ROOT_OF_HALF) >> 52;
    double f = Double.longBitsToDouble(bits - (n << 52)) - 1;
    double s = f / (2 + f);
    double z = s * s;
    double p = 2.0 / 25;
    for (int i = 23; i > 1; i -= 2) p = p * z + 2.0 / i;
    return (float) ((n * LN_2_LOW + p * z * s) + 2 * s + n * LN_2_HIGH);
  }
}
