package dev.bantam.op;

import dev.bantam.prim.ProgramBuilder;
import dev.bantam.prim.Value;
import dev.bantam.type.DType;
import dev.bantam.type.Literal;
import dev.bantam.type.Shape;

/** The extents of a tensor, or how many it has: known when a program is made. */
public final class ShapeOf implements Operator.Plain {
  private final String name;
  private final boolean rank;

  private ShapeOf(String name, boolean rank) {
    this.name = name;
    this.rank = rank;
  }

  public static ShapeOf shape() {
    return new ShapeOf("SHAPE", false);
  }

  public static ShapeOf rank() {
    return new ShapeOf("RANK", true);
  }

  @Override
  public Signature signature() {
    return Signature.of(name).operand("x", Types.MOVED).result(rank ? "rank" : "shape");
  }

  @Override
  public Value lower(Call<None> call, ProgramBuilder b) {
    var type = call.operand("x").type();
    if (rank) return b.constant(DType.I32, (long) type.rank());
    var extents = b.constant(Literal.of(Shape.of(type.rank()), type.shape().toArray()));
    return b.convert(extents, call.resultType(0).dtype());
  }
}
