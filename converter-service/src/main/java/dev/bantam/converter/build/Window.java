package dev.bantam.converter.build;

import java.util.List;

/**
 * How windows lie on an image, for each spatial axis.
 *
 * @param filter extents of a window
 */
public record Window(
    List<Long> filter, List<Long> stride, List<Long> dilation, List<Padding> padding) {
  public Window {
    filter = List.copyOf(filter);
    stride = List.copyOf(stride);
    dilation = List.copyOf(dilation);
    padding = List.copyOf(padding);
    for (var values : List.of(filter, stride, dilation)) {
      if (values.size() != filter.size() || values.stream().anyMatch(value -> value < 1))
        throw Emitter.shapeMismatch(
            "filter %s, strides %s, dilations %s, must be at least 1 for each of as many axes",
            filter, stride, dilation);
    }
    if (padding.size() != filter.size())
      throw Emitter.shapeMismatch(
          "paddings %s, must be one for each of %d axes", padding, filter.size());
  }

  public int rank() {
    return filter.size();
  }

  public boolean isDilated() {
    return dilation.stream().anyMatch(value -> value != 1);
  }

  /** The extent that the windows of an axis give. */
  Dim windows(Dim extent, int axis) {
    if (padding.get(axis) == Padding.AUTOMATIC) return extent.ceilDiv(stride.get(axis));
    var whole = extent.plus(Dim.of(padding.get(axis).low() + padding.get(axis).high()));
    long reach = (filter.get(axis) - 1) * dilation.get(axis) + 1;
    if (whole.isKnown() && whole.value() < reach)
      throw Emitter.shapeMismatch(
          "a window of %d over an axis of %s, must fit into it", reach, whole);
    if (stride.get(axis) == 1) return whole.minus(Dim.of(reach - 1));
    return whole.minus(Dim.of(reach)).floorDiv(Dim.of(stride.get(axis))).plus(Dim.ONE);
  }

  /** With an axis of extent 1 in front, so that one axis becomes two. */
  public Window widened() {
    return new Window(
        front(filter, 1L), front(stride, 1L), front(dilation, 1L), front(padding, Padding.NONE));
  }

  Window unpadded() {
    return new Window(
        filter, stride, dilation, java.util.Collections.nCopies(rank(), Padding.NONE));
  }

  private static <T> List<T> front(List<T> values, T first) {
    var all = new java.util.ArrayList<T>();
    all.add(first);
    all.addAll(values);
    return all;
  }
}
