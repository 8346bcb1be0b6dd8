package dev.bantam.converter.tensorflow;

import static dev.bantam.converter.tensorflow.TfRule.Entry.of;
import static dev.bantam.converter.tensorflow.TfRule.Entry.several;

import dev.bantam.converter.build.Builder;
import dev.bantam.converter.build.Dim;
import dev.bantam.converter.build.Edge;
import dev.bantam.converter.build.Functions;
import dev.bantam.converter.build.Literals;
import dev.bantam.converter.build.Padding;
import dev.bantam.converter.build.Window;
import dev.bantam.type.DType;
import dev.bantam.type.TensorType;
import java.util.ArrayList;
import java.util.Arrays;
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
          of("MaxPool", call -> inLayout(call, x -> call.b().maxPool(x, pool(call, x)))),
          of("MaxPoolV2", call -> inLayout(call, x -> call.b().maxPool(x, stated(call, x)))),
          of("AvgPool", call -> inLayout(call, x -> averagePool(call, x))),
          of("MaxPool3D", call -> inLayout(call, x -> maxPool3d(call, x))),
          of("AvgPool3D", call -> inLayout(call, x -> averagePool3d(call, x))),
          several("FusedBatchNorm", TfConvolutionRules::batchNorm),
          several("FusedBatchNormV2", TfConvolutionRules::batchNorm),
          several("FusedBatchNormV3", TfConvolutionRules::batchNorm),
          of("SpaceToBatchND", call -> spaceToBatch(call, call.in(1), call.in(2))),
          of("BatchToSpaceND", call -> batchToSpace(call, call.in(1), call.in(2))),
          of("SpaceToBatch", call -> spaceToBatch(call, square(call), call.in(1))),
          of("BatchToSpace", call -> batchToSpace(call, square(call), call.in(1))),
          of("LRN", TfConvolutionRules::localResponse));

  private TfConvolutionRules() {}

  static boolean isChannelsFirst(TfCall call) {
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
  static List<Long> spatial(TfCall call, String attribute, int rank) {
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

  private static Window pool(TfCall call, Edge x) {
    return window(call, x, spatial(call, "ksize", 2));
  }

  /** With filters and strides as inputs. */
  private static Window stated(TfCall call, Edge x) {
    int first = isChannelsFirst(call) ? 2 : 1;
    var filter = longs(call.constants(1, "filter")).subList(first, first + 2);
    var stride = longs(call.constants(2, "strides")).subList(first, first + 2);
    boolean same = call.text("padding", "VALID").equals("SAME");
    var paddings = new ArrayList<Padding>();
    for (int i = 0; i < 2; i++)
      paddings.add(same ? same(x.dim(i + 1), filter.get(i), stride.get(i), 1) : Padding.NONE);
    return new Window(filter, stride, List.of(1L, 1L), paddings);
  }

  private static List<Long> longs(List<Integer> values) {
    return values.stream().map(Integer::longValue).toList();
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
    var b = call.b();
    var x = b.cast(call.in(0), DType.F32);
    var axes = new ArrayList<>(IntStream.range(0, x.rank()).boxed().toList());
    axes.remove(isChannelsFirst(call) ? 1 : x.rank() - 1);
    boolean measured = call.flag("is_training", true);
    if (measured && momentum(call) != 1)
      throw call.unsupported(
          "it averages statistics over steps, as in training", "save the model for inference");
    var mean = measured ? b.mean(x, axes, false) : call.in(3);
    var variance = measured ? variance(b, x, axes) : call.in(4);
    var scale = b.mul(call.in(1), b.rsqrt(b.add(variance, call.real("epsilon", 1e-4))));
    var shift = b.sub(call.in(2), b.mul(mean, scale));
    if (isChannelsFirst(call)) {
      var column = new ArrayList<>(List.of(scale.dim(0)));
      column.addAll(Collections.nCopies(x.rank() - 2, Dim.ONE));
      scale = b.reshape(scale, column);
      shift = b.reshape(shift, column);
    }
    var y = b.cast(b.add(b.mul(x, scale), shift), call.in(0).dtype());
    var nothing = new TfValue.Nothing();
    if (!measured)
      return List.of(new TfValue.Tensor(y), nothing, nothing, nothing, nothing, nothing);
    // The variance that is handed on is that of a sample; the rest is for gradients alone.
    var count = axes.stream().map(x::dim).reduce(Dim.ONE, Dim::times);
    var many = b.cast(b.scalar(count), DType.F32);
    var sample = b.div(b.mul(variance, many), b.maximum(b.sub(many, 1), 1));
    return List.of(
        new TfValue.Tensor(y),
        new TfValue.Tensor(mean),
        new TfValue.Tensor(sample),
        nothing,
        nothing,
        nothing);
  }

  /** How much new statistics count against old ones. */
  private static float momentum(TfCall call) {
    return call.real("exponential_avg_factor", 1);
  }

  private static Edge variance(Builder b, Edge x, List<Integer> axes) {
    return b.mean(b.square(b.sub(x, b.mean(x, axes, true))), axes, false);
  }

  /** The block of the older operators, as wide as it is high. */
  private static Edge square(TfCall call) {
    var extent = call.integer("block_size", 2);
    return call.b().ints(List.of(extent, extent));
  }

  private static List<Integer> numbers(TfCall call, Edge edge, String what) {
    return Arrays.stream(
            edge.constant()
                .orElseThrow(
                    () ->
                        call.unsupported(
                            "its %s are known only when the model runs".formatted(what),
                            "fix the sizes of the inputs, such as with --shape"))
                .toInts())
        .boxed()
        .toList();
  }

  /** What is before and behind each axis together; a symbol where only the running model knows. */
  private static List<Dim> sums(Edge pairs, int axes, String what) {
    var values = pairs.constant().map(value -> value.toInts());
    return IntStream.range(0, axes)
        .mapToObj(
            i ->
                values
                    .map(all -> Dim.of(all[2 * i] + all[2 * i + 1]))
                    .orElseGet(() -> Dim.symbol("%s %d of %s".formatted(what, i, pairs.name()))))
        .toList();
  }

  private static Edge spaceToBatch(TfCall call, Edge blocks, Edge paddings) {
    var x = call.in(0);
    var block = numbers(call, blocks, "blocks");
    var around = sums(paddings, block.size(), "paddings");
    var dims = new ArrayList<>(x.form().dims());
    for (int i = 0; i < block.size(); i++) {
      dims.set(i + 1, x.dim(i + 1).plus(around.get(i)).floorDiv(Dim.of(block.get(i))));
      dims.set(0, dims.getFirst().times(Dim.of(block.get(i))));
    }
    return call.b()
        .operator("SPACE_TO_BATCH_ND", List.of(x, blocks, paddings), List.of(x.form().with(dims)))
        .getFirst();
  }

  private static Edge batchToSpace(TfCall call, Edge blocks, Edge cut) {
    var x = call.in(0);
    var block = numbers(call, blocks, "blocks");
    var crops = sums(cut, block.size(), "crops");
    var dims = new ArrayList<>(x.form().dims());
    long product = 1;
    for (int i = 0; i < block.size(); i++) {
      product *= block.get(i);
      var whole = x.dim(i + 1).times(Dim.of(block.get(i)));
      dims.set(i + 1, whole.minus(crops.get(i)));
    }
    dims.set(0, x.dim(0).floorDiv(Dim.of(product)));
    return call.b()
        .operator("BATCH_TO_SPACE_ND", List.of(x, blocks, cut), List.of(x.form().with(dims)))
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
