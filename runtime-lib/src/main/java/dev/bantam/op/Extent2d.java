package dev.bantam.op;

import dev.bantam.graph.Attributes;

/**
 * Height and width of a filter, a stride or a dilation. Never below one, so nothing divides by it
 * in vain.
 */
public record Extent2d(int height, int width) {
  public static final Extent2d ONE = new Extent2d(1, 1);

  public Extent2d {
    if (height < 1 || width < 1) {
      throw new IllegalArgumentException(
          "%d x %d, must be at least 1 x 1".formatted(height, width));
    }
  }

  /** Both from options of these names. */
  static Extent2d of(Attributes raw, String what, String height, String width) {
    long h = raw.integer(height, 1);
    long w = raw.integer(width, 1);
    if (h < 1 || w < 1) {
      throw new IllegalArgumentException(
          "%s is %d x %d, must be at least 1 x 1".formatted(what, h, w));
    }
    return new Extent2d(Math.toIntExact(h), Math.toIntExact(w));
  }

  static Extent2d stride(Attributes raw) {
    return of(raw, "stride", "stride_h", "stride_w");
  }

  static Extent2d dilation(Attributes raw) {
    return of(raw, "dilation", "dilation_h_factor", "dilation_w_factor");
  }
}
