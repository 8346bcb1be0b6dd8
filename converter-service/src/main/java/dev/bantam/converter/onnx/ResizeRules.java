package dev.bantam.converter.onnx;

import static dev.bantam.converter.onnx.OnnxRule.Entry.of;

import dev.bantam.converter.build.Builder;
import dev.bantam.converter.build.Dim;
import dev.bantam.converter.build.Edge;
import dev.bantam.converter.build.Resampling;
import dev.bantam.type.DType;
import dev.bantam.type.Literal;
import dev.bantam.type.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Images of another size. */
final class ResizeRules {
  static final List<OnnxRule.Entry> TABLE =
      List.of(of("Resize", 1, 4, ResizeRules::resize), of("Upsample", 1, 2, ResizeRules::upsample));

  private ResizeRules() {}

  /**
   * One axis to be resized.
   *
   * @param scale output to input, as stated
   * @param start of the region of the input, as a part of its extent; so is {@code end}
   */
  private record Axis(int axis, Dim in, Dim out, double scale, double start, double end) {}

  private static Edge upsample(OnnxCall call) {
    var x = call.in(0);
    var kind = call.word("mode", "nearest", "nearest", "linear", "bilinear");
    var mode =
        new ResizeMode(
            kind.equals("nearest") ? "nearest" : "linear",
            "asymmetric",
            "floor",
            0,
            false,
            false,
            0);
    if (call.has(1) && !call.in(1).isConstant()) return scaledFromData(call, x, all(x), 1, mode);
    var scales =
        call.has(1)
            ? reals(call.constant(1, "scales"))
            : call.reals("scales").orElseThrow(() -> call.invalid("its scales are missing"));
    return resize(call, x, byScales(call, x, all(x), scales), mode);
  }

  private static List<Integer> all(Edge x) {
    return IntStream.range(0, x.rank()).boxed().toList();
  }

  private static List<Float> reals(Literal literal) {
    var reals = new ArrayList<Float>();
    for (float value : literal.toFloats()) reals.add(value);
    return reals;
  }

  private static Edge resize(OnnxCall call) {
    var x = call.in(0);
    boolean old = call.opset() < 11;
    var mode =
        new ResizeMode(
            call.word("mode", "nearest", "nearest", "linear", "cubic"),
            old ? "asymmetric" : call.text("coordinate_transformation_mode", "half_pixel"),
            old
                ? "floor"
                : call.word(
                    "nearest_mode",
                    "round_prefer_floor",
                    "round_prefer_floor",
                    "round_prefer_ceil",
                    "floor",
                    "ceil"),
            call.real("cubic_coeff_a", -0.75),
            call.flag("exclude_outside", false),
            call.flag("antialias", false),
            call.real("extrapolation_value", 0));
    var axes =
        call.integers("axes")
            .map(list -> list.stream().map(axis -> Builder.axis(axis, x.rank())).toList())
            .orElse(all(x));
    int scaleInput = old ? 1 : 2;
    boolean scaled = call.has(scaleInput) && !call.in(scaleInput).form().elements().is(0);
    if (scaled && !call.in(scaleInput).isConstant())
      return scaledFromData(call, x, axes, scaleInput, mode);
    boolean cropped = mode.coordinates().equals("tf_crop_and_resize");
    boolean open = cropped && !call.in(1).isConstant();
    if (!scaled && (open || call.in(3).content().isEmpty()))
      return sizedFromData(call, x, axes, mode);
    var plan =
        scaled
            ? byScales(call, x, axes, reals(call.constant(scaleInput, "scales")))
            : bySizes(call, x, axes);
    return resize(call, x, cropped ? cropped(call, axes, plan) : plan, mode);
  }

  private static Edge scaledFromData(
      OnnxCall call, Edge x, List<Integer> axes, int input, ResizeMode mode) {
    var resize = new OpenResize(call, mode);
    var plan = new ArrayList<OpenResize.Axis>();
    for (int i = 0; i < axes.size(); i++) {
      var scale = call.b().cast(call.b().pick(call.in(input), 0, i), DType.F32);
      plan.add(resize.scaled(axes.get(i), x.dim(axes.get(i)), scale));
    }
    return fromData(call, resize, x, axes, plan, mode);
  }

