package dev.bantam.op;

import dev.bantam.graph.Attributes;

/** How much a window may reach over the border of an image. */
public enum Padding {
  /** As many positions as the stride goes into the image. */
  SAME,
  /** Only positions inside the image. */
  VALID;

  static Padding of(Attributes raw) {
    return valueOf(raw.text("padding", "SAME"));
  }

  /** Positions of a window of {@code reach} elements, gaps included. */
  int positions(int extent, int reach, int stride) {
    return switch (this) {
      case SAME -> Math.ceilDiv(extent, stride);
      case VALID -> extent < reach ? 0 : (extent - reach) / stride + 1;
    };
  }

  /** Elements that are missing at both ends together. */
  int total(int extent, int reach, int stride) {
    return switch (this) {
      case SAME -> Math.max((positions(extent, reach, stride) - 1) * stride + reach - extent, 0);
      case VALID -> 0;
    };
  }

  /** Elements that are missing before the first. */
  int before(int extent, int reach, int stride) {
    return total(extent, reach, stride) / 2;
  }
}
