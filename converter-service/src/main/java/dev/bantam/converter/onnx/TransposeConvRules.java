package dev.bantam.converter.onnx;

import static dev.bantam.converter.onnx.OnnxRule.Entry.of;

import dev.bantam.converter.build.Dim;
import dev.bantam.converter.build.Edge;
import dev.bantam.converter.build.Form;
import dev.bantam.converter.build.MovementEmitter.Range;
import dev.bantam.converter.build.Padding;
import dev.bantam.type.DType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * Transposed convolutions: the target computes all that the input reaches, then what the padding
 * takes away is cut off.
 */
final class TransposeConvRules {
  static final List<OnnxRule.Entry> TABLE =
      List.of(of("ConvTranspose", 2, 3, TransposeConvRules::convTranspose));

  private TransposeConvRules() {}

  /** What the attributes say, for each spatial axis. */
  private record Plan(List<Long> stride, List<Long> dilation, List<Padding> cut, List<Long> more) {}

  private static Edge convTranspose(OnnxCall call) {
    var b = call.b();
    var x = b.cast(call.in(0), DType.F32);
    var filters = b.cast(call.in(1), DType.F32);
    int rank = x.rank() - 2;
    if (rank < 1 || rank > 3 || filters.rank() != x.rank())
      throw call.unsupported(
          "an image of %s and filters of %s".formatted(x.form(), filters.form()),
          "use one to three spatial axes");
    var plan = plan(call, x, filters);
    var spread = dilated(call, filters, plan.dilation());
    var image = b.channelsLast(x);
    long groups = call.integer("group", 1);
    var all = grouped(call, image, spread, plan, groups);
    var cut = cut(call, all, plan);
    var result = call.has(2) ? b.add(cut, b.cast(call.in(2), DType.F32)) : cut;
    return b.cast(b.channelsFirst(result), call.in(0).dtype());
  }

  private static Plan plan(OnnxCall call, Edge x, Edge filters) {
    int rank = x.rank() - 2;
    var stride = call.integers("strides").orElse(Collections.nCopies(rank, 1L));
    var dilation = call.integers("dilations").orElse(Collections.nCopies(rank, 1L));
    var more = call.integers("output_padding").orElse(Collections.nCopies(rank, 0L));
    var mode = call.word("auto_pad", "NOTSET", "NOTSET", "SAME_UPPER", "SAME_LOWER", "VALID");
    var stated = call.integers("output_shape");
    var cut = new ArrayList<Padding>();
    for (int axis = 0; axis < rank; axis++) {
      if (mode.equals("VALID")) cut.add(Padding.NONE);
      else if (mode.equals("NOTSET") && stated.isEmpty()) cut.add(Windows.stated(call, axis, rank));
      else {
        long reach = (filters.dim(axis + 2).value() - 1) * dilation.get(axis) + 1;
        long total =
            surplus(call, x.dim(axis + 2), stride.get(axis), reach + more.get(axis), stated, axis);
        // What is asked for beyond the whole lies behind it.
        if (total < 0) {
          cut.add(new Padding(0, total));
          continue;
        }
        long half = total / 2;
        cut.add(
            mode.equals("SAME_UPPER")
                ? new Padding(half, total - half)
                : new Padding(total - half, half));
      }
    }
    return new Plan(stride, dilation, cut, more);
  }

  /** How much longer the whole is than what is asked for. */
  private static long surplus(
      OnnxCall call, Dim extent, long stride, long reach, Optional<List<Long>> stated, int axis) {
    if (stated.isEmpty()) return Math.max(0, reach - stride);
    if (!extent.isKnown())
      throw call.unsupported("its output shape is for an open extent", "fix the sizes");
    var sizes = stated.orElseThrow();
    int spatial = call.in(0).rank() - 2;
    long size = sizes.get(sizes.size() - spatial + axis);
    return stride * (extent.value() - 1) + reach - size;
  }

