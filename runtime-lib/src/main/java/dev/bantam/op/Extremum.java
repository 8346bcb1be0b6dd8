package dev.bantam.op;

import dev.bantam.prim.ProgramBuilder;
import dev.bantam.prim.Value;

/** The greater, or the less, of two elements; a NaN on either side gives the right operand. */
public final class Extremum implements Operator.Plain {
  private final String name;
  private final boolean greatest;

  private Extremum(String name, boolean greatest) {
    this.name = name;
    this.greatest = greatest;
  }

  public static Extremum maximum() {
    return new Extremum("MAXIMUM", true);
  }

  public static Extremum minimum() {
    return new Extremum("MINIMUM", false);
  }

  @Override
  public Signature signature() {
    return Signature.of(name).operand("x", Types.NUMBER).operand("y", Types.NUMBER).result("z");
  }

  @Override
  public Value lower(Call<None> call, ProgramBuilder b) {
    var x = call.operand("x");
    var y = call.operand("y");
    if (!x.type().dtype().isFloat()) return greatest ? b.max(x, y) : b.min(x, y);
    return b.select(greatest ? b.lt(y, x) : b.lt(x, y), x, y);
  }
}
