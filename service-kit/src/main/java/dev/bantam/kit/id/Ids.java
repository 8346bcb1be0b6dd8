package dev.bantam.kit.id;

import java.time.Clock;
import java.util.random.RandomGenerator;

/**
 * Makes identifiers such as {@code mdl_01JD8XK3V5Q2N7R9T4W6Y8Z0AB}: a prefix, 48 bits of
 * milliseconds and 80 random bits in Crockford's base 32. Those made within one millisecond by one
 * source still sort in the order of making.
 */
public final class Ids {
  private static final char[] DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ".toCharArray();
  private static final int TIME_DIGITS = 10;
  private static final int HALF_DIGITS = 8;
  private static final long HALF_MASK = (1L << 40) - 1;

  private final Clock clock;
  private final RandomGenerator random;
  private long lastMillis = -1;
  private long high;
  private long low;

  public Ids(Clock clock, RandomGenerator random) {
    this.clock = clock;
    this.random = random;
  }

  /** A new identifier with this prefix. */
  public synchronized String next(String prefix) {
    advance(clock.millis());
    var text = new StringBuilder(prefix.length() + 1 + TIME_DIGITS + 2 * HALF_DIGITS);
    text.append(prefix).append('_');
    append(text, lastMillis, TIME_DIGITS);
    append(text, high, HALF_DIGITS);
    append(text, low, HALF_DIGITS);
    return text.toString();
  }

  /** A clock that went back, or a second call in a millisecond, counts the random part up. */
  private void advance(long millis) {
    if (millis > lastMillis) {
      lastMillis = millis;
      high = random.nextLong() & HALF_MASK;
      low = random.nextLong() & HALF_MASK;
      return;
    }
    low = (low + 1) & HALF_MASK;
    if (low != 0) return;
    high = (high + 1) & HALF_MASK;
    if (high == 0) lastMillis++;
  }

  private static void append(StringBuilder text, long value, int digits) {
    for (int digit = digits - 1; digit >= 0; digit--) {
      text.append(DIGITS[(int) (value >>> (5 * digit)) & 31]);
    }
  }
}
