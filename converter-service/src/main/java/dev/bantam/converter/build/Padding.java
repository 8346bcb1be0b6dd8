package dev.bantam.converter.build;

/**
 * What is put around one axis of an image before windows are taken.
 *
 * @param low in front
 * @param high behind
 */
public record Padding(long low, long high) {
  public static final Padding NONE = new Padding(0, 0);

  /** As much as {@code SAME} puts around an axis, whatever its extent will be. */
  public static final Padding AUTOMATIC = new Padding(-1, -1);

  public boolean isNone() {
    return low == 0 && high == 0;
  }

  /** What {@code SAME} puts around an axis of known extent. */
  public static Padding same(long extent, long filter, long stride, long dilation) {
    long out = -Math.floorDiv(-extent, stride);
    long total = Math.max((out - 1) * stride + (filter - 1) * dilation + 1 - extent, 0);
    return new Padding(total / 2, total - total / 2);
  }

  /** Whether {@code SAME} would put the same around the axis. */
  public boolean isSame(Dim extent, long filter, long stride, long dilation) {
    if (this == AUTOMATIC) return true;
    if (extent.isKnown()) return equals(same(extent.value(), filter, stride, dilation));
    long reach = (filter - 1) * dilation;
    return stride == 1 && low == reach / 2 && high == reach - reach / 2;
  }
}
