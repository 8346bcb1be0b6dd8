package dev.bantam.op;

import dev.bantam.graph.Attributes;
import dev.bantam.prim.Prim.Fold;
import dev.bantam.prim.ProgramBuilder;
import dev.bantam.prim.Value;
import dev.bantam.type.DType;
import java.util.List;

/** The squared magnitude of pairs in a range; 0 outside of it. */
public final class SignalEnergy implements Operator.Single<SignalEnergy.Span> {
  /** From {@code start} on, before {@code end}. */
  public record Span(int start, int end) {}

  @Override
  public Signature signature() {
    return Signature.custom("SignalEnergy").operand("x", Types.Q16).result("energy");
  }

  @Override
  public Span attributes(Attributes raw) {
    int start = SignalBits.of(raw, "start_index", Integer.MAX_VALUE);
    return new Span(start, SignalBits.within(raw, "end_index", start, Integer.MAX_VALUE));
  }

  @Override
  public Value lower(Call<Span> call, ProgramBuilder b) {
    var x = call.operand("x");
    int count = Math.toIntExact(x.type().elements() / 2);
    var span = call.attributes();
    if (x.type().rank() != 1 || span.end() > count || x.type().extent(0) % 2 != 0)
      throw call.refuse("x is %s, must have pairs up to %d", x.type(), span.end());
    var wide = b.convert(b.reshape(x, count, 2), DType.I32);
    var energy = b.reduce(Fold.ADD, b.mul(wide, wide), List.of(1));
    var inside = b.slice(b.bitcast(energy, DType.U32), 0, span.start(), span.end());
    var zero = b.constant(DType.U32, 0L);
    return b.pad(inside, List.of(span.start()), List.of(count - span.end()), zero);
  }
}