  private static Edge sizedFromData(OnnxCall call, Edge x, List<Integer> axes, ResizeMode mode) {
    var resize = new OpenResize(call, mode);
    var policy =
        call.word("keep_aspect_ratio_policy", "stretch", "stretch", "not_larger", "not_smaller");
    return fromData(call, resize, x, axes, resize.sized(x, axes, call.in(3), policy), mode);
  }

  private static Edge fromData(
      OnnxCall call,
      OpenResize resize,
      Edge x,
      List<Integer> axes,
      List<OpenResize.Axis> plan,
      ResizeMode mode) {
    boolean cropped = mode.coordinates().equals("tf_crop_and_resize");
    return resize.apply(x, cropped ? resize.cropped(plan, axes, call.in(1)) : plan);
  }

  private static List<Axis> byScales(
      OnnxCall call, Edge x, List<Integer> axes, List<Float> scales) {
    if (scales.size() != axes.size())
      throw call.shapeMismatch("scales %s for axes %s, must be as many", scales, axes);
    var plan = new ArrayList<Axis>();
    for (int i = 0; i < axes.size(); i++) {
      var in = x.dim(axes.get(i));
      float scale = scales.get(i);
      if (scale == 1) continue;
      if (!(scale > 0)) throw call.invalid("a scale of %s, must be above 0", scale);
      boolean whole = scale == Math.rint(scale);
      var out =
          in.isKnown()
              ? Dim.of((long) Math.floor(in.value() * (double) scale))
              : whole
                  ? in.times(Dim.of((long) scale))
                  : Dim.symbol("floor(%s*%s)".formatted(in, scale));
      plan.add(new Axis(axes.get(i), in, out, scale, 0, 1));
    }
    return plan;
  }

  private static List<Axis> bySizes(OnnxCall call, Edge x, List<Integer> axes) {
    var sizes = call.shape(3, "sizes");
    if (sizes.size() != axes.size())
      throw call.shapeMismatch("sizes %s for axes %s, must be as many", sizes, axes);
    var policy =
        call.word("keep_aspect_ratio_policy", "stretch", "stretch", "not_larger", "not_smaller");
    Optional<Double> common = Optional.empty();
    if (!policy.equals("stretch")) {
      var scales =
          IntStream.range(0, axes.size())
              .mapToDouble(i -> (double) sizes.get(i).value() / x.dim(axes.get(i)).value());
      common =
          Optional.of((policy.equals("not_larger") ? scales.min() : scales.max()).orElseThrow());
    }
    var plan = new ArrayList<Axis>();
    for (int i = 0; i < axes.size(); i++) {
      var in = x.dim(axes.get(i));
      var out = sizes.get(i);
      double scale =
          in.isKnown() && out.isKnown()
              ? (double) out.value() / in.value()
              : out.dividedBy(in).filter(Dim::isKnown).map(d -> (double) d.value()).orElse(0.0);
      if (common.isPresent()) {
        scale = common.orElseThrow();
        out = Dim.of((long) Math.floor(scale * in.value() + 0.5));
      }
      if (!out.equals(in)) plan.add(new Axis(axes.get(i), in, out, scale, 0, 1));
    }
    return plan;
  }

  private static List<Axis> cropped(OnnxCall call, List<Integer> axes, List<Axis> plan) {
    var region = reals(call.constant(1, "region"));
    return plan.stream()
        .map(
            axis -> {
              int at = axes.indexOf(axis.axis());
              return new Axis(
                  axis.axis(),
                  axis.in(),
                  axis.out(),
                  axis.scale(),
                  region.get(at),
                  region.get(axes.size() + at));
            })
        .toList();
  }

