package dev.bantam.op;

import dev.bantam.prim.ProgramBuilder;
import dev.bantam.prim.Value;
import dev.bantam.type.Shape;
import java.util.ArrayList;

/** Repeats a tensor along its axes. */
public final class Tile implements Operator.Plain {
  @Override
  public Signature signature() {
    return Signature.of("TILE")
        .operand("x", Types.MOVED)
        .operand("multiples", Types.INDEX)
        .result("y");
  }

  @Override
  public Value lower(Call<None> call, ProgramBuilder b) {
    var x = call.operand("x");
    int[] multiples = call.constant("multiples").toInts();
    if (multiples.length != x.type().rank())
      throw call.refuse("%d multiples, must be %d", multiples.length, x.type().rank());
    var split = new ArrayList<Integer>();
    var repeated = new ArrayList<Integer>();
    var joined = new ArrayList<Integer>();
    for (int axis = 0; axis < multiples.length; axis++) {
      int extent = x.type().extent(axis);
      split.add(1);
      split.add(extent);
      repeated.add(multiples[axis]);
      repeated.add(extent);
      joined.add(Math.multiplyExact(multiples[axis], extent));
    }
    var copies = b.expand(b.reshape(x, new Shape(split)), new Shape(repeated));
    return b.reshape(copies, new Shape(joined));
  }
}
