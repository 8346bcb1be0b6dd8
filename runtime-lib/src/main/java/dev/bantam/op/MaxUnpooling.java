package dev.bantam.op;

import dev.bantam.graph.Attributes;
import dev.bantam.prim.Indexed;
import dev.bantam.prim.Prim;
import dev.bantam.prim.Prim.Fn2;
import dev.bantam.prim.ProgramBuilder;
import dev.bantam.prim.Value;
import dev.bantam.type.DType;
import dev.bantam.type.Shape;

/** Each element at its place in a window of an image of zeros; places outside are left out. */
public final class MaxUnpooling implements Operator.Single<Pooling.Options> {
  @Override
  public Signature signature() {
    return Signature.custom("MaxUnpooling2D")
        .operand("x", Types.F32)
        .operand("places", Types.F32)
        .result("y");
  }

  @Override
  public Pooling.Options attributes(Attributes raw) {
    var options = new RawOptions(raw);
    return new Pooling.Options(
        options.extents(3), options.extents(1), options.padding(0), options.activation(5));
  }

  @Override
  public Value lower(Call<Pooling.Options> call, ProgramBuilder b) {
    var x = call.operand("x");
    var places = call.operand("places");
    if (x.type().rank() != 4 || !x.type().equals(places.type()))
      throw call.refuse("x is %s and places %s, must be of one rank 4", x.type(), places.type());
    var filter = call.attributes().filter();
    var stride = call.attributes().stride();
    int batches = x.type().extent(0);
    int channels = x.type().extent(3);
    int height = Math.multiplyExact(x.type().extent(1), filter.height());
    int width = Math.multiplyExact(x.type().extent(2), filter.width());
    var place = b.convert(places, DType.I32);
    var inRow = b.constant(DType.I32, (long) filter.width());
    var down = at(x, 1, stride.height(), filter.height(), b.binary(Fn2.DIV, place, inRow), b);
    var right = at(x, 2, stride.width(), filter.width(), b.binary(Fn2.REM, place, inRow), b);
    var inside = b.binary(Fn2.AND, isIn(down, height, b), isIn(right, width, b));
    var row = b.add(times(axis(x, 0, b), height, b), down);
    var pixel = b.add(times(row, width, b), right);
    var flat = b.add(times(pixel, channels, b), axis(x, 3, b));
    var target = b.select(inside, flat, b.constant(DType.I32, -1L));
    int count = Math.toIntExact(x.type().elements());
    var result = Shape.of(batches, height, width, channels);
    var zeros = b.broadcast(b.like(x, 0.0), Shape.of(Math.toIntExact(result.elements())));
    var set =
        new Indexed.Scatter(Prim.Update.SET, zeros, b.reshape(target, count), b.reshape(x, count));
    return b.reshape(b.one(set), result);
  }

  /** The coordinate of an axis at which a window begins, and how far behind it an element lies. */
  private static Value at(
      Value x, int axis, int stride, int filter, Value offset, ProgramBuilder b) {
    int windows = x.type().extent(axis);
    int before = Math.max((windows - 1) * stride + filter - windows * filter, 0) / 2;
    var begin = b.add(times(axis(x, axis, b), stride, b), b.constant(DType.I32, -before));
    return b.add(begin, offset);
  }

  private static Value isIn(Value at, int extent, ProgramBuilder b) {
    var least = Derived.greaterOrEqual(b, at, b.constant(DType.I32, 0L));
    return b.binary(Fn2.AND, least, b.lt(at, b.constant(DType.I32, (long) extent)));
  }

  private static Value axis(Value x, int axis, ProgramBuilder b) {
    var extents = new int[] {1, 1, 1, 1};
    extents[axis] = x.type().extent(axis);
    return b.reshape(b.iota(extents[axis], DType.I32), extents);
  }

  private static Value times(Value x, long factor, ProgramBuilder b) {
    return b.mul(x, b.constant(DType.I32, factor));
  }
}
