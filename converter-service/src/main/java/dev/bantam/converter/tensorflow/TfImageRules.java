package dev.bantam.converter.tensorflow;

import static dev.bantam.converter.tensorflow.TfRule.Entry.of;

import dev.bantam.converter.build.Edge;
import dev.bantam.type.DType;
import java.util.List;

/** Images of another size. */
final class TfImageRules {
  static final List<TfRule.Entry> TABLE =
      List.of(
          of("ResizeBilinear", call -> resize(call, "RESIZE_BILINEAR", DType.F32)),
          of(
              "ResizeNearestNeighbor",
              call -> resize(call, "RESIZE_NEAREST_NEIGHBOR", call.in(0).dtype())));

  private TfImageRules() {}

  private static Edge resize(TfCall call, String target, DType result) {
    var b = call.b();
    var size = call.shape(1, "size");
    var resized =
        b.resize(
            target,
            b.cast(call.in(0), DType.F32),
            size.get(0),
            size.get(1),
            call.flag("align_corners", false),
            call.flag("half_pixel_centers", false));
    return b.cast(resized, result);
  }
}
