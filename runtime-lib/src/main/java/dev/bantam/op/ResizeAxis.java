package dev.bantam.op;

import dev.bantam.graph.Attributes;

/**
 * How positions of a resized axis lie on the original one.
 *
 * @param alignCorners whether the first and last elements of both lie on each other
 * @param halfPixelCenters whether an element's position is its middle
 */
record ResizeAxis(boolean alignCorners, boolean halfPixelCenters) {
  /** Positions are computed one by one when a program is made. */
  private static final int LONGEST = 1 << 20;

  static ResizeAxis of(Attributes raw) {
    return new ResizeAxis(raw.flag("align_corners", false), raw.flag("half_pixel_centers", false));
  }

  /** Height and width of the result. */
  static int[] size(Call<?> call) {
    var x = call.operand("x");
    var size = call.constant("size");
    if (x.type().rank() != 4 || size.elements() != 2 || x.type().elements() == 0) {
      throw call.refuse(
          "x is %s and size has %d elements, must be of rank 4, not empty, and 2",
          x.type(), size.elements());
    }
    for (int i = 0; i < 2; i++) {
      if (size.integer(i) < 1 || size.integer(i) > LONGEST)
        throw call.refuse("size is %d, must be in [1, %d]", size.integer(i), LONGEST);
    }
    return size.toInts();
  }

  /** Original elements to one resized element, in {@code float} as everywhere. */
  float scale(int from, int to) {
    if (alignCorners && to > 1) return (from - 1) / (float) (to - 1);
    return from / (float) to;
  }

  /** The same times 2^10, rounded. */
  int scaleIn10Bits(int from, int to) {
    if (alignCorners && to > 1) return (1024 * (from - 1) + (to - 1) / 2) / (to - 1);
    return (1024 * from + to / 2) / to;
  }
}
