package dev.bantam.op;

import dev.bantam.graph.Attributes;
import dev.bantam.prim.ProgramBuilder;
import dev.bantam.prim.Value;
import java.util.List;

/** Sums products over contracted axes, for each index of the batch axes. */
public final class StableHloDotGeneral implements Operator.Single<StableHloDotGeneral.Pairs> {
  /** The axes of both operands that run together. */
  public record Pairs(
      List<Integer> batchX, List<Integer> batchY, List<Integer> sumX, List<Integer> sumY) {}

  @Override
  public Signature signature() {
    return Signature.of("STABLEHLO_DOT_GENERAL")
        .operand("x", Types.NUMBER)
        .operand("y", Types.NUMBER)
        .result("z");
  }

  @Override
  public Pairs attributes(Attributes raw) {
    return new Pairs(
        StableHloPad.integers(raw, "lhs_batching_dimensions"),
        StableHloPad.integers(raw, "rhs_batching_dimensions"),
        StableHloPad.integers(raw, "lhs_contracting_dimensions"),
        StableHloPad.integers(raw, "rhs_contracting_dimensions"));
  }

  @Override
  public Value lower(Call<Pairs> call, ProgramBuilder b) {
    var x = call.operand("x");
    var y = call.operand("y");
    var pairs = call.attributes();
    boolean quantized = call.isResultQuantized(0) && call.isQuantized("x") && call.isQuantized("y");
    if (quantized) {
      x = Reals.dequantize(x, call.quantization("x"), b);
      y = Reals.dequantize(y, call.quantization("y"), b);
    } else {
      x = Reals.wide(x, b);
      y = Reals.wide(y, b);
    }
    var to = call.resultType(0).dtype();
    var accumulator = quantized || to.bits() == 16 && to.isFloat() ? x.type().dtype() : to;
    var z =
        b.contract(x, y, pairs.sumX(), pairs.sumY(), pairs.batchX(), pairs.batchY(), accumulator);
    return quantized ? Reals.quantize(z, call.resultQuantization(0), to, b) : b.convert(z, to);
  }
}
