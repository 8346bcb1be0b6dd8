package dev.bantam.converter.tensorflow;

import static dev.bantam.converter.tensorflow.TfRule.Entry.of;
import static dev.bantam.converter.tensorflow.TfRule.Entry.several;

import dev.bantam.converter.build.Dim;
import dev.bantam.converter.build.Edge;
import dev.bantam.converter.build.Functions;
import dev.bantam.converter.build.Layouts;
import dev.bantam.converter.build.Literals;
import dev.bantam.converter.build.Padding;
import dev.bantam.converter.build.Window;
import dev.bantam.type.DType;
import dev.bantam.type.TensorType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/** Convolutions, pools and batch normalization, in both layouts. */
final class TfConvolutionRules {
  static final List<TfRule.Entry> TABLE =
      List.of(
          of("Conv2D", call -> inLayout(call, x -> conv(call, x))),
          of("DepthwiseConv2dNative", call -> inLayout(call, x -> depthwise(call, x))),
          of("Conv3D", call -> inLayout(call, x -> conv3d(call, x))),
          of("Conv2DBackpropInput", TfConvolutionRules::transposed),
          of("MaxPool", call -> inLayout(call, x -> call.b().maxPool(x, pool(call, x)))),
          of("AvgPool", call -> inLayout(call, x -> averagePool(call, x))),
          of("MaxPool3D", call -> inLayout(call, x -> maxPool3d(call, x))),
          of("AvgPool3D", call -> inLayout(call, x -> averagePool3d(call, x))),
          several("FusedBatchNorm", TfConvolutionRules::batchNorm),
          several("FusedBatchNormV2", TfConvolutionRules::batchNorm),
          several("FusedBatchNormV3", TfConvolutionRules::batchNorm),
          of("SpaceToBatchND", TfConvolutionRules::spaceToBatch),
          of("BatchToSpaceND", TfConvolutionRules::batchToSpace),
          of("LRN", TfConvolutionRules::localResponse));

  private TfConvolutionRules() {}

  private static boolean isChannelsFirst(TfCall call) {
    return call.text("data_format", "NHWC").startsWith("NC");
  }

  private static Edge inLayout(TfCall call, UnaryOperator<Edge> fn) {
    var b = call.b();
    var dtype = call.in(0).dtype();
    var x = b.cast(call.in(0), DType.F32);
    var result = isChannelsFirst(call) ? b.channelsFirst(fn.apply(b.channelsLast(x))) : fn.apply(x);
    return b.cast(result, dtype);
  }

  /** The entries of a list for all axes that belong to the image. */
  private static List<Long> spatial(TfCall call, String attribute, int rank) {
    var all = call.integers(attribute, Collections.nCopies(rank + 2, 1L));
    if (all.size() != rank + 2)
      throw call.invalid("attribute \"%s\" is %s, must have %d numbers", attribute, all, rank + 2);
    return isChannelsFirst(call) ? all.subList(2, rank + 2) : all.subList(1, rank + 1);
  }

  private static Window window(TfCall call, Edge x, List<Long> filter) {
    int rank = filter.size();
    var stride = spatial(call, "strides", rank);
    var dilation = spatial(call, "dilations", rank);
    var mode = call.text("padding", "VALID");
    var explicit = call.integers("explicit_paddings", List.of());
    var paddings = new ArrayList<Padding>();
    for (int i = 0; i < rank; i++) {
      paddings.add(
          switch (mode) {
            case "SAME" -> same(x.dim(i + 1), filter.get(i), stride.get(i), dilation.get(i));
            case "EXPLICIT" -> {
              int at = 2 * (isChannelsFirst(call) ? i + 2 : i + 1);
              yield new Padding(explicit.get(at), explicit.get(at + 1));
            }
            default -> Padding.NONE;
          });
    }
    return new Window(filter, stride, dilation, paddings);
  }

