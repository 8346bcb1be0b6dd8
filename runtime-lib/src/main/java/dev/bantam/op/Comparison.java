package dev.bantam.op;

import dev.bantam.prim.ProgramBuilder;
import dev.bantam.prim.Value;
import dev.bantam.type.DType;
import java.util.Set;

/**
 * Compares elements of two tensors that broadcast. 8-bit integers of different scales are scaled
 * first, so that their equality is approximate; {@code i16} is compared as it is.
 */
public final class Comparison implements Operator.Plain {
  /** Bits that quantized operands are moved up before they are scaled. */
  private static final int SHIFT = 8;

  private final String name;
  private final Test test;
  private final boolean ordered;

  /** One comparison of equally scaled values. */
  private interface Test {
    Value of(ProgramBuilder b, Value x, Value y);
  }

  private Comparison(String name, Test test, boolean ordered) {
    this.name = name;
    this.test = test;
    this.ordered = ordered;
  }

  public static Comparison equal() {
    return new Comparison("EQUAL", ProgramBuilder::eq, false);
  }

  public static Comparison notEqual() {
    return new Comparison("NOT_EQUAL", Derived::notEqual, false);
  }

  public static Comparison less() {
    return new Comparison("LESS", ProgramBuilder::lt, true);
  }

  public static Comparison lessEqual() {
    return new Comparison("LESS_EQUAL", Derived::lessOrEqual, true);
  }

  public static Comparison greater() {
    return new Comparison("GREATER", Derived::greater, true);
  }

  public static Comparison greaterEqual() {
    return new Comparison("GREATER_EQUAL", Derived::greaterOrEqual, true);
  }

  @Override
  public Signature signature() {
    Set<DType> types =
        ordered ? Types.NUMBER : Types.union(Types.NUMBER, Types.of(DType.BOOL, DType.STR));
    return Signature.of(name).operand("x", types).operand("y", types).result("z");
  }

  @Override
  public Value lower(Call<None> call, ProgramBuilder b) {
    var x = call.operand("x");
    var y = call.operand("y");
    if (!Types.Q8.contains(x.type().dtype()) || !call.isQuantized("x") || !call.isQuantized("y"))
      return test.of(b, x, y);
    var ofX = call.quantization("x");
    var ofY = call.quantization("y");
    if (ofX.scale() == ofY.scale() && ofX.zeroPoint() == ofY.zeroPoint()) return test.of(b, x, y);
    return test.of(b, scaled(call, "x", b), scaled(call, "y", b));
  }

  private static Value scaled(Call<None> call, String operand, ProgramBuilder b) {
    var q = call.quantization(operand);
    var centred = Rescaling.centred(call.operand(operand), q, b);
    return Rescaling.scaled(b.mul(centred, b.like(centred, 1L << SHIFT)), q.scale(), b);
  }
}
