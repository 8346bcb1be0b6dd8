package dev.bantam.op;

import dev.bantam.prim.ProgramBuilder;
import dev.bantam.prim.Value;
import dev.bantam.type.Shape;
import java.util.ArrayList;
import java.util.Collections;

/** Each element from {@code x} where the condition holds, else from {@code y}. */
public final class Choice implements Operator.Plain {
  private final String name;
  private final boolean byRow;

  private Choice(String name, boolean byRow) {
    this.name = name;
    this.byRow = byRow;
  }

  /** A condition of one axis chooses whole rows; otherwise shapes are equal. */
  public static Choice select() {
    return new Choice("SELECT", true);
  }

  /** All three broadcast. */
  public static Choice selectV2() {
    return new Choice("SELECT_V2", false);
  }

  @Override
  public Signature signature() {
    return Signature.of(name)
        .operand("condition", Types.BOOL)
        .operand("x", Types.MOVED)
        .operand("y", Types.MOVED)
        .result("z");
  }

  @Override
  public Value lower(Call<None> call, ProgramBuilder b) {
    var condition = call.operand("condition");
    var x = call.operand("x");
    if (byRow && condition.type().rank() == 1 && x.type().rank() > 1) {
      var extents = new ArrayList<>(condition.type().shape().extents());
      extents.addAll(Collections.nCopies(x.type().rank() - 1, 1));
      condition = b.reshape(condition, new Shape(extents));
    }
    return b.select(condition, x, call.operand("y"));
  }
}