  private static Padding same(Dim extent, long filter, long stride, long dilation) {
    return extent.isKnown()
        ? Padding.same(extent.value(), filter, stride, dilation)
        : Padding.AUTOMATIC;
  }

  private static List<Long> extents(Edge filters, int rank) {
    return IntStream.range(0, rank).mapToObj(i -> filters.dim(i).value()).toList();
  }

  private static Edge zeros(TfCall call, Dim count) {
    return call.b()
        .constant(Literals.filled(TensorType.of(DType.F32, Math.toIntExact(count.value())), 0));
  }

  /** Filters are {@code [height, width, in / groups, out]}. */
  private static Edge conv(TfCall call, Edge x) {
    var b = call.b();
    var filters = b.cast(call.in(1), DType.F32);
    var window = window(call, x, extents(filters, 2));
    requireChannels(call, x.dim(3), filters.dim(2));
    boolean depthwise = filters.dim(2).is(1) && !x.dim(3).is(1);
    if (depthwise)
      return b.depthwiseConv2d(
          x, b.transpose(filters, List.of(2, 0, 1, 3)), zeros(call, filters.dim(3)), window);
    return b.conv2d(
        x, b.transpose(filters, List.of(3, 0, 1, 2)), zeros(call, filters.dim(3)), window);
  }

  private static void requireChannels(TfCall call, Dim image, Dim filters) {
    if (!image.isKnown()
        || !filters.isKnown()
        || filters.is(0)
        || image.value() % filters.value() != 0)
      throw call.invalid("%s channels for filters of %s, must divide", image, filters);
  }

  /** Filters are {@code [height, width, in, multiplier]}. */
  private static Edge depthwise(TfCall call, Edge x) {
    var b = call.b();
    var filters = b.cast(call.in(1), DType.F32);
    var window = window(call, x, extents(filters, 2));
    var channels = filters.dim(2).times(filters.dim(3));
    var flat = b.reshape(filters, Dim.ONE, filters.dim(0), filters.dim(1), channels);
    return b.depthwiseConv2d(x, flat, zeros(call, channels), window);
  }

  private static Edge conv3d(TfCall call, Edge x) {
    var filters = call.b().cast(call.in(1), DType.F32);
    return call.b()
        .conv3d(x, filters, zeros(call, filters.dim(4)), window(call, x, extents(filters, 3)));
  }

  /** Inputs are the size of the result, filters {@code [height, width, out, in]}, and the image. */
  private static Edge transposed(TfCall call) {
    var b = call.b();
    var first = isChannelsFirst(call);
    var x = first ? b.channelsLast(call.in(2)) : call.in(2);
    var order = Layouts.channelsLast(4);
    var stated = call.shape(0, "output size");
    var dims = first ? order.stream().map(stated::get).toList() : stated;
    var filters = b.transpose(call.in(1), List.of(2, 0, 1, 3));
    var strides = spatial(call, "strides", 2);
    if (spatial(call, "dilations", 2).stream().anyMatch(dilation -> dilation != 1))
      throw call.unsupported("it is dilated", "use dilations of 1");
    var whole = new ArrayList<>(dims);
    if (x.dim(0).isKnown()) whole.set(0, x.dim(0));
    var result =
        b.transposeConv(
            x, filters, whole, call.text("padding", "SAME"), strides.get(0), strides.get(1));
    return first ? b.channelsFirst(result) : result;
  }

  private static Window pool(TfCall call, Edge x) {
    return window(call, x, spatial(call, "ksize", 2));
  }

  private static Edge averagePool(TfCall call, Edge x) {
    var window = pool(call, x);
    boolean padded = window.padding().stream().anyMatch(padding -> !padding.isNone());
    return padded ? call.b().averagePoolSame(x, window) : call.b().averagePool(x, window);
  }