  /** Filters with zeros between their elements. */
  private static Edge dilated(OnnxCall call, Edge filters, List<Long> dilation) {
    var b = call.b();
    var spread = filters;
    for (int i = 0; i < dilation.size(); i++) {
      long by = dilation.get(i);
      if (by == 1) continue;
      int axis = i + 2;
      var wide = b.unsqueeze(spread, List.of(axis + 1));
      var high = new ArrayList<>(Collections.nCopies(wide.rank(), 0L));
      high.set(axis + 1, by - 1);
      var padded = b.pad(wide, Collections.nCopies(wide.rank(), 0L), high, b.scalar(DType.F32, 0));
      long extent = spread.dim(axis).value();
      var joined = b.reshape(padded, spread.form().with(axis, Dim.of(extent * by)).dims());
      spread = b.slice(joined, axis, 0, (extent - 1) * by + 1);
    }
    return spread;
  }

  private static Edge grouped(OnnxCall call, Edge image, Edge filters, Plan plan, long groups) {
    var b = call.b();
    if (groups == 1) return whole(call, image, filters, plan);
    int last = image.rank() - 1;
    long in = image.dim(last).value() / groups;
    var parts = new ArrayList<Edge>();
    for (long group = 0; group < groups; group++)
      parts.add(
          whole(
              call,
              b.slice(image, last, group * in, (group + 1) * in),
              b.slice(filters, 0, group * in, (group + 1) * in),
              plan));
    return b.concat(parts, last);
  }

  /** Filters are {@code [in, out, ...]}. */
  private static Edge whole(OnnxCall call, Edge image, Edge filters, Plan plan) {
    var b = call.b();
    return switch (plan.stride().size()) {
      case 1 -> {
        var wide = b.unsqueeze(image, List.of(1));
        var turned = b.transpose(b.unsqueeze(filters, List.of(2)), List.of(1, 2, 3, 0));
        yield b.squeeze(b.transposeConv(wide, turned, 1, plan.stride().get(0)), List.of(1));
      }
      case 2 -> {
        var turned = b.transpose(filters, List.of(1, 2, 3, 0));
        yield b.transposeConv(image, turned, plan.stride().get(0), plan.stride().get(1));
      }
      default -> cubic(call, image, b.transpose(filters, List.of(2, 3, 4, 1, 0)), plan);
    };
  }

  /** Filters are {@code [depth, height, width, out, in]}. */
  private static Edge cubic(OnnxCall call, Edge image, Edge filters, Plan plan) {
    var b = call.b();
    var dims = new ArrayList<>(List.of(image.dim(0)));
    for (int i = 0; i < 3; i++)
      dims.add(
          image.dim(i + 1).minus(Dim.ONE).times(Dim.of(plan.stride().get(i))).plus(filters.dim(i)));
    dims.add(filters.dim(3));
    return b.operator(
            "CONV_3D_TRANSPOSE",
            List.of(b.vector(dims), filters, image),
            List.of(new Form(DType.F32, dims)),
            "padding",
            "VALID",
            "stride_d",
            plan.stride().get(0),
            "stride_h",
            plan.stride().get(1),
            "stride_w",
            plan.stride().get(2))
        .getFirst();
  }

  private static Edge cut(OnnxCall call, Edge all, Plan plan) {
    var ranges = new ArrayList<Range>();
    var low = new ArrayList<>(Collections.nCopies(all.rank(), 0L));
    var high = new ArrayList<>(low);
    for (int i = 0; i < plan.cut().size(); i++) {
      long front = plan.cut().get(i).low();
      long back = plan.cut().get(i).high() - plan.more().get(i);
      if (front != 0 || back > 0)
        ranges.add(
            new Range(
                i + 1,
                Optional.of(Math.max(0, front)),
                back > 0 ? Optional.of(-back) : Optional.empty(),
                1));
      low.set(i + 1, Math.max(0, -front));
      high.set(i + 1, Math.max(0, -back));
    }
    var b = call.b();
    var kept = ranges.isEmpty() ? all : b.slice(all, ranges);
    return b.pad(kept, low, high, b.scalar(DType.F32, 0));
  }
}
