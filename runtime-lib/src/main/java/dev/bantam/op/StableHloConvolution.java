package dev.bantam.op;

import dev.bantam.graph.Attributes;
import dev.bantam.prim.ProgramBuilder;
import dev.bantam.prim.Value;
import dev.bantam.type.Shape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A convolution over any number of axes, whose axes lie as the options say. Channels or batches may
 * be split into groups, each with filters of its own.
 */
public final class StableHloConvolution implements Operator.Single<StableHloConvolution.Options> {
  /**
   * Which axes are what.
   *
   * @param first the batch, the filters' channels in, the batch
   * @param second the channels, the filters' channels out, the channels
   */
  public record Layout(int first, int second, List<Integer> spatial) {
    public Layout {
      spatial = List.copyOf(spatial);
    }

    /** The first axis, then the spatial ones, then the second. */
    List<Integer> order() {
      var order = new ArrayList<>(List.of(first));
      order.addAll(spatial);
      order.add(second);
      return order;
    }
  }

  /**
   * Lists have one entry per spatial axis; those that a file leaves out are ones, or zeros of
   * padding.
   *
   * @param padding before and behind each axis, one after the other
   * @param flipped whether the filter runs backwards along an axis
   */
  public record Options(
      Layout x,
      Layout filters,
      Layout y,
      List<Integer> strides,
      List<Integer> padding,
      List<Integer> dilationX,
      List<Integer> dilationFilters,
      List<Boolean> flipped,
      int groups,
      int batchGroups) {
    public Options {
      if (groups < 1 || batchGroups < 1 || (groups > 1 && batchGroups > 1)) {
        throw new IllegalArgumentException(
            "%d feature and %d batch groups, must be at least 1, and one of them 1"
                .formatted(groups, batchGroups));
      }
      for (int dilation : dilationX) {
        if (dilation < 1)
          throw new IllegalArgumentException(
              "lhs_dilation is %s, must be at least 1".formatted(dilationX));
      }
      flipped = List.copyOf(flipped);
    }
  }

  @Override
  public Signature signature() {
    return Signature.of("STABLEHLO_CONVOLUTION")
        .operand("x", Types.NUMBER)
        .operand("filters", Types.NUMBER)
        .result("y");
  }

  @Override
  public Options attributes(Attributes raw) {
    return new Options(
        layout(raw, "input_batch_dimension", "input_feature_dimension", "input_spatial_dimensions"),
        layout(
            raw,
            "kernel_output_feature_dimension",
            "kernel_input_feature_dimension",
            "kernel_spatial_dimensions"),
        layout(
            raw, "output_batch_dimension", "output_feature_dimension", "output_spatial_dimensions"),
        StableHloPad.integers(raw, "window_strides"),
        StableHloPad.integers(raw, "padding"),
        StableHloPad.integers(raw, "lhs_dilation"),
        StableHloPad.integers(raw, "rhs_dilation"),
        raw.flags("window_reversal"),
        groups(raw, "feature_group_count"),
        groups(raw, "batch_group_count"));
  }

  /** A file that leaves the number out has no groups. */
  private static int groups(Attributes raw, String name) {
    int count = Math.toIntExact(raw.integer(name, 1));
    return count == 0 ? 1 : count;
  }

  private static Layout layout(Attributes raw, String first, String second, String spatial) {
    return new Layout(
        Math.toIntExact(raw.integer(first, 0)),
        Math.toIntExact(raw.integer(second, 0)),
        StableHloPad.integers(raw, spatial));
  }

