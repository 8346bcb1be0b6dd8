package dev.bantam.op;

/**
 * A real factor as integers compute with it: {@code value * 2^(shift - 31)}, correct to 31 bits.
 *
 * @param value in {@code [2^30, 2^31)}, the same negative, or 0
 * @param shift in {@code [-31, 30]}: to the left if positive
 */
public record Multiplier(int value, int shift) {
  public static final Multiplier ZERO = new Multiplier(0, 0);

  private static final long ONE = 1L << 31;

  public Multiplier {
    boolean normal = Math.abs((long) value) >= ONE / 2 && Math.abs((long) value) < ONE;
    if (value != 0 && !normal || value == 0 && shift != 0) {
      throw new IllegalArgumentException(
          "multiplier %d * 2^%d, must be 0 or of 31 significant bits".formatted(value, shift));
    }
    if (shift < -31 || shift > 30) {
      throw new IllegalArgumentException(
          "multiplier %d * 2^%d shifts out of 32 bits, must shift by -31 to 30"
              .formatted(value, shift));
    }
  }

  /** The nearest to {@code real}; 0 for what is less than {@code 2^-32}. */
  public static Multiplier of(double real) {
    if (real == 0) return ZERO;
    if (!Double.isFinite(real)) {
      throw new IllegalArgumentException("multiplier %s, must be finite".formatted(real));
    }
    // Math.getExponent counts from 1 to 2, the mantissa here runs from 1/2 to 1. A subnormal real
    // is 0
    // below whatever its exponent is taken for.
    int shift = Math.getExponent(real) + 1;
    long value = roundHalfAway(Math.scalb(real, 31 - shift));
    if (Math.abs(value) == ONE) {
      value /= 2;
      shift++;
    }
    return shift < -31 ? ZERO : new Multiplier((int) value, shift);
  }

  /** To the nearest integer, ties away from zero. */
  static long roundHalfAway(double real) {
    // A value this far below 2^52 and its fraction are exact, so adding a half is.
    return real < 0 ? -(long) Math.floor(0.5 - real) : (long) Math.floor(real + 0.5);
  }
}
