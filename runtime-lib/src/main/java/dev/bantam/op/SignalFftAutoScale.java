package dev.bantam.op;

import dev.bantam.graph.Attributes;
import dev.bantam.prim.Prim.Fn1;
import dev.bantam.prim.Prim.Fn2;
import dev.bantam.prim.Prim.Fold;
import dev.bantam.prim.ProgramBuilder;
import dev.bantam.prim.Value;
import dev.bantam.type.DType;
import java.util.List;

/** A signal shifted up as far as its greatest magnitude allows, and by how many bits. */
public final class SignalFftAutoScale implements Operator<Operator.None> {
  private static final int MAGNITUDE_BITS = 15;

  @Override
  public Signature signature() {
    return Signature.custom("SignalFftAutoScale")
        .operand("x", Types.Q16)
        .result("y")
        .result("bits");
  }

  @Override
  public None attributes(Attributes raw) {
    return new None();
  }

  @Override
  public List<Value> results(Call<None> call, ProgramBuilder b) {
    var x = call.operand("x");
    var wide = b.convert(x, DType.I32);
    var most = b.reduce(Fold.MAX, b.unary(Fn1.ABS, wide), Axes.range(0, x.type().rank()));
    var greatest = b.max(most, b.like(most, 0L));
    var free = b.sub(b.constant(DType.I32, (long) MAGNITUDE_BITS), SignalBits.length(greatest, b));
    var bits = b.max(free, b.like(free, 0L));
    var y = b.convert(b.binary(Fn2.SHL, wide, bits), DType.I16);
    return List.of(y, bits);
  }
}
