package dev.bantam.converter.onnx;

import static dev.bantam.converter.onnx.OnnxRule.Entry.of;

import dev.bantam.converter.build.Dim;
import dev.bantam.converter.build.Edge;
import dev.bantam.converter.build.Literals;
import dev.bantam.converter.build.Window;
import dev.bantam.type.DType;
import dev.bantam.type.TensorType;
import java.util.ArrayList;
import java.util.List;

/** Convolutions of one, two and three axes. */
final class ConvolutionRules {
  static final List<OnnxRule.Entry> TABLE = List.of(of("Conv", 2, 3, ConvolutionRules::conv));

  private ConvolutionRules() {}

  static Edge conv(OnnxCall call) {
    var b = call.b();
    var bias = call.has(2) ? b.cast(call.in(2), DType.F32) : Edge.ABSENT;
    var dtype = call.in(0).dtype();
    if (!dtype.isFloat())
      throw call.unsupported("it is of element type " + dtype, "use float32, or ConvInteger");
    var result = conv(call, b.cast(call.in(0), DType.F32), b.cast(call.in(1), DType.F32), bias);
    return b.cast(result, dtype);
  }

  /** Of {@code f32}; image and filters are channels first. */
  static Edge conv(OnnxCall call, Edge x, Edge filters, Edge bias) {
    if (x.rank() != filters.rank())
      throw call.shapeMismatch(
          "an image of %s and filters of %s, must be of one rank", x.form(), filters.form());
    var extents = new ArrayList<Long>();
    for (int axis = 2; axis < filters.rank(); axis++) extents.add(filters.dim(axis).value());
    var window = Windows.of(call, x, extents);
    if (!window.filter().equals(extents))
      throw call.shapeMismatch("a filter of %s, must be %s", window.filter(), extents);
    long groups = call.integer("group", 1);
    long channels = x.dim(1).value();
    if (groups < 1
        || channels != filters.dim(1).value() * groups
        || filters.dim(0).value() % groups != 0)
      throw call.shapeMismatch(
          "an image of %s and filters of %s in %d groups: %d channels, must be %s",
          x.form(), filters.form(), groups, channels, filters.dim(1).times(Dim.of(groups)));
    var there = bias.isAbsent() ? zeros(call, filters.dim(0).value()) : bias;
    return switch (window.rank()) {
      case 1 -> conv1d(call, x, filters, there, window, groups);
      case 2 -> conv2d(call, x, filters, there, window, groups);
      case 3 -> conv3d(call, x, filters, there, window, groups);
      default ->
          throw call.unsupported(
              "it has %d spatial axes".formatted(window.rank()), "use one to three");
    };
  }

  static Edge zeros(OnnxCall call, long count) {
    return call.b().constant(Literals.filled(TensorType.of(DType.F32, Math.toIntExact(count)), 0));
  }

  private static Edge conv1d(
      OnnxCall call, Edge x, Edge filters, Edge bias, Window window, long groups) {
    var b = call.b();
    var image = b.unsqueeze(b.channelsLast(x), List.of(1));
    var result =
        flat(call, image, b.unsqueeze(filters, List.of(2)), bias, window.widened(), groups);
    return b.channelsFirst(b.squeeze(result, List.of(1)));
  }

  private static Edge conv2d(
      OnnxCall call, Edge x, Edge filters, Edge bias, Window window, long groups) {
    var b = call.b();
    return b.channelsFirst(flat(call, b.channelsLast(x), filters, bias, window, groups));
  }

  /** Image channels last, filters channels first. */
  private static Edge flat(
      OnnxCall call, Edge image, Edge filters, Edge bias, Window window, long groups) {
    var b = call.b();
    boolean depthwise = groups > 1 && groups == image.dim(3).value();
    return depthwise
        ? b.depthwiseConv2d(image, b.transpose(filters, List.of(1, 2, 3, 0)), bias, window)
        : b.conv2d(image, b.transpose(filters, List.of(0, 2, 3, 1)), bias, window);
  }

  private static Edge conv3d(
      OnnxCall call, Edge x, Edge filters, Edge bias, Window window, long groups) {
    var b = call.b();
    var image = b.channelsLast(x);
    var channelsLast = b.transpose(filters, List.of(2, 3, 4, 1, 0));
    if (groups == 1) return b.channelsFirst(b.conv3d(image, channelsLast, bias, window));
    long in = filters.dim(1).value();
    long out = filters.dim(0).value() / groups;
    var parts = new ArrayList<Edge>();
    for (long group = 0; group < groups; group++) {
      parts.add(
          b.conv3d(
              b.slice(image, 4, group * in, (group + 1) * in),
              b.slice(channelsLast, 4, group * out, (group + 1) * out),
              b.slice(bias, 0, group * out, (group + 1) * out),
              window));
    }
    return b.channelsFirst(b.concat(parts, 4));
  }
}