  private static Edge resize(OnnxCall call, Edge given, List<Axis> plan, ResizeMode mode) {
    var b = call.b();
    if (plan.isEmpty()) return given;
    var native2d = native2d(call, given, plan, mode);
    if (native2d.isPresent()) return native2d.orElseThrow();
    var x = given;
    var resampling = new Resampling(b);
    for (var axis : plan) {
      if (!axis.in().isKnown() || !axis.out().isKnown()) {
        x = open(call, x, axis, mode);
        continue;
      }
      x =
          mode.kind().equals("nearest")
              ? resampling.picked(x, axis.axis(), nearest(call, axis, mode))
              : resampling.weighted(x, axis.axis(), weights(call, resampling, axis, mode));
    }
    return mode.coordinates().equals("tf_crop_and_resize") ? extrapolated(call, x, plan, mode) : x;
  }

  private static Edge open(OnnxCall call, Edge x, Axis axis, ResizeMode mode) {
    if (mode.coordinates().equals("tf_crop_and_resize"))
      throw call.unsupported("it crops an image of open extents", "fix the sizes");
    var resize = new OpenResize(call, mode);
    boolean stated = axis.scale() > 0 && !axis.in().isKnown();
    boolean whole = axis.scale() == Math.rint(axis.scale());
    var scale = call.b().scalar(DType.F32, axis.scale());
    var open =
        stated && !whole
            ? resize.scaled(axis.axis(), axis.in(), scale)
            : resize.sized(axis.axis(), axis.in(), axis.out());
    return resize.apply(x, List.of(open));
  }

  private static double coordinate(OnnxCall call, Axis axis, ResizeMode mode, int o) {
    double in = axis.in().value();
    double out = axis.out().value();
    double scale = axis.scale();
    return switch (mode.coordinates()) {
      case "half_pixel" -> (o + 0.5) / scale - 0.5;
      case "half_pixel_symmetric" -> {
        double adjustment = out / (in * scale);
        double centre = in / 2;
        double offset = centre * (1 - adjustment);
        yield offset + (o + 0.5) / scale - 0.5;
      }
      case "pytorch_half_pixel" -> out > 1 ? (o + 0.5) / scale - 0.5 : 0;
      case "align_corners" -> out > 1 ? o * (in - 1) / (out - 1) : 0;
      case "asymmetric" -> o / scale;
      case "tf_half_pixel_for_nn" -> (o + 0.5) / scale;
      case "tf_crop_and_resize" ->
          out > 1
              ? axis.start() * (in - 1) + o * (axis.end() - axis.start()) * (in - 1) / (out - 1)
              : 0.5 * (axis.start() + axis.end()) * (in - 1);
      default -> throw call.invalid("the coordinates \"%s\" are not known", mode.coordinates());
    };
  }

  private static List<Integer> nearest(OnnxCall call, Axis axis, ResizeMode mode) {
    int in = Math.toIntExact(axis.in().value());
    int out = call.b().made(axis.out().value());
    var indices = new ArrayList<Integer>(out);
    for (int o = 0; o < out; o++) {
      // A little less than exact, so that a coordinate such as 2.9999998 is met as 3.
      double at = (float) coordinate(call, axis, mode, o);
      double index =
          switch (mode.nearest()) {
            case "round_prefer_floor" -> Math.ceil(at - 0.5);
            case "round_prefer_ceil" -> Math.floor(at + 0.5);
            case "ceil" -> Math.ceil(at);
            default -> Math.floor(at);
          };
      indices.add((int) Math.max(0, Math.min(in - 1, index)));
    }
    return indices;
  }

  private static float[][] weights(
      OnnxCall call, Resampling resampling, Axis axis, ResizeMode mode) {
    boolean cubic = mode.kind().equals("cubic");
    double stretch = mode.antialias() && axis.scale() < 1 ? 1 / axis.scale() : 1;
    return resampling.weights(
        Math.toIntExact(axis.in().value()),
        Math.toIntExact(axis.out().value()),
        o -> coordinate(call, axis, mode, o),
        cubic ? Resampling.cubic(mode.cubic()) : Resampling.linear(),
        cubic ? 2 : 1,
        stretch,
        mode.exclude());
  }

