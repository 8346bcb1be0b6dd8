package dev.bantam.op;

import dev.bantam.prim.Prim.Fn2;
import dev.bantam.prim.ProgramBuilder;
import dev.bantam.prim.Value;
import dev.bantam.type.DType;
import dev.bantam.type.Literal;
import dev.bantam.type.Shape;
import java.util.List;
import java.util.function.DoubleUnaryOperator;

/**
 * Functions of {@code i16} by a table of 513 entries over the whole input range, with a straight
 * line between neighbours. Exactness means the same table as everywhere, not the better value.
 */
public final class Table16 {
  private static final int STEPS = 512;
  private static final double INTERVALS = 65535;

  private Table16() {}

  /** What an {@code i16} stands for on one side of a function. */
  public record Range(double scale, int zeroPoint) {
    double least() {
      return scale * (Short.MIN_VALUE - zeroPoint);
    }

    double most() {
      return scale * (Short.MAX_VALUE - zeroPoint);
    }
  }

  /**
   * The table of a function: samples, each moved by half of what the line misses in the middle of
   * the step behind it. Computed in {@code double}.
   */
  public static Literal of(DoubleUnaryOperator function, Range input, Range output) {
    double step = (input.most() - input.least()) / STEPS;
    double inverse = (INTERVALS + 1) / (output.most() - output.least());
    var entries = new int[STEPS + 1];
    for (int i = 0; i < STEPS; i++) {
      double at = input.least() + i * step;
      double sample = round(function.applyAsDouble(at) * inverse);
      double next = function.applyAsDouble(input.least() + (i + 1) * step) * inverse;
      double line = round((next + sample) / 2);
      double middle = round(function.applyAsDouble(at + step / 2) * inverse);
      entries[i] = saturated(sample - round((line - middle) / 2));
    }
    entries[STEPS] = saturated(round(function.applyAsDouble(input.most()) * inverse));
    return Literal.of(Shape.of(STEPS + 1), entries);
  }

  /** The same computed in {@code float}, which is another table in the last bit here and there. */
  public static Literal ofFloats(DoubleUnaryOperator function, Range input, Range output) {
    float scale = (float) input.scale();
    float least = scale * (Short.MIN_VALUE - input.zeroPoint());
    float most = scale * (Short.MAX_VALUE - input.zeroPoint());
    float step = (most - least) / STEPS;
    float outputScale = (float) output.scale();
    float span =
        outputScale * (Short.MAX_VALUE - output.zeroPoint())
            - outputScale * (Short.MIN_VALUE - output.zeroPoint());
    float inverse = (float) (INTERVALS + 1) / span;
    var entries = new int[STEPS + 1];
    for (int i = 0; i < STEPS; i++) {
      float at = least + i * step;
      float sample = (float) round((float) function.applyAsDouble(at) * inverse);
      float next = (float) function.applyAsDouble(least + (i + 1) * step) * inverse;
      float line = (float) round((next + sample) / 2);
      float middle = (float) round((float) function.applyAsDouble(at + step / 2) * inverse);
      entries[i] = saturated(sample - round((line - middle) / 2));
    }
    entries[STEPS] = saturated(round((float) function.applyAsDouble(most) * inverse));
    return Literal.of(Shape.of(STEPS + 1), entries);
  }

  private static double round(double real) {
    return Math.copySign(Math.floor(Math.abs(real) + 0.5), real);
  }

  private static int saturated(double entry) {
    return (int) Math.max(Short.MIN_VALUE, Math.min(Short.MAX_VALUE, entry));
  }

  /**
   * The function of {@code x}, an {@code i16}, as an {@code i32}; its table is an {@code i32[513]}.
   */
  public static Value lookUp(ProgramBuilder b, Value x, Value table) {
    return b.composite(
        "lut16",
        List.of(x, table),
        (p, v) -> {
          var wide = p.convert(v.get(0), DType.I32);
          var index = p.add(p.binary(Fn2.SHR, wide, p.constant(DType.I32, 7L)), STEPS / 2);
          var offset = p.binary(Fn2.AND, wide, p.constant(DType.I32, 127L));
          var base = p.gather(v.get(1), index, 0);
          var slope = p.sub(p.gather(v.get(1), p.add(index, 1), 0), base);
          var rise = p.add(p.mul(slope, offset), 64);
          return p.add(base, p.binary(Fn2.SHR, rise, p.constant(DType.I32, 7L)));
        });
  }
}
