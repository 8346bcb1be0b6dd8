package dev.bantam.converter.onnx;

import dev.bantam.converter.build.Edge;
import dev.bantam.converter.build.Padding;
import dev.bantam.converter.build.Window;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Reads the attributes that convolutions and pools share. */
final class Windows {
  private Windows() {}

  /**
   * The windows of a node.
   *
   * @param x channels first
   * @param filter extents where the node does not state them
   */
  static Window of(OnnxCall call, Edge x, List<Long> filter) {
    int rank = x.rank() - 2;
    if (rank < 1) throw call.shapeMismatch("an image of %s, must have rank 3 at least", x.form());
    var extents = call.integers("kernel_shape").orElse(filter);
    if (extents.size() != rank)
      throw call.shapeMismatch(
          "a filter of %s over %s, must have %d axes", extents, x.form(), rank);
    var strides = call.integers("strides").orElse(Collections.nCopies(rank, 1L));
    var dilations = call.integers("dilations").orElse(Collections.nCopies(rank, 1L));
    var unpadded = new Window(extents, strides, dilations, Collections.nCopies(rank, Padding.NONE));
    return new Window(extents, strides, dilations, padding(call, x, unpadded));
  }

  private static List<Padding> padding(OnnxCall call, Edge x, Window window) {
    var mode = call.word("auto_pad", "NOTSET", "NOTSET", "SAME_UPPER", "SAME_LOWER", "VALID");
    int rank = window.rank();
    var paddings = new ArrayList<Padding>();
    for (int axis = 0; axis < rank; axis++) {
      paddings.add(
          switch (mode) {
            case "NOTSET" -> stated(call, axis, rank);
            case "VALID" -> Padding.NONE;
            default -> same(call, x, window, axis, mode.equals("SAME_LOWER"));
          });
    }
    return paddings;
  }

  static Padding stated(OnnxCall call, int axis, int rank) {
    var pads = call.integers("pads").orElse(Collections.nCopies(2 * rank, 0L));
    if (pads.size() != 2 * rank)
      throw call.shapeMismatch("pads %s for %d axes, must be two for each", pads, rank);
    return new Padding(pads.get(axis), pads.get(rank + axis));
  }

  private static Padding same(OnnxCall call, Edge x, Window window, int axis, boolean lower) {
    long filter = window.filter().get(axis);
    long stride = window.stride().get(axis);
    long dilation = window.dilation().get(axis);
    var extent = x.dim(axis + 2);
    if (!extent.isKnown() && !lower) return Padding.AUTOMATIC;
    if (!extent.isKnown() && stride != 1)
      throw call.unsupported(
          "how much it pads depends on an open extent", "fix the sizes, such as with --shape");
    // With a stride of 1 the extent does not matter.
    var padding =
        Padding.same(extent.isKnown() ? extent.value() : 1 << 20, filter, stride, dilation);
    return lower ? new Padding(padding.high(), padding.low()) : padding;
  }
}
