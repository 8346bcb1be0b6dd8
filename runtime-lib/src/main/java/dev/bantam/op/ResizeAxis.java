package dev.bantam.op;

import dev.bantam.graph.Attributes;

/**
 * How positions of a resized axis lie on the original one.
 *
 * @param alignCorners whether the first and last elements of both lie on each other
 * @param halfPixelCenters whether an element's position is its middle
 */
record ResizeAxis(boolean alignCorners, boolean halfPixelCenters) {
  static ResizeAxis of(Attributes raw) {
    return new ResizeAxis(raw.flag("align_corners", false), raw.flag("half_pixel_centers", false));
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
