package dev.bantam.converter.build;

import dev.bantam.converter.ConversionException;
import dev.bantam.converter.ConversionException.Kind;

/**
 * How much one conversion may make that its source does not hold: constants that rules compute from
 * extents. Otherwise a source of a few bytes could ask for any amount of memory.
 */
final class Allowance {
  private static final long MOST_ELEMENTS = 1 << 28;

  private static final long MOST_PARTS = 1 << 16;

  private long left = MOST_ELEMENTS;

  /**
   * Takes what a constant of those extents needs.
   *
   * @return the number of its elements
   */
  int take(long... extents) {
    long elements = product(extents);
    if (!take(elements)) {
      throw new ConversionException(
          Kind.TOO_LARGE,
          "its rule would make a constant of more than %d elements, which all such constants"
              + " together must not exceed",
          MOST_ELEMENTS);
    }
    return (int) elements;
  }

  /** Whether there was enough; if not, nothing is taken. */
  boolean take(long elements) {
    if (elements > left) return false;
    left -= elements;
    return true;
  }

  /** As many results as one operator may have, or dimensions a shape. */
  static int parts(Dim extent) {
    if (extent.value() > MOST_PARTS) {
      throw new ConversionException(
          Kind.TOO_LARGE, "%s parts of a tensor, must be at most %d", extent, MOST_PARTS);
    }
    return (int) extent.value();
  }

  private static long product(long... extents) {
    long product = 1;
    for (long extent : extents) {
      if (extent == 0) return 0;
      long high = Math.multiplyHigh(product, extent);
      product = high == 0 && product * extent >= 0 ? product * extent : Long.MAX_VALUE;
    }
    return product;
  }
}
