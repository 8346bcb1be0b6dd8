package dev.bantam.op;

import dev.bantam.graph.Attributes;
import dev.bantam.prim.Prim.Fn1;
import dev.bantam.prim.Prim.Fn2;
import dev.bantam.prim.Prim.Fold;
import dev.bantam.prim.ProgramBuilder;
import dev.bantam.prim.Value;
import dev.bantam.type.DType;
import dev.bantam.type.Literal;
import dev.bantam.type.Shape;

/** One number for each window of an image: its greatest element, its mean, or its norm. */
public final class Pooling implements Operator.Single<Pooling.Options> {
  /** What of a window is taken. */
  private enum Kind {
    /** Ignores NaN, and starts from the lowest finite number. */
    MAX,
    /** Elements outside of the image do not count. */
    AVERAGE,
    /** The root of the mean of squares. */
    L2
  }

  /** How the window moves. */
  public record Options(Extent2d filter, Extent2d stride, Padding padding, Activation activation) {}

  private final String name;
  private final Kind kind;

  private Pooling(String name, Kind kind) {
    this.name = name;
    this.kind = kind;
  }

  public static Pooling max() {
    return new Pooling("MAX_POOL_2D", Kind.MAX);
  }

  public static Pooling average() {
    return new Pooling("AVERAGE_POOL_2D", Kind.AVERAGE);
  }

  public static Pooling l2() {
    return new Pooling("L2_POOL_2D", Kind.L2);
  }

  @Override
  public Signature signature() {
    return Signature.of(name)
        .operand("x", kind == Kind.L2 ? Types.F32 : Types.union(Types.F32, Types.QUANTIZED))
        .result("y");
  }

  @Override
  public Options attributes(Attributes raw) {
    return new Options(
        Extent2d.of(raw, "filter", "filter_height", "filter_width"),
        Extent2d.stride(raw),
        Padding.of(raw),
        Activation.of(raw));
  }

  @Override
  public Value lower(Call<Options> call, ProgramBuilder b) {
    var x = call.operand("x");
    if (x.type().rank() != 4) throw call.refuse("x is %s, must be of rank 4", x.type());
    var options = call.attributes();
    var windows = Windows.of(options.filter(), options.stride(), Extent2d.ONE, options.padding());
    var y =
        switch (kind) {
          case MAX -> greatest(windows, x, b);
          case AVERAGE -> x.type().dtype().isFloat() ? mean(windows, x, b) : average(windows, x, b);
          case L2 -> b.unary(Fn1.SQRT, mean(windows, Reals.square(x, b), b));
        };
    if (x.type().dtype().isFloat()) return options.activation().apply(y, b);
    var out = call.resultQuantization(0);
    return options.activation().quantize(b.convert(y, DType.I32), out, x.type().dtype(), b);
  }

  private static Value greatest(Windows windows, Value x, ProgramBuilder b) {
    boolean real = x.type().dtype().isFloat();
    var lowest = real ? b.like(x, -Float.MAX_VALUE) : b.like(x, x.type().dtype().lowest());
    var most = b.reduce(Fold.MAX, windows.over(x, lowest, b), windows.elementAxes());
    return real ? b.max(most, lowest) : most;
  }

  private static Value mean(Windows windows, Value x, ProgramBuilder b) {
    var sum = b.reduce(Fold.ADD, windows.over(x, b.like(x, 0.0), b), windows.elementAxes());
    return b.div(sum, b.convert(covered(windows, x, b), DType.F32));
  }

  /** The mean of integers, halves away from zero. */
  private static Value average(Windows windows, Value x, ProgramBuilder b) {
    var wide = b.convert(x, DType.I32);
    var sum = b.reduce(Fold.ADD, windows.over(wide, b.like(wide, 0L), b), windows.elementAxes());
    var count = covered(windows, x, b);
    var half = b.div(count, b.like(count, 2L));
    var away = b.select(b.lt(b.like(sum, 0L), sum), half, b.neg(half));
    return b.binary(Fn2.DIV, b.add(sum, away), count);
  }

  /** How many elements of each window lie inside the image, {@code i32[1, height, width, 1]}. */
  private static Value covered(Windows windows, Value x, ProgramBuilder b) {
    var image = Shape.of(1, x.type().extent(1), x.type().extent(2), 1);
    var ones = b.expand(b.constant(ones()), image);
    var over = windows.over(ones, b.like(ones, 0L), b);
    return b.reduce(Fold.ADD, over, windows.elementAxes());
  }

  private static Literal ones() {
    return Literal.of(Shape.of(1, 1, 1, 1), 1);
  }
}
