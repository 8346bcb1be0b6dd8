package dev.bantam.op;

import dev.bantam.graph.Attributes;
import dev.bantam.prim.ProgramBuilder;
import dev.bantam.prim.Value;
import dev.bantam.type.Literal;
import dev.bantam.type.Shape;
import java.util.ArrayList;
import java.util.List;

/** A signal so many samples later; before its beginning it was 0. */
public final class SignalDelay implements Operator.Single<Integer> {
  private static final int LONGEST = 1 << 24;

  @Override
  public Signature signature() {
    return Signature.custom("SignalDelay").operand("x", Types.Q16).result("y");
  }

  /** By how many samples. */
  @Override
  public Integer attributes(Attributes raw) {
    return SignalBits.of(raw, "delay_length", LONGEST);
  }

  @Override
  public Value lower(Call<Integer> call, ProgramBuilder b) {
    var x = call.operand("x");
    if (x.type().rank() < 1) throw call.refuse("x is %s, must have samples", x.type());
    int axis = x.type().rank() - 1;
    var extents = new ArrayList<>(x.type().shape().extents());
    int frame = extents.set(axis, call.attributes());
    var past = call.variable("delayed", Literal.zeros(x.type().with(new Shape(extents))));
    var all = b.concat(List.of(b.read(past), x), axis);
    b.write(past, b.slice(all, axis, frame, frame + call.attributes()));
    return b.slice(all, axis, 0, frame);
  }
}
