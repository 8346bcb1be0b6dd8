package dev.bantam.op;

import dev.bantam.graph.Attributes;
import dev.bantam.prim.Indexed;
import dev.bantam.prim.ProgramBuilder;
import dev.bantam.prim.Value;
import dev.bantam.type.DType;
import dev.bantam.type.TensorType;
import java.util.List;

/** The greatest elements of each row and where they are; of equal ones the first comes first. */
public final class TopK implements Operator<Operator.None> {
  @Override
  public Signature signature() {
    return Signature.of("TOPK_V2")
        .operand("x", Types.NUMBER)
        .operand("k", Types.union(Types.INDEX, Types.Q16))
        .result("values")
        .result("indices");
  }

  @Override
  public None attributes(Attributes raw) {
    return new None();
  }

  @Override
  public List<Value> results(Call<None> call, ProgramBuilder b) {
    var x = call.operand("x");
    int axis = x.type().rank() - 1;
    if (axis < 0) throw call.refuse("x is a scalar, must have an axis");
    int extent = x.type().extent(axis);
    long k = call.constant("k").integer(0);
    if (k < 0 || k > extent) throw call.refuse("k is %d, must be in [0, %d]", k, extent);
    var places = b.broadcast(b.iota(extent, DType.I32), x.type().shape());
    var key = TensorType.of(x.type().dtype());
    var place = TensorType.of(DType.I32);
    // The sort is stable, so that equal elements stay in the order of their places.
    var greater =
        b.function(
            "greater",
            List.of(key, key, place, place),
            (p, v) -> List.of(p.lt(v.get(1), v.get(0))));
    var sorted = b.apply(new Indexed.Sort(List.of(x, places), axis, greater));
    var values = b.slice(sorted.get(0), axis, 0, (int) k);
    var indices = b.slice(sorted.get(1), axis, 0, (int) k);
    var dtype = call.resultCount() > 1 ? call.resultType(1).dtype() : DType.I32;
    return List.of(values, b.convert(indices, dtype));
  }
}
