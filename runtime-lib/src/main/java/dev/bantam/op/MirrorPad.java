package dev.bantam.op;

import dev.bantam.graph.Attributes;
import dev.bantam.prim.ProgramBuilder;
import dev.bantam.prim.Value;
import java.util.ArrayList;
import java.util.List;

/** Puts a tensor's reflection around it. */
public final class MirrorPad implements Operator.Single<MirrorPad.Mode> {
  /** Whether the border itself is repeated. */
  public enum Mode {
    REFLECT,
    SYMMETRIC
  }

  @Override
  public Signature signature() {
    return Signature.of("MIRROR_PAD")
        .operand("x", Types.MOVED)
        .operand("padding", Types.INDEX)
        .result("y");
  }

  @Override
  public Mode attributes(Attributes raw) {
    return Mode.valueOf(raw.text("mode", "REFLECT"));
  }

  @Override
  public Value lower(Call<Mode> call, ProgramBuilder b) {
    var x = call.operand("x");
    var amounts = call.constant("padding");
    var low = Pad.column(call, amounts, 0, x);
    var high = Pad.column(call, amounts, 1, x);
    int skipped = call.attributes() == Mode.REFLECT ? 1 : 0;
    for (int axis = 0; axis < x.type().rank(); axis++) {
      int extent = x.type().extent(axis);
      int most = Math.max(low.get(axis), high.get(axis));
      if (most + skipped > extent) {
        throw call.refuse(
            "padding %d of axis %d, must be at most %d", most, axis, extent - skipped);
      }
      var parts = new ArrayList<Value>();
      if (low.get(axis) > 0) parts.add(mirrored(x, axis, skipped, skipped + low.get(axis), b));
      parts.add(x);
      int end = extent - skipped;
      if (high.get(axis) > 0) parts.add(mirrored(x, axis, end - high.get(axis), end, b));
      x = b.concat(parts, axis);
    }
    return x;
  }

  private static Value mirrored(Value x, int axis, int start, int stop, ProgramBuilder b) {
    return b.flip(b.slice(x, axis, start, stop), List.of(axis));
  }
}