  /** Outputs that look outside of the image have one value. */
  private static Edge extrapolated(OnnxCall call, Edge given, List<Axis> plan, ResizeMode mode) {
    var b = call.b();
    var x = given;
    for (var axis : plan) {
      int out = b.made(axis.out().value());
      var inside = new float[out];
      boolean all = true;
      for (int o = 0; o < out; o++) {
        double at = coordinate(call, axis, mode, o);
        inside[o] = at >= 0 && at <= axis.in().value() - 1 ? 1 : 0;
        all &= inside[o] == 1;
      }
      if (all) continue;
      var extents = new int[x.rank()];
      java.util.Arrays.fill(extents, 1);
      extents[axis.axis()] = out;
      var mask = b.cast(b.constant(Literal.of(Shape.of(extents), inside)), DType.BOOL);
      x = b.select(mask, x, b.scalar(x.dtype(), mode.extrapolation()));
    }
    return x;
  }

  /** The target's own operators, where they do the same. */
  private static Optional<Edge> native2d(OnnxCall call, Edge x, List<Axis> plan, ResizeMode mode) {
    var axes = plan.stream().map(Axis::axis).toList();
    if (x.rank() != 4 || x.dtype() != DType.F32 || axes.stream().anyMatch(axis -> axis < 2))
      return Optional.empty();
    boolean nearest = mode.kind().equals("nearest");
    if (mode.kind().equals("cubic") || mode.exclude() || mode.antialias()) return Optional.empty();
    if (!plan.stream()
        .allMatch(axis -> nearest ? isNearest(call, axis, mode) : isLinear(axis, mode)))
      return Optional.empty();
    var b = call.b();
    var height =
        plan.stream().filter(a -> a.axis() == 2).findFirst().map(Axis::out).orElse(x.dim(2));
    var width =
        plan.stream().filter(a -> a.axis() == 3).findFirst().map(Axis::out).orElse(x.dim(3));
    boolean corners = mode.coordinates().equals("align_corners");
    boolean half = !corners && !mode.coordinates().equals("asymmetric");
    var operator = nearest ? "RESIZE_NEAREST_NEIGHBOR" : "RESIZE_BILINEAR";
    var image = b.channelsLast(x);
    return Optional.of(
        b.channelsFirst(
            b.resize(operator, image, height, width, !nearest && corners, !nearest && half)));
  }

  /** Whether {@code floor(o * in / out)} gives the same places. */
  private static boolean isNearest(OnnxCall call, Axis axis, ResizeMode mode) {
    if (!axis.in().isKnown() || !axis.out().isKnown()) {
      boolean whole = axis.scale() >= 1 && axis.scale() == Math.rint(axis.scale());
      boolean floor = mode.coordinates().equals("asymmetric") && mode.nearest().equals("floor");
      boolean rounds = mode.nearest().startsWith("round");
      return whole && (floor || (rounds && mode.coordinates().equals("half_pixel")));
    }
    var places = nearest(call, axis, mode);
    double ratio = (double) axis.in().value() / axis.out().value();
    return IntStream.range(0, places.size())
        .allMatch(
            o -> places.get(o) == Math.min((int) Math.floor(o * ratio), axis.in().value() - 1));
  }

  private static boolean isLinear(Axis axis, ResizeMode mode) {
    boolean known = axis.in().isKnown() && axis.out().isKnown();
    boolean whole = axis.scale() == Math.rint(axis.scale());
    if (mode.coordinates().equals("align_corners")) return known ? axis.out().value() > 1 : whole;
    boolean exact =
        known
            ? Math.abs(axis.out().value() - axis.in().value() * axis.scale()) < 1e-4
            : axis.scale() == Math.rint(axis.scale()) && axis.scale() > 0;
    return switch (mode.coordinates()) {
      case "half_pixel", "half_pixel_symmetric", "asymmetric" -> exact;
      case "pytorch_half_pixel" -> exact && (!known || axis.out().value() > 1);
      default -> false;
    };
  }
}
