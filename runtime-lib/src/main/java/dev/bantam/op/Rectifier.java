package dev.bantam.op;

import dev.bantam.prim.ProgramBuilder;
import dev.bantam.prim.Value;

/** Clamps to a range: the rectified linear units. NaN stays. */
public final class Rectifier implements Operator.Plain {
  private final String name;
  private final double low;
  private final double high;

  private Rectifier(String name, double low, double high) {
    this.name = name;
    this.low = low;
    this.high = high;
  }

  public static Rectifier relu() {
    return new Rectifier("RELU", 0, Double.POSITIVE_INFINITY);
  }

  public static Rectifier relu6() {
    return new Rectifier("RELU6", 0, 6);
  }

  public static Rectifier reluN1To1() {
    return new Rectifier("RELU_N1_TO_1", -1, 1);
  }

  public static Rectifier relu0To1() {
    return new Rectifier("RELU_0_TO_1", 0, 1);
  }

  @Override
  public Signature signature() {
    return Signature.of(name).operand("x", Types.union(Types.FLOAT, Types.QUANTIZED)).result("y");
  }

  @Override
  public Value lower(Call<None> call, ProgramBuilder b) {
    var x = call.operand("x");
    if (x.type().dtype().isFloat()) {
      var above = b.max(x, low);
      return Double.isInfinite(high) ? above : b.min(above, high);
    }
    var from = call.quantization("x");
    var to = call.resultQuantization(0);
    var dtype = x.type().dtype();
    double multiplier = (double) from.scale() / to.scale();
    var scaled = Rescaling.scaled(Rescaling.centred(x, from, b), multiplier, b);
    var moved = b.add(scaled, b.like(scaled, to.zeroPoint()));
    var above = b.max(moved, b.like(moved, bound(low, to.scale(), to.zeroPoint(), dtype.lowest())));
    var below =
        b.min(above, b.like(above, bound(high, to.scale(), to.zeroPoint(), dtype.highest())));
    return b.convert(below, dtype);
  }

  private static long bound(double real, float scale, long zeroPoint, long end) {
    if (Double.isInfinite(real)) return end;
    long bound = zeroPoint + Math.round(real / scale);
    return end < 0 || real <= 0 ? Math.max(bound, end) : Math.min(bound, end);
  }
}