  @Override
  public Value lower(Call<Options> call, ProgramBuilder b) {
    var options = call.attributes();
    var x = call.operand("x");
    var filters = call.operand("filters");
    boolean quantized =
        call.isResultQuantized(0) && call.isQuantized("x") && call.isQuantized("filters");
    if (quantized) {
      x = Reals.dequantize(x, call.quantization("x"), b);
      filters = Reals.dequantize(filters, call.quantization("filters"), b);
    } else {
      x = Reals.wide(x, b);
      filters = Reals.wide(filters, b);
    }
    int axes = options.x().spatial().size();
    int rank = axes + 2;
    if (x.type().rank() != rank
        || filters.type().rank() != rank
        || options.filters().spatial().size() != axes
        || options.y().spatial().size() != axes)
      throw call.refuse(
          "x is %s and filters are %s, must have %d spatial axes and two more",
          x.type(), filters.type(), axes);
    var to = call.resultType(0).dtype();
    var accumulator = quantized || to.bits() == 16 && to.isFloat() ? x.type().dtype() : to;
    var weights = flipped(b.permute(filters, options.filters().order()), options, b);
    var image = spaced(b.permute(x, options.x().order()), options, b);
    int groups = options.groups() * options.batchGroups();
    if (options.batchGroups() > 1) image = channelsOfBatches(call, image, b);
    requireGroups(call, image, weights, groups);
    var windows =
        new Windows(
            weights.type().shape().extents().subList(1, rank - 1),
            orElse(options.strides(), axes, 1),
            orElse(options.dilationFilters(), axes, 1),
            Padding.VALID);
    var sums =
        new FilterForm(windows, groups).sum(image, b.like(image, 0L), weights, accumulator, b);
    var y = b.permute(sums, inverse(options.y().order()));
    return quantized ? Reals.quantize(y, call.resultQuantization(0), to, b) : b.convert(y, to);
  }

  private static void requireGroups(Call<Options> call, Value image, Value weights, int groups) {
    int rank = image.type().rank();
    int channels = image.type().extent(rank - 1);
    boolean fits =
        channels == groups * weights.type().extent(rank - 1)
            && weights.type().extent(0) % groups == 0;
    if (!fits)
      throw call.refuse(
          "%d channels for filters %s in %d groups, must be as many for each group",
          channels, weights.type(), groups);
  }

  /** Of {@code [out, .., in]}, the spatial axes that run backwards. */
  private static Value flipped(Value filters, Options options, ProgramBuilder b) {
    var axes = new ArrayList<Integer>();
    for (int i = 0; i < options.flipped().size(); i++) {
      if (options.flipped().get(i)) axes.add(1 + i);
    }
    return b.flip(filters, axes);
  }

  /** Of {@code [batch, .., channels]}, spread and padded; a negative padding cuts. */
  private static Value spaced(Value x, Options options, ProgramBuilder b) {
    int axes = options.x().spatial().size();
    var padding = orElse(options.padding(), 2 * axes, 0);
    var dilation = orElse(options.dilationX(), axes, 1);
    var low = new ArrayList<>(List.of(0));
    var high = new ArrayList<>(List.of(0));
    var interior = new ArrayList<>(List.of(0));
    for (int i = 0; i < axes; i++) {
      low.add(padding.get(2 * i));
      high.add(padding.get(2 * i + 1));
      interior.add(dilation.get(i) - 1);
    }
    for (var edge : List.of(low, high, interior)) edge.add(0);
    return StableHloPad.padded(x, new StableHloPad.Edges(low, high, interior), b.like(x, 0L), b);
  }

  /** Groups of batches become groups of channels. */
  private static Value channelsOfBatches(Call<Options> call, Value x, ProgramBuilder b) {
    int groups = call.attributes().batchGroups();
    int rank = x.type().rank();
    if (x.type().extent(0) % groups != 0)
      throw call.refuse("%s in %d groups of batches, must be a multiple", x.type(), groups);
    var extents = new ArrayList<>(x.type().shape().extents());
    int batches = extents.removeFirst() / groups;
    extents.addAll(0, List.of(groups, batches));
    var split = b.reshape(x, new Shape(extents));
    var order = new ArrayList<>(Axes.range(1, rank));
    order.addAll(List.of(0, rank));
    extents.removeFirst();
    extents.set(rank - 1, groups * extents.getLast());
    return b.reshape(b.permute(split, order), new Shape(extents));
  }

  private static List<Integer> inverse(List<Integer> order) {
    var inverse = new ArrayList<>(order);
    for (int i = 0; i < order.size(); i++) inverse.set(order.get(i), i);
    return inverse;
  }

  private static List<Integer> orElse(List<Integer> given, int count, int otherwise) {
    return given.isEmpty() ? Collections.nCopies(count, otherwise) : given;
  }
}
