package dev.bantam.converter.tensorflow;

import static dev.bantam.converter.tensorflow.TfRule.Entry.of;

import dev.bantam.converter.build.Dim;
import dev.bantam.converter.build.Edge;
import dev.bantam.converter.build.Form;
import dev.bantam.converter.build.Layouts;
import dev.bantam.type.DType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Transposed convolutions: the size of the result, the filters, and the image come in. */
final class TfTransposedConvRules {
  static final List<TfRule.Entry> TABLE =
      List.of(
          of("Conv2DBackpropInput", TfTransposedConvRules::flat),
          of("Conv3DBackpropInputV2", TfTransposedConvRules::solid));

  private TfTransposedConvRules() {}

  /** Filters are {@code [height, width, out, in]}. */
  private static Edge flat(TfCall call) {
    var b = call.b();
    requireUndilated(call, 2);
    var x = image(call);
    var dims = dims(call, x);
    var filters = b.transpose(b.cast(call.in(1), DType.F32), List.of(2, 0, 1, 3));
    var strides = TfConvolutionRules.spatial(call, "strides", 2);
    var mode = call.text("padding", "SAME");
    var result =
        mode.equals("EXPLICIT")
            ? explicit(call, b.transposeConv(x, filters, strides.get(0), strides.get(1)), dims)
            : b.transposeConv(x, filters, dims, mode, strides.get(0), strides.get(1));
    return outside(call, result);
  }

  /** Filters are {@code [depth, height, width, out, in]}. */
  private static Edge solid(TfCall call) {
    var b = call.b();
    requireUndilated(call, 3);
    var x = image(call);
    var dims = dims(call, x);
    var strides = TfConvolutionRules.spatial(call, "strides", 3);
    var result =
        b.operator(
                "CONV_3D_TRANSPOSE",
                List.of(b.vector(dims), b.cast(call.in(1), DType.F32), x),
                List.of(new Form(DType.F32, dims)),
                "padding",
                call.text("padding", "SAME"),
                "stride_d",
                strides.get(0),
                "stride_h",
                strides.get(1),
                "stride_w",
                strides.get(2))
            .getFirst();
    return outside(call, result);
  }

  private static void requireUndilated(TfCall call, int rank) {
    if (TfConvolutionRules.spatial(call, "dilations", rank).stream().anyMatch(by -> by != 1))
      throw call.unsupported("it is dilated", "use dilations of 1");
  }

  private static Edge image(TfCall call) {
    var x = call.b().cast(call.in(2), DType.F32);
    return TfConvolutionRules.isChannelsFirst(call) ? call.b().channelsLast(x) : x;
  }

  private static Edge outside(TfCall call, Edge result) {
    var first = TfConvolutionRules.isChannelsFirst(call);
    return call.b().cast(first ? call.b().channelsFirst(result) : result, call.in(2).dtype());
  }

  /** The extents of the result, channels last. */
  private static List<Dim> dims(TfCall call, Edge x) {
    var stated = call.shape(0, "output size");
    var order = Layouts.channelsLast(stated.size());
    var dims =
        new ArrayList<>(
            TfConvolutionRules.isChannelsFirst(call)
                ? order.stream().map(stated::get).toList()
                : stated);
    if (x.dim(0).isKnown()) dims.set(0, x.dim(0));
    return dims;
  }

  /** Cuts the paddings off all that the image reaches; what it does not reach is 0. */
  private static Edge explicit(TfCall call, Edge all, List<Dim> dims) {
    var b = call.b();
    var paddings = call.integers("explicit_paddings", List.of());
    if (paddings.size() != 2 * dims.size())
      throw call.invalid("paddings %s, must be two for each of %d axes", paddings, dims.size());
    var result = all;
    var low = Collections.nCopies(dims.size(), 0L);
    var high = new ArrayList<>(low);
    for (int axis = 1; axis <= 2; axis++) {
      long front = paddings.get(2 * (TfConvolutionRules.isChannelsFirst(call) ? axis + 1 : axis));
      long extent = dims.get(axis).value();
      long stop = Math.min(front + extent, all.dim(axis).value());
      result = b.slice(result, axis, front, stop);
      high.set(axis, extent - Math.max(0, stop - front));
    }
    return b.pad(result, low, high, b.scalar(DType.F32, 0));
  }
}
