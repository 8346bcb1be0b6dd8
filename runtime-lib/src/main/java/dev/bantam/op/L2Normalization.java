package dev.bantam.op;

import dev.bantam.prim.Prim.Fn1;
import dev.bantam.prim.Prim.Fold;
import dev.bantam.prim.ProgramBuilder;
import dev.bantam.prim.Value;
import dev.bantam.type.DType;
import java.util.List;

/** Rows scaled to the length 1; a row of zeros stays. */
public final class L2Normalization implements Operator.Plain {
  /** Quantized results are in steps of 1 / 128. */
  private static final long RESULT_BITS = 7;

  @Override
  public Signature signature() {
    return Signature.of("L2_NORMALIZATION")
        .operand("x", Types.union(Types.F32, Types.Q8))
        .result("y");
  }

  @Override
  public Value lower(Call<None> call, ProgramBuilder b) {
    var x = call.operand("x");
    var last = List.of(x.type().rank() - 1);
    if (x.type().dtype().isFloat()) {
      var length = b.unary(Fn1.SQRT, b.reduceKeeping(Fold.ADD, b.mul(x, x), last));
      return b.div(x, b.max(length, 1e-6));
    }
    var centred = Rescaling.centred(x, call.quantization("x"), b);
    var squares = b.reduceKeeping(Fold.ADD, b.mul(centred, centred), last);
    var inverse = InverseRoot.of(squares, b);
    var shape = x.type().shape();
    var shift = b.add(inverse.shift(), b.like(inverse.shift(), RESULT_BITS));
    var scaled =
        FixedPoint.mbqm(b, centred, b.broadcast(inverse.value(), shape), b.broadcast(shift, shape));
    var out = call.resultQuantization(0);
    var moved = b.add(scaled, b.constant(DType.I32, out.zeroPoint()));
    return Activation.NONE.quantize(moved, out, x.type().dtype(), b);
  }
}
