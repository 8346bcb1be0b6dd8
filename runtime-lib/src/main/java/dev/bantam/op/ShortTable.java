package dev.bantam.op;

import dev.bantam.prim.Prim.Fn1;
import dev.bantam.prim.Prim.Fn2;
import dev.bantam.prim.ProgramBuilder;
import dev.bantam.prim.Value;
import dev.bantam.type.DType;
import dev.bantam.type.Quantization;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Functions of one {@code i16}: 513 values over the whole range, and straight lines between them.
 * Each value is moved by half of the line's error in the middle. Near a pole that is a few per cent
 * off: exactness means the same table as everywhere, not the better value.
 */
final class ShortTable {
  private static final int STEPS = 512;

  private ShortTable() {}

  /** A function of reals, between the quantizations of operand and result. */
  static Value ofReal(Call<?> call, String operand, ProgramBuilder b, UnaryOperator<Value> fn) {
    return lookup(
        call.operand(operand),
        table(call.quantization(operand), call.resultQuantization(0), b, fn),
        b);
  }

  /** The table, {@code i16[513]}. */
  static Value table(
      Quantization from, Quantization to, ProgramBuilder b, UnaryOperator<Value> fn) {
    float low = from.scale() * (Short.MIN_VALUE - from.zeroPoint());
    float high = from.scale() * (Short.MAX_VALUE - from.zeroPoint());
    float lowest = to.scale() * (Short.MIN_VALUE - to.zeroPoint());
    float highest = to.scale() * (Short.MAX_VALUE - to.zeroPoint());
    float step = (high - low) / STEPS;
    double perUnit = 65536f / (highest - lowest);
    var at = b.add(b.mul(b.iota(STEPS + 1, DType.F32), step), low);
    var values = b.mul(fn.apply(at), perUnit);
    var middle = b.mul(fn.apply(b.add(at, step / 2)), perUnit);
    var here = b.slice(values, 0, 0, STEPS);
    var next = b.slice(values, 0, 1, STEPS + 1);
    var line = round(b.mul(b.add(next, round(here, b)), 0.5), b);
    var error = b.sub(line, round(b.slice(middle, 0, 0, STEPS), b));
    // At a pole, or outside of the function's domain, there is no middle to be right in.
    var finite = b.lt(b.unary(Fn1.ABS, error), b.like(error, (double) Float.MAX_VALUE));
    var bias = b.select(finite, round(b.mul(error, 0.5), b), b.like(error, 0.0));
    var moved = b.sub(round(here, b), bias);
    var end = b.mul(fn.apply(b.constant(DType.F32, (double) high)), perUnit);
    var last = b.reshape(round(end, b), 1);
    var all = b.concat(List.of(moved, last), 0);
    var bounded = b.min(b.max(all, (double) Short.MIN_VALUE), Short.MAX_VALUE);
    return b.convert(bounded, DType.I16);
  }

  private static Value round(Value x, ProgramBuilder b) {
    return Derived.roundHalfAway(b, x);
  }

  /** The values of {@code x} by a table {@code i16[513]}. */
  static Value lookup(Value x, Value table, ProgramBuilder b) {
    return b.composite("lut16", List.of(x, table), (p, v) -> interpolated(v.get(0), v.get(1), p));
  }

  private static Value interpolated(Value x, Value table, ProgramBuilder b) {
    var wide = b.convert(x, DType.I32);
    var index = b.add(b.binary(Fn2.SHR, wide, b.like(wide, 7L)), b.like(wide, 256L));
    var offset = b.binary(Fn2.AND, wide, b.like(wide, 127L));
    var base = b.convert(b.gather(table, index, 0), DType.I32);
    var next = b.convert(b.gather(table, b.add(index, b.like(index, 1L)), 0), DType.I32);
    var slope = b.convert(b.convert(b.sub(next, base), DType.I16), DType.I32);
    var rise = b.add(b.mul(slope, offset), b.like(slope, 64L));
    return b.convert(b.add(base, b.binary(Fn2.SHR, rise, b.like(rise, 7L))), DType.I16);
  }
}
