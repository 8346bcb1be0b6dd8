package dev.bantam.op;

import dev.bantam.graph.Attributes;
import dev.bantam.prim.Prim.Fn1;
import dev.bantam.prim.Prim.Fold;
import dev.bantam.prim.ProgramBuilder;
import dev.bantam.prim.Value;
import dev.bantam.type.DType;
import dev.bantam.type.Literal;
import dev.bantam.type.Shape;
import java.util.ArrayList;
import java.util.List;

/** How many boundaries are not above each element; all of them for NaN. */
public final class Bucketize implements Operator.Single<List<Double>> {
  @Override
  public Signature signature() {
    return Signature.of("BUCKETIZE")
        .operand("x", Types.of(DType.F32, DType.F64, DType.I32, DType.I64))
        .result("bucket");
  }

  @Override
  public List<Double> attributes(Attributes raw) {
    return raw.reals("boundaries").orElse(List.of());
  }

  @Override
  public Value lower(Call<List<Double>> call, ProgramBuilder b) {
    var x = call.operand("x");
    var boundaries = call.attributes();
    var values = new float[boundaries.size()];
    for (int i = 0; i < values.length; i++) values[i] = boundaries.get(i).floatValue();
    var extents = new ArrayList<>(x.type().shape().extents());
    extents.add(1);
    var wide = b.reshape(b.convert(x, DType.F64), new Shape(extents));
    var above =
        b.lt(wide, b.convert(b.constant(Literal.of(Shape.of(values.length), values)), DType.F64));
    var counted = b.convert(b.unary(Fn1.NOT, above), DType.I32);
    return b.reduce(Fold.ADD, counted, List.of(x.type().rank()));
  }
}
