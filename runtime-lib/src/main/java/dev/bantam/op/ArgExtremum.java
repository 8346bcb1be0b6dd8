package dev.bantam.op;

import dev.bantam.prim.Prim.Fold;
import dev.bantam.prim.ProgramBuilder;
import dev.bantam.prim.Value;
import dev.bantam.type.DType;
import java.util.Arrays;
import java.util.List;

/**
 * Where along an axis the greatest, or the least, element is: the first of equals. A NaN loses,
 * unless it comes first.
 */
public final class ArgExtremum implements Operator.Plain {
  private final String name;
  private final Fold fold;

  private ArgExtremum(String name, Fold fold) {
    this.name = name;
    this.fold = fold;
  }

  public static ArgExtremum max() {
    return new ArgExtremum("ARG_MAX", Fold.MAX);
  }

  public static ArgExtremum min() {
    return new ArgExtremum("ARG_MIN", Fold.MIN);
  }

  @Override
  public Signature signature() {
    return Signature.of(name)
        .operand("x", Types.union(Types.NUMBER, Types.BOOL))
        .operand("axis", Types.INDEX)
        .result("index");
  }

  @Override
  public Value lower(Call<None> call, ProgramBuilder b) {
    var given = call.operand("x");
    var x = given.type().dtype() == DType.BOOL ? b.convert(given, DType.I8) : given;
    int axis = Axes.of(call, Math.toIntExact(call.constant("axis").integer(0)), x);
    int extent = x.type().extent(axis);
    if (extent == 0) throw call.refuse("axis %d is empty, must have an element", axis);
    var along = new int[x.type().rank()];
    Arrays.fill(along, 1);
    along[axis] = extent;
    var places = b.reshape(b.iota(extent, DType.I32), along);
    var most = b.reduceKeeping(fold, x, List.of(axis));
    var candidates = b.select(b.eq(x, most), places, b.constant(DType.I32, extent - 1L));
    var first = b.reduce(Fold.MIN, candidates, List.of(axis));
    if (x.type().dtype().isFloat()) {
      var head = b.reduce(Fold.OR, Derived.isNan(b, b.slice(x, axis, 0, 1)), List.of(axis));
      first = b.select(head, b.like(first, 0L), first);
    }
    return b.convert(first, call.resultType(0).dtype());
  }
}
