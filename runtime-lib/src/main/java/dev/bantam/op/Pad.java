package dev.bantam.op;

import dev.bantam.prim.ProgramBuilder;
import dev.bantam.prim.Value;
import dev.bantam.type.DType;
import dev.bantam.type.Literal;
import dev.bantam.type.Shape;
import java.util.ArrayList;
import java.util.Set;

/** Puts elements around a tensor: zero, the result's zero point, or a given value. */
public final class Pad implements Operator.Plain {
  private static final Set<DType> AMOUNTS = Types.union(Types.INDEX, Types.of(DType.I8, DType.I16));

  private final boolean givesValue;

  private Pad(boolean givesValue) {
    this.givesValue = givesValue;
  }

  public static Pad pad() {
    return new Pad(false);
  }

  public static Pad padV2() {
    return new Pad(true);
  }

  @Override
  public Signature signature() {
    var signature =
        Signature.of(givesValue ? "PADV2" : "PAD")
            .operand("x", Types.ANY)
            .operand("padding", AMOUNTS);
    return (givesValue ? signature.operand("value", Types.ANY) : signature).result("y");
  }

  @Override
  public Value lower(Call<None> call, ProgramBuilder b) {
    var x = call.operand("x");
    var amounts = call.constant("padding");
    return b.pad(x, column(call, amounts, 0, x), column(call, amounts, 1, x), value(call, x, b));
  }

  private Value value(Call<None> call, Value x, ProgramBuilder b) {
    if (givesValue) return b.reshape(call.operand("value"), Shape.SCALAR);
    if (call.isResultQuantized(0)) return b.like(x, call.resultQuantization(0).zeroPoint());
    if (x.type().dtype().isArithmetic()) return b.like(x, 0L);
    return b.constant(Literal.zeros(x.type().with(Shape.SCALAR)));
  }

  /** What is put before, or behind, each axis. */
  static ArrayList<Integer> column(Call<?> call, Literal amounts, int column, Value x) {
    if (amounts.elements() != 2L * x.type().rank())
      throw call.refuse(
          "padding is %s for %s, must be two amounts for each axis", amounts.type(), x.type());
    var values = new ArrayList<Integer>();
    for (int axis = 0; axis < x.type().rank(); axis++) {
      long amount = amounts.integer(2L * axis + column);
      if (amount < 0) throw call.refuse("padding %d of axis %d, must be at least 0", amount, axis);
      values.add(Math.toIntExact(amount));
    }
    return values;
  }
}
