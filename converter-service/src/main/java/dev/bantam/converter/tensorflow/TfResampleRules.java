package dev.bantam.converter.tensorflow;

import static dev.bantam.converter.tensorflow.TfRule.Entry.of;

import dev.bantam.converter.build.Edge;
import dev.bantam.converter.build.Resampling;
import dev.bantam.converter.build.Resampling.Kernel;
import dev.bantam.type.DType;
import java.util.List;

/**
 * Images of another size by weighted sums of rows and columns, for what the target's own operators
 * cannot say.
 */
final class TfResampleRules {
  static final List<TfRule.Entry> TABLE =
      List.of(
          of("ResizeBicubic", call -> separable(call, TfResampleRules::cubic)),
          of("ResizeArea", call -> separable(call, TfResampleRules::area)),
          of("ScaleAndTranslate", call -> separable(call, TfResampleRules::spans)));

  /** TensorFlow takes the cubic's weights from a table with so many steps between two elements. */
  private static final int STEPS = 1 << 10;

  private TfResampleRules() {}

  /** One axis: 0 is the height, 1 the width. */
  private record Axis(TfCall call, int index, int in, int out) {
    /** Input elements for each output element, as single floats give it. */
    float ratio() {
      return call.flag("align_corners", false) && out > 1
          ? (in - 1) / (float) (out - 1)
          : in / (float) out;
    }
  }

  /** The weights of an axis, {@code [output, input]}. */
  @FunctionalInterface
  private interface Weights {
    float[][] of(Axis axis);
  }

  private static Edge separable(TfCall call, Weights weights) {
    var b = call.b();
    var size = call.constants(1, "size");
    var x = b.cast(call.in(0), DType.F32);
    for (int i = 0; i < 2; i++) {
      if (!x.dim(i + 1).isKnown())
        throw call.unsupported(
            "its image is of open size: %s".formatted(x.form()),
            "fix the sizes of the inputs, such as with --shape");
      var axis = new Axis(call, i, Math.toIntExact(x.dim(i + 1).value()), size.get(i));
      x = new Resampling(b).weighted(x, i + 1, weights.of(axis));
    }
    return x;
  }

  private static float[][] cubic(Axis axis) {
    boolean half = axis.call().flag("half_pixel_centers", false);
    float ratio = axis.ratio();
    return new Resampling(axis.call().b())
        .weights(
            axis.in(),
            axis.out(),
            o -> stepped(half ? (o + 0.5f) * ratio - 0.5f : o * ratio),
            Resampling.cubic(half ? -0.5 : -0.75),
            2,
            1,
            half);
  }

  private static double stepped(float place) {
    double whole = Math.floor(place);
    return whole + Math.rint((place - whole) * STEPS) / STEPS;
  }

  /** An output element is the mean of what it covers. */
  private static float[][] area(Axis axis) {
    axis.call().b().made(axis.out(), axis.in());
    float ratio = axis.ratio();
    var weights = new float[axis.out()][axis.in()];
    for (int o = 0; o < axis.out(); o++) {
      float from = o * ratio;
      float to = (o + 1) * ratio;
      for (int i = (int) Math.floor(from); i < Math.ceil(to); i++) {
        float covered = Math.min(i + 1, to) - Math.max(i, from);
        weights[o][Math.max(0, Math.min(axis.in() - 1, i))] += covered / ratio;
      }
    }
    return weights;
  }

  /** A kernel, and how far it reaches. */
  private record Shape(Kernel kernel, double radius) {}

  private static Shape shape(TfCall call) {
    var name = call.text("kernel_type", "lanczos3");
    return switch (name) {
      case "lanczos1" -> new Shape(lanczos(1), 1);
      case "lanczos3" -> new Shape(lanczos(3), 3);
      case "lanczos5" -> new Shape(lanczos(5), 5);
      case "gaussian" -> new Shape(d -> Math.abs(d) < 1.5 ? Math.exp(-2 * d * d) : 0, 1.5);
      case "box" -> new Shape(TfResampleRules::box, 0.5);
      case "triangle" -> new Shape(Resampling.linear(), 1);
      case "keyscubic" -> new Shape(Resampling.cubic(-0.5), 2);
      case "mitchellcubic" -> new Shape(TfResampleRules::mitchell, 2);
      default ->
          throw call.unsupported("its kernel \"%s\" is not known".formatted(name), "use lanczos3");
    };
  }

  private static double box(double distance) {
    double d = Math.abs(distance);
    return d < 0.5 ? 1 : d == 0.5 ? 0.5 : 0;
  }

  private static Kernel lanczos(double radius) {
    return distance -> {
      double x = Math.abs(distance);
      if (x > radius) return 0;
      if (x <= 1e-3) return 1;
      double turn = Math.PI * x;
      return radius * Math.sin(turn) * Math.sin(turn / radius) / (turn * turn);
    };
  }

  private static double mitchell(double distance) {
    double x = Math.abs(distance);
    if (x >= 2) return 0;
    if (x >= 1) return ((-7.0 / 18 * x + 2) * x - 10.0 / 3) * x + 16.0 / 9;
    return (7.0 / 6 * x - 2) * x * x + 8.0 / 9;
  }

  private static float[][] spans(Axis axis) {
    var call = axis.call();
    call.b().made(axis.out(), axis.in());
    var shape = shape(call);
    double inverse = 1.0 / call.constant(2, "scale").real(axis.index());
    double shift = -inverse * call.constant(3, "translation").real(axis.index());
    double stretch = call.flag("antialias", true) ? Math.max(inverse, 1) : 1;
    var weights = new float[axis.out()][];
    for (int o = 0; o < axis.out(); o++)
      weights[o] = span(axis.in(), (o + 0.5) * inverse + shift, shape, stretch);
    return weights;
  }

  /** The weights of one output element; none where it looks outside of the image. */
  private static float[] span(int in, double at, Shape shape, double stretch) {
    var row = new float[in];
    if (at < 0 || at > in) return row;
    double reach = shape.radius() * stretch;
    int low = Math.clamp((long) Math.ceil(at - reach - 0.5), 0, in - 1);
    int high = Math.clamp((long) Math.floor(at + reach - 0.5), 0, in - 1);
    double sum = 0;
    for (int i = low; i <= high; i++) {
      double weight = shape.kernel().weight((i + 0.5 - at) / stretch);
      row[i] = (float) weight;
      sum += weight;
    }
    if (sum != 0) for (int i = low; i <= high; i++) row[i] = (float) (row[i] / sum);
    return row;
  }
}
