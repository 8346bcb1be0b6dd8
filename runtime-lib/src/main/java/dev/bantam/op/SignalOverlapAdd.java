package dev.bantam.op;

import dev.bantam.graph.Attributes;
import dev.bantam.prim.Control;
import dev.bantam.prim.ProgramBuilder;
import dev.bantam.prim.Value;
import dev.bantam.type.DType;
import dev.bantam.type.Literal;
import dev.bantam.type.Shape;
import java.util.ArrayList;
import java.util.List;

/** A signal from overlapping frames, which are added where they overlap; integers saturate. */
public final class SignalOverlapAdd implements Operator.Single<Integer> {
  @Override
  public Signature signature() {
    return Signature.custom("SignalOverlapAdd")
        .operand("frames", Types.union(Types.F32, Types.Q16))
        .result("y");
  }

  /** How many samples after another a frame begins. */
  @Override
  public Integer attributes(Attributes raw) {
    return SignalBits.count(raw, "frame_step");
  }

  @Override
  public Value lower(Call<Integer> call, ProgramBuilder b) {
    var x = call.operand("frames");
    int step = call.attributes();
    int rank = x.type().rank();
    if (rank < 2 || x.type().extent(rank - 1) < step)
      throw call.refuse("frames are %s, must be [.., n, at least %d]", x.type(), step);
    int count = x.type().extent(rank - 2);
    int size = x.type().extent(rank - 1);
    var outer = x.type().shape().extents().subList(0, rank - 2);
    int rows = Math.toIntExact(new Shape(outer).elements());
    var ends = x.type().with(Shape.of(rows, size));
    var open = call.variable("open", Literal.zeros(ends));
    var frames = b.permute(b.reshape(x, rows, count, size), List.of(1, 0, 2));
    var add = b.function("add", List.of(ends, ends), (p, v) -> added(v.get(0), v.get(1), step, p));
    var carry = List.of(b.read(open));
    var results = b.apply(new Control.Scan(add, carry, List.of(frames), count, false));
    b.write(open, results.get(0));
    var extents = new ArrayList<>(outer);
    extents.add(count * step);
    return b.reshape(b.permute(results.get(1), List.of(1, 0, 2)), new Shape(extents));
  }

  /** What is open after a frame, and the samples that nothing will be added to any more. */
  private static List<Value> added(Value open, Value frame, int step, ProgramBuilder p) {
    int size = frame.type().extent(1);
    var sum = frame.type().dtype().isFloat() ? p.add(open, frame) : saturating(open, frame, p);
    var rest = p.slice(sum, 1, step, size);
    var zero = p.like(frame, 0L);
    return List.of(p.pad(rest, List.of(0, 0), List.of(0, step), zero), p.slice(sum, 1, 0, step));
  }

  private static Value saturating(Value x, Value y, ProgramBuilder p) {
    return SignalBits.saturated(p.add(p.convert(x, DType.I32), p.convert(y, DType.I32)), p);
  }
}
