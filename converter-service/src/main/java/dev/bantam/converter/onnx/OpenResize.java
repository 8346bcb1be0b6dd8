package dev.bantam.converter.onnx;

import dev.bantam.converter.build.Builder;
import dev.bantam.converter.build.Dim;
import dev.bantam.converter.build.Edge;
import dev.bantam.converter.build.FromData;
import dev.bantam.type.DType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Resizes axes whose extents or scales are known only when the model runs, one after the other. */
final class OpenResize {
  private final OnnxCall call;
  private final Builder b;
  private final ResizeMode mode;

  /**
   * One axis to be resized.
   *
   * @param in how many elements there are, as {@code f32}; so is {@code out}
   * @param count how many there are to be
   * @param scale output to input
   * @param start of the region of the input, as a part of its extent; so is {@code end}
   */
  record Axis(int axis, Edge in, Edge out, Dim count, Edge scale, Edge start, Edge end) {}

  /** An element that an output element is blended from. */
  private record Tap(Edge index, Edge weight) {}

  OpenResize(OnnxCall call, ResizeMode mode) {
    this.call = call;
    this.b = call.b();
    this.mode = mode;
  }

  private Edge real(double value) {
    return b.scalar(DType.F32, value);
  }

  private Edge real(Dim dim) {
    return b.cast(b.scalar(dim), DType.F32);
  }

  /** An axis by a scale, which rounds down. */
  Axis scaled(int axis, Dim in, Edge scale) {
    var extent = real(in);
    var out = b.floor(b.mul(extent, scale));
    var count = new FromData(b).counted(out);
    return new Axis(axis, extent, real(count), count, scale, real(0), real(1));
  }

  /** An axis to a size. */
  Axis sized(int axis, Dim in, Dim out) {
    var extent = real(in);
    var wanted = real(out);
    return new Axis(axis, extent, wanted, out, b.div(wanted, extent), real(0), real(1));
  }

  /** Axes to sizes that come with the data, with one scale for all if so asked. */
  List<Axis> sized(Edge x, List<Integer> axes, Edge sizes, String policy) {
    var plan = new ArrayList<Axis>();
    for (int i = 0; i < axes.size(); i++) {
      int axis = axes.get(i);
      plan.add(sized(axis, x.dim(axis), new FromData(b).counted(b.pick(sizes, 0, i))));
    }
    if (policy.equals("stretch")) return plan;
    var scales = plan.stream().map(Axis::scale);
    var common =
        (policy.equals("not_larger") ? scales.reduce(b::minimum) : scales.reduce(b::maximum))
            .orElseThrow();
    var kept = new ArrayList<Axis>();
    for (var axis : plan) {
      var out = b.floor(b.add(b.mul(common, axis.in()), 0.5));
      var count = new FromData(b).counted(out);
      kept.add(
          new Axis(axis.axis(), axis.in(), real(count), count, common, axis.start(), axis.end()));
    }
    return kept;
  }

  /** The same axes, each with its part of the region: all starts, then all ends. */
  List<Axis> cropped(List<Axis> plan, List<Integer> axes, Edge region) {
    var reals = b.cast(region, DType.F32);
    var cropped = new ArrayList<Axis>();
    for (var axis : plan) {
      int at = axes.indexOf(axis.axis());
      cropped.add(
          new Axis(
              axis.axis(),
              axis.in(),
              axis.out(),
              axis.count(),
              axis.scale(),
              b.pick(reals, 0, at),
              b.pick(reals, 0, (long) axes.size() + at)));
    }
    return cropped;
  }

  Edge apply(Edge given, List<Axis> plan) {
    if (mode.antialias())
      throw call.unsupported(
          "it guards against aliasing, by an amount known only when the model runs",
          "fix the sizes, such as with --shape, or leave antialias away");
    var x = mode.kind().equals("nearest") ? given : b.cast(given, DType.F32);
    for (var axis : plan) x = along(x, axis);
    return b.cast(x, given.dtype());
  }

  private Edge along(Edge x, Axis axis) {
    var at = coordinates(axis);
    Edge sum = null;
    for (var tap : taps(axis, at)) {
      var last = b.sub(axis.in(), 1);
      var index = b.cast(b.minimum(b.maximum(tap.index(), 0), last), DType.I32);
      var value = b.gather(x, index, axis.axis(), 0);
      if (mode.kind().equals("nearest")) sum = value;
      else {
        var part = b.mul(value, alongside(tap.weight(), x.rank(), axis));
        sum = sum == null ? part : b.add(sum, part);
      }
    }
    if (sum == null) throw new IllegalStateException("each mode has a tap");
    if (!mode.coordinates().equals("tf_crop_and_resize")) return sum;
    var inside = b.logicalAnd(b.greaterEqual(at, real(0)), b.lessEqual(at, b.sub(axis.in(), 1)));
    return b.select(
        alongside(inside, x.rank(), axis), sum, b.scalar(x.dtype(), mode.extrapolation()));
  }

