package dev.bantam.op;

import dev.bantam.prim.ProgramBuilder;
import dev.bantam.prim.Value;
import dev.bantam.type.DType;
import dev.bantam.type.Literal;
import dev.bantam.type.Shape;

/** {@code start, start + delta, ..}, without {@code limit}. */
public final class Range implements Operator.Plain {
  @Override
  public Signature signature() {
    var types = Types.of(DType.I32, DType.I64, DType.F32);
    return Signature.of("RANGE")
        .operand("start", types)
        .operand("limit", types)
        .operand("delta", types)
        .result("y");
  }

  @Override
  public Value lower(Call<None> call, ProgramBuilder b) {
    var start = call.constant("start");
    var dtype = start.type().dtype();
    int count = count(call, start, call.constant("limit"), call.constant("delta"));
    var step = b.reshape(call.operand("delta"), Shape.SCALAR);
    var first = b.reshape(call.operand("start"), Shape.SCALAR);
    return b.add(b.mul(b.iota(count, dtype), step), first);
  }

  private static int count(Call<None> call, Literal start, Literal limit, Literal delta) {
    if (delta.real(0) == 0) throw call.refuse("delta is 0, must not be");
    if (start.type().dtype() == DType.F32) {
      double steps = Math.ceil(Math.abs((limit.real(0) - start.real(0)) / delta.real(0)));
      boolean backwards = (limit.real(0) - start.real(0)) / delta.real(0) < 0;
      return backwards ? 0 : Math.toIntExact((long) steps);
    }
    long span = Math.subtractExact(limit.integer(0), start.integer(0));
    return Math.toIntExact(Math.max(0, Math.ceilDiv(span, delta.integer(0))));
  }
}
