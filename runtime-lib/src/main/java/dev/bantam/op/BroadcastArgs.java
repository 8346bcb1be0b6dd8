package dev.bantam.op;

import dev.bantam.prim.ProgramBuilder;
import dev.bantam.prim.Value;
import java.util.List;

/** The shape that two shapes broadcast to. */
public final class BroadcastArgs implements Operator.Plain {
  @Override
  public Signature signature() {
    return Signature.of("BROADCAST_ARGS")
        .operand("x", Types.INDEX)
        .operand("y", Types.INDEX)
        .result("shape");
  }

  @Override
  public Value lower(Call<None> call, ProgramBuilder b) {
    var x = call.operand("x");
    var y = call.operand("y");
    int rank = Math.max(x.type().extent(0), y.type().extent(0));
    var a = aligned(x, rank, b);
    var c = aligned(y, rank, b);
    return b.select(b.eq(a, b.like(a, 1L)), c, a);
  }

  private static Value aligned(Value shape, int rank, ProgramBuilder b) {
    return b.pad(shape, List.of(rank - shape.type().extent(0)), List.of(0), b.like(shape, 1L));
  }
}