  private Edge alongside(Edge vector, int rank, Axis axis) {
    var dims = new ArrayList<>(Collections.nCopies(rank, Dim.ONE));
    dims.set(axis.axis(), axis.count());
    return b.reshape(vector, dims);
  }

  /** Where in the input each output element looks. */
  private Edge coordinates(Axis axis) {
    var o = b.cast(b.iota(axis.count()), DType.F32);
    var half = b.sub(b.div(b.add(o, 0.5), axis.scale()), 0.5);
    var several = b.greater(axis.out(), real(1));
    var last = b.sub(axis.in(), 1);
    var gaps = b.maximum(b.sub(axis.out(), 1), 1);
    return switch (mode.coordinates()) {
      case "half_pixel" -> half;
      case "half_pixel_symmetric" -> {
        var adjustment = b.div(axis.out(), b.mul(axis.in(), axis.scale()));
        var offset = b.mul(b.mul(axis.in(), 0.5), b.sub(real(1), adjustment));
        yield b.add(half, offset);
      }
      case "pytorch_half_pixel" -> b.select(several, half, real(0));
      case "align_corners" -> b.div(b.mul(o, last), gaps);
      case "asymmetric" -> b.div(o, axis.scale());
      case "tf_half_pixel_for_nn" -> b.div(b.add(o, 0.5), axis.scale());
      case "tf_crop_and_resize" -> {
        var length = b.mul(b.sub(axis.end(), axis.start()), last);
        var spread = b.add(b.mul(axis.start(), last), b.div(b.mul(o, length), gaps));
        var middle = b.mul(b.mul(b.add(axis.start(), axis.end()), last), 0.5);
        yield b.select(several, spread, middle);
      }
      default -> throw call.invalid("the coordinates \"%s\" are not known", mode.coordinates());
    };
  }

  private List<Tap> taps(Axis axis, Edge at) {
    if (mode.kind().equals("nearest")) return List.of(new Tap(nearest(at), real(1)));
    var first = b.floor(at);
    var part = b.sub(at, first);
    var rest = b.sub(real(1), part);
    var next = b.add(first, 1);
    var taps =
        mode.kind().equals("linear")
            ? List.of(new Tap(first, rest), new Tap(next, part))
            : List.of(
                new Tap(b.sub(first, 1), far(b.add(part, 1))),
                new Tap(first, near(part)),
                new Tap(next, near(rest)),
                new Tap(b.add(next, 1), far(b.add(rest, 1))));
    return mode.exclude() ? inside(axis, taps) : taps;
  }

  private Edge nearest(Edge at) {
    return switch (mode.nearest()) {
      case "round_prefer_floor" -> b.unary("CEIL", b.sub(at, 0.5));
      case "round_prefer_ceil" -> b.floor(b.add(at, 0.5));
      case "ceil" -> b.unary("CEIL", at);
      default -> b.floor(at);
    };
  }

  /** Elements outside do not count; the weights of the others grow. */
  private List<Tap> inside(Axis axis, List<Tap> taps) {
    var kept = new ArrayList<Tap>();
    for (var tap : taps) {
      var inside =
          b.logicalAnd(b.greaterEqual(tap.index(), real(0)), b.less(tap.index(), axis.in()));
      kept.add(new Tap(tap.index(), b.select(inside, tap.weight(), real(0))));
    }
    var sum = kept.stream().map(Tap::weight).reduce(b::add).orElseThrow();
    return kept.stream().map(tap -> new Tap(tap.index(), b.div(tap.weight(), sum))).toList();
  }

  /** The cubic kernel up to a distance of 1. */
  private Edge near(Edge d) {
    double a = mode.cubic();
    return b.add(b.mul(b.mul(b.sub(b.mul(d, a + 2), a + 3), d), d), 1);
  }

  /** The same between 1 and 2. */
  private Edge far(Edge d) {
    double a = mode.cubic();
    var inner = b.sub(b.mul(d, a), 5 * a);
    return b.sub(b.mul(b.add(b.mul(inner, d), 8 * a), d), 4 * a);
  }
}
