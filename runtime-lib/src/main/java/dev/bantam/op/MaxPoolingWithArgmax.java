package dev.bantam.op;

import dev.bantam.graph.Attributes;
import dev.bantam.prim.Prim.Fn2;
import dev.bantam.prim.Prim.Fold;
import dev.bantam.prim.ProgramBuilder;
import dev.bantam.prim.Value;
import dev.bantam.type.DType;
import java.util.List;

/**
 * The greatest element of each window, and its place in the window: a float a little above the
 * index, which is 0 where nothing is greater than the lowest float.
 */
public final class MaxPoolingWithArgmax implements Operator<Pooling.Options> {
  /** What files add to an index so that it is rounded down to itself. */
  private static final double ABOVE_INDEX = 0.1f;

  @Override
  public Signature signature() {
    return Signature.custom("MaxPoolingWithArgmax2D")
        .operand("x", Types.F32)
        .result("y")
        .result("places");
  }

  @Override
  public Pooling.Options attributes(Attributes raw) {
    var options = new RawOptions(raw);
    return new Pooling.Options(
        options.extents(3), options.extents(1), options.padding(0), options.activation(5));
  }

  @Override
  public List<Value> results(Call<Pooling.Options> call, ProgramBuilder b) {
    var x = call.operand("x");
    if (x.type().rank() != 4) throw call.refuse("x is %s, must be of rank 4", x.type());
    var options = call.attributes();
    var filter = options.filter();
    var windows = Windows.of(filter, options.stride(), Extent2d.ONE, options.padding());
    var lowest = b.like(x, -Float.MAX_VALUE);
    var over = windows.over(x, lowest, b);
    var most = b.max(b.reduceKeeping(Fold.MAX, over, windows.elementAxes()), lowest);
    var is = b.binary(Fn2.AND, b.eq(over, most), b.lt(lowest, over));
    int count = Math.multiplyExact(filter.height(), filter.width());
    var places = b.reshape(b.iota(count, DType.I32), 1, 1, filter.height(), 1, filter.width(), 1);
    var none = b.constant(DType.I32, (long) count);
    var first = b.reduce(Fold.MIN, b.select(is, places, none), windows.elementAxes());
    var place = b.select(b.lt(first, none), first, b.constant(DType.I32, 0L));
    var y = b.reduce(Fold.MAX, most, windows.elementAxes());
    return List.of(
        options.activation().apply(y, b), b.add(b.convert(place, DType.F32), ABOVE_INDEX));
  }
}