  private static Edge maxPool3d(TfCall call, Edge x) {
    var b = call.b();
    var window = window(call, x, spatial(call, "ksize", 3));
    var padded = b.border(x, window, b.scalar(DType.F32, -Float.MAX_VALUE));
    return new Functions(b).sliding(padded, window, b::maximum);
  }

  /** Padding does not count. */
  private static Edge averagePool3d(TfCall call, Edge x) {
    var b = call.b();
    var window = window(call, x, spatial(call, "ksize", 3));
    var zero = b.scalar(DType.F32, 0);
    var functions = new Functions(b);
    var sum = functions.sliding(b.border(x, window, zero), window, b::add);
    var one = new ArrayList<>(x.form().dims());
    one.set(0, Dim.ONE);
    one.set(4, Dim.ONE);
    var ones = b.fill(one, b.scalar(DType.F32, 1));
    var counts = functions.sliding(b.border(ones, window, zero), window, b::add);
    return b.mul(sum, b.reciprocal(counts));
  }

  private static List<TfValue> batchNorm(TfCall call) {
    if (call.flag("is_training", true))
      throw call.unsupported(
          "it computes statistics, as in training", "save the model for inference");
    var b = call.b();
    var x = call.in(0);
    var scale = b.mul(call.in(1), b.rsqrt(b.add(call.in(4), call.real("epsilon", 1e-4))));
    var shift = b.sub(call.in(2), b.mul(call.in(3), scale));
    if (isChannelsFirst(call)) {
      scale = b.reshape(scale, scale.dim(0), Dim.ONE, Dim.ONE);
      shift = b.reshape(shift, shift.dim(0), Dim.ONE, Dim.ONE);
    }
    var y = b.cast(b.add(b.mul(b.cast(x, DType.F32), scale), shift), x.dtype());
    var nothing = new TfValue.Nothing();
    return List.of(new TfValue.Tensor(y), nothing, nothing, nothing, nothing, nothing);
  }

  private static Edge spaceToBatch(TfCall call) {
    var x = call.in(0);
    var block = call.constants(1, "block shape");
    var pads = call.constants(2, "paddings");
    var dims = new ArrayList<>(x.form().dims());
    for (int i = 0; i < block.size(); i++) {
      var padded = x.dim(i + 1).plus(Dim.of(pads.get(2 * i) + pads.get(2 * i + 1)));
      dims.set(i + 1, padded.floorDiv(Dim.of(block.get(i))));
      dims.set(0, dims.getFirst().times(Dim.of(block.get(i))));
    }
    return call.b()
        .operator(
            "SPACE_TO_BATCH_ND", List.of(x, call.in(1), call.in(2)), List.of(x.form().with(dims)))
        .getFirst();
  }

  private static Edge batchToSpace(TfCall call) {
    var x = call.in(0);
    var block = call.constants(1, "block shape");
    var crops = call.constants(2, "crops");
    var dims = new ArrayList<>(x.form().dims());
    long blocks = 1;
    for (int i = 0; i < block.size(); i++) {
      blocks *= block.get(i);
      var whole = x.dim(i + 1).times(Dim.of(block.get(i)));
      dims.set(i + 1, whole.minus(Dim.of(crops.get(2 * i) + crops.get(2 * i + 1))));
    }
    dims.set(0, x.dim(0).floorDiv(Dim.of(blocks)));
    return call.b()
        .operator(
            "BATCH_TO_SPACE_ND", List.of(x, call.in(1), call.in(2)), List.of(x.form().with(dims)))
        .getFirst();
  }

  private static Edge localResponse(TfCall call) {
    var x = call.in(0);
    return call.b()
        .operator(
            "LOCAL_RESPONSE_NORMALIZATION",
            List.of(x),
            List.of(x.form()),
            "radius",
            call.integer("depth_radius", 5),
            "bias",
            (double) call.real("bias", 1),
            "alpha",
            (double) call.real("alpha", 1),
            "beta",
            (double) call.real("beta", 0.5))
        .getFirst();
  }
}
