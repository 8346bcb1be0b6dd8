package dev.bantam.op;

import dev.bantam.prim.Prim.Fn1;
import dev.bantam.prim.Prim.Fn2;
import dev.bantam.prim.ProgramBuilder;
import dev.bantam.prim.Value;

/** Both, either, or not. */
public final class Logical implements Operator.Plain {
  private final String name;
  private final Fn2 fn;

  private Logical(String name, Fn2 fn) {
    this.name = name;
    this.fn = fn;
  }

  public static Logical and() {
    return new Logical("LOGICAL_AND", Fn2.AND);
  }

  public static Logical or() {
    return new Logical("LOGICAL_OR", Fn2.OR);
  }

  @Override
  public Signature signature() {
    return Signature.of(name).operand("x", Types.BOOL).operand("y", Types.BOOL).result("z");
  }

  @Override
  public Value lower(Call<None> call, ProgramBuilder b) {
    return b.binary(fn, call.operand("x"), call.operand("y"));
  }

  /** The other truth. */
  public static final class Not implements Operator.Plain {
    @Override
    public Signature signature() {
      return Signature.of("LOGICAL_NOT").operand("x", Types.BOOL).result("y");
    }

    @Override
    public Value lower(Call<None> call, ProgramBuilder b) {
      return b.unary(Fn1.NOT, call.operand("x"));
    }
  }
}
