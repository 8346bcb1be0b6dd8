package dev.bantam.op;

import dev.bantam.graph.Attributes;
import dev.bantam.prim.Prim.Fold;
import dev.bantam.prim.ProgramBuilder;
import dev.bantam.prim.Value;
import dev.bantam.type.DType;
import java.util.List;

/** The rows of keys that are looked up, and whether each was there; a row that was not is 0. */
public final class HashtableLookup implements Operator<Operator.None> {
  @Override
  public Signature signature() {
    return Signature.of("HASHTABLE_LOOKUP")
        .operand("wanted", Types.I32)
        .operand("keys", Types.I32)
        .operand("rows", Types.MOVED)
        .result("y")
        .result("hits");
  }

  @Override
  public None attributes(Attributes raw) {
    return new None();
  }

  @Override
  public List<Value> results(Call<None> call, ProgramBuilder b) {
    var wanted = call.operand("wanted");
    var keys = call.operand("keys");
    var rows = call.operand("rows");
    boolean fits =
        wanted.type().rank() == 1
            && keys.type().rank() == 1
            && rows.type().rank() > 0
            && rows.type().extent(0) == keys.type().extent(0);
    if (!fits) {
      throw call.refuse(
          "%s of keys %s of rows %s, must be [n] of [m] of [m,..]",
          wanted.type(), keys.type(), rows.type());
    }
    int count = keys.type().extent(0);
    var same = b.eq(b.reshape(wanted, wanted.type().extent(0), 1), b.reshape(keys, 1, count));
    // One place behind the last stands for none: a gather gives 0 there.
    var none = b.constant(DType.I32, (long) count);
    var places = b.select(same, b.reshape(b.iota(count, DType.I32), 1, count), none);
    var place = b.min(b.reduce(Fold.MIN, places, List.of(1)), count);
    return List.of(b.gather(rows, place, 0), b.convert(b.lt(place, none), DType.U8));
  }
}
