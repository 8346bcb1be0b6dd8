package dev.bantam.op;

import dev.bantam.prim.Indexed;
import dev.bantam.prim.Prim.Update;
import dev.bantam.prim.ProgramBuilder;
import dev.bantam.prim.Value;
import dev.bantam.type.DType;
import dev.bantam.type.Literal;
import dev.bantam.type.Shape;
import dev.bantam.type.TensorType;
import java.util.Arrays;

/** Folds rows together that have the same segment; a segment without rows is the fold's start. */
public final class Segments implements Operator.Plain {
  private final String name;
  private final Update update;
  private final boolean counted;

  private Segments(String name, Update update, boolean counted) {
    this.name = name;
    this.update = update;
    this.counted = counted;
  }

  /** Segments in rising order, as many as the last one says. */
  public static Segments sum() {
    return new Segments("SEGMENT_SUM", Update.ADD, false);
  }

  public static Segments unsortedSum() {
    return new Segments("UNSORTED_SEGMENT_SUM", Update.ADD, true);
  }

  public static Segments unsortedProduct() {
    return new Segments("UNSORTED_SEGMENT_PROD", Update.MUL, true);
  }

  public static Segments unsortedMax() {
    return new Segments("UNSORTED_SEGMENT_MAX", Update.MAX, true);
  }

  public static Segments unsortedMin() {
    return new Segments("UNSORTED_SEGMENT_MIN", Update.MIN, true);
  }

  @Override
  public Signature signature() {
    var signature = Signature.of(name).operand("x", Types.NUMBER).operand("segments", Types.INDEX);
    return (counted ? signature.operand("count", Types.INDEX) : signature).result("y");
  }

  @Override
  public Value lower(Call<None> call, ProgramBuilder b) {
    var x = call.operand("x");
    var segments = call.operand("segments");
    int axes = segments.type().rank();
    boolean fits =
        axes <= x.type().rank()
            && x.type()
                .shape()
                .extents()
                .subList(0, axes)
                .equals(segments.type().shape().extents());
    if (!fits) {
      throw call.refuse(
          "segments are %s of x, which is %s, must be of its first axes",
          segments.type(), x.type());
    }
    var rows = FlatIndex.joined(x.type().shape(), axes);
    int count = counted ? Math.toIntExact(call.constant("count").integer(0)) : lastOf(call) + 1;
    if (count < 0) throw call.refuse("%d segments, must be at least 0", count);
    var start = b.broadcast(start(x.type().dtype(), b), rows.with(0, count));
    var flat = b.reshape(segments, rows.extent(0));
    return b.one(new Indexed.Scatter(update, start, flat, b.reshape(x, rows)));
  }

  private static int lastOf(Call<None> call) {
    return Arrays.stream(call.constant("segments").toInts()).max().orElse(-1);
  }

  /** Of floats, the greatest and least are the finite ones. */
  private Value start(DType dtype, ProgramBuilder b) {
    double most = dtype == DType.F64 ? Double.MAX_VALUE : Float.MAX_VALUE;
    return switch (update) {
      case MUL -> b.constant(Literal.scalar(dtype, 1L));
      case MAX -> dtype.isFloat() ? b.constant(dtype, -most) : b.constant(dtype, dtype.lowest());
      case MIN -> dtype.isFloat() ? b.constant(dtype, most) : b.constant(dtype, dtype.highest());
      case ADD, SET, AND, OR -> b.constant(Literal.zeros(new TensorType(dtype, Shape.SCALAR)));
    };
  }
}
