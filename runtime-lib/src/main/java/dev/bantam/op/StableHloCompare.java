package dev.bantam.op;

import dev.bantam.graph.Attributes;
import dev.bantam.prim.ProgramBuilder;
import dev.bantam.prim.Value;

/**
 * Compares elements; which way is an option. Quantized ones are compared as the reals they stand
 * for.
 */
public final class StableHloCompare implements Operator.Single<StableHloCompare.Direction> {
  /** By the last word of the schema's names. */
  public enum Direction {
    EQ,
    NE,
    GE,
    GT,
    LE,
    LT
  }

  @Override
  public Signature signature() {
    var types = Types.union(Types.NUMBER, Types.BOOL);
    return Signature.of("STABLEHLO_COMPARE").operand("x", types).operand("y", types).result("z");
  }

  @Override
  public Direction attributes(Attributes raw) {
    var name = raw.text("comparison_direction", "STABLEHLO_COMPARISON_DIRECTION_EQ");
    return Direction.valueOf(name.substring(name.lastIndexOf('_') + 1));
  }

  @Override
  public Value lower(Call<Direction> call, ProgramBuilder b) {
    boolean quantized = call.isQuantized("x") && call.isQuantized("y");
    var x = quantized ? real(call, "x", b) : call.operand("x");
    var y = quantized ? real(call, "y", b) : call.operand("y");
    return switch (call.attributes()) {
      case EQ -> b.eq(x, y);
      case NE -> Derived.notEqual(b, x, y);
      case GE -> Derived.greaterOrEqual(b, x, y);
      case GT -> Derived.greater(b, x, y);
      case LE -> Derived.lessOrEqual(b, x, y);
      case LT -> b.lt(x, y);
    };
  }

  private static Value real(Call<Direction> call, String operand, ProgramBuilder b) {
    return Reals.dequantize(call.operand(operand), call.quantization(operand), b);
  }
}
