package dev.bantam.type;

/**
 * Conversions that the JDK lacks: {@code bfloat16}, and single rounding from {@code double} to 16
 * bits.
 */
public final class Half {
  private Half() {}

  /**
   * To nearest even, in one rounding: the float between is rounded to odd, which cannot make a
   * false tie.
   */
  public static short toF16(double value) {
    return Float.floatToFloat16(toFloatOdd(value));
  }

  /** To nearest even, in one rounding. */
  public static short toBf16(double value) {
    float odd = toFloatOdd(value);
    int bits = Float.floatToRawIntBits(odd);
    if (Float.isNaN(odd)) return (short) ((bits >>> 16) | 0x40);
    return (short) ((bits + 0x7FFF + ((bits >>> 16) & 1)) >>> 16);
  }

  public static double unsignedToDouble(long value) {
    if (value >= 0) return value;
    // Halve with the lost bit kept sticky, so that the one rounding is right.
    return (double) ((value >>> 1) | (value & 1)) * 2;
  }

  /** Round to odd: toward zero, then the last bit is set if anything was lost. */
  private static float toFloatOdd(double value) {
    float nearest = (float) value;
    if (Double.isNaN(value) || nearest == value) return nearest;
    float towardZero = Math.abs((double) nearest) > Math.abs(value) ? towardZero(nearest) : nearest;
    return Float.intBitsToFloat(Float.floatToRawIntBits(towardZero) | 1);
  }

  private static float towardZero(float value) {
    return value > 0 ? Math.nextDown(value) : Math.nextUp(value);
  }
}
