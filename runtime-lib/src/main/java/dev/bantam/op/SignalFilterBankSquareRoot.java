package dev.bantam.op;

import dev.bantam.prim.Control;
import dev.bantam.prim.Prim.Fn1;
import dev.bantam.prim.Prim.Fn2;
import dev.bantam.prim.ProgramBuilder;
import dev.bantam.prim.Value;
import dev.bantam.type.DType;
import dev.bantam.type.Shape;
import java.util.List;

/** The square root of 64-bit integers, rounded to the nearest, and then shifted down. */
public final class SignalFilterBankSquareRoot implements Operator.Plain {
  private static final int STEPS = 32;

  @Override
  public Signature signature() {
    return Signature.custom("SignalFilterBankSquareRoot")
        .operand("x", Types.of(DType.U64))
        .operand("bits", Types.I32)
        .result("root");
  }

  @Override
  public Value lower(Call<None> call, ProgramBuilder b) {
    var x = call.operand("x");
    var bits = b.bitcast(b.reshape(call.operand("bits"), Shape.SCALAR), DType.U32);
    return b.binary(Fn2.SHR, b.convert(root(x, b), DType.U32), bits);
  }

  /** Bit by bit from the highest: what is left of x, and twice the root so far. */
  private static Value root(Value x, ProgramBuilder b) {
    var zeros = b.broadcast(b.constant(DType.U64, 0L), x.type().shape());
    var start = List.of(x, zeros, b.constant(DType.U64, 1L << 62));
    var types = start.stream().map(Value::type).toList();
    var step = b.function("bit", types, (p, v) -> step(v.get(0), v.get(1), v.get(2), p));
    var end = b.apply(new Control.Scan(step, start, List.of(), STEPS, false));
    var rest = end.get(0);
    var root = end.get(1);
    // Of numbers below 2^32 the root has 16 bits, and is not rounded up beyond them.
    var small = b.lt(x, b.constant(DType.U64, 1L << STEPS));
    var most = b.select(small, b.constant(DType.U64, 0xFFFFL), b.constant(DType.U64, 0xFFFFFFFFL));
    var up = b.binary(Fn2.AND, b.lt(root, rest), b.unary(Fn1.NOT, b.eq(root, most)));
    return b.add(root, b.convert(up, DType.U64));
  }

  private static List<Value> step(Value rest, Value root, Value bit, ProgramBuilder p) {
    var tried = p.add(root, bit);
    var fits = Derived.greaterOrEqual(p, rest, tried);
    var half = p.binary(Fn2.SHR, root, p.broadcast(p.constant(DType.U64, 1L), root.type().shape()));
    return List.of(
        p.select(fits, p.sub(rest, tried), rest),
        p.select(fits, p.add(half, bit), half),
        p.binary(Fn2.SHR, bit, p.constant(DType.U64, 2L)));
  }
}
