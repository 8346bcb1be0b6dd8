package dev.bantam.op;

import dev.bantam.prim.Prim.Fn1;
import dev.bantam.prim.Prim.Fold;
import dev.bantam.prim.ProgramBuilder;
import dev.bantam.prim.Value;
import java.util.List;

/** The logarithm of the softmax along the last axis. */
public final class LogSoftmax implements Operator.Plain {
  @Override
  public Signature signature() {
    return Signature.of("LOG_SOFTMAX").operand("x", Types.union(Types.FLOAT, Types.Q8)).result("y");
  }

  @Override
  public Value lower(Call<None> call, ProgramBuilder b) {
    var x = call.operand("x");
    if (x.type().dtype().isFloat()) return Reals.widened(x, b, wide -> real(wide, b));
    var y = real(Reals.dequantize(x, call.quantization("x"), b), b);
    return Reals.quantize(y, call.resultQuantization(0), x.type().dtype(), b);
  }

  private static Value real(Value x, ProgramBuilder b) {
    var last = List.of(x.type().rank() - 1);
    var distance = b.sub(x, b.reduceKeeping(Fold.MAX, x, last));
    var sum = b.reduceKeeping(Fold.ADD, b.unary(Fn1.EXP, distance), last);
    return b.sub(distance, b.unary(Fn1.LOG, sum));
  }
}
