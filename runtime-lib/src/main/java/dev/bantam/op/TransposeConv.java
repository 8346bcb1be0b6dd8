package dev.bantam.op;

import dev.bantam.graph.Attributes;
import dev.bantam.prim.ProgramBuilder;
import dev.bantam.prim.Value;
import dev.bantam.type.DType;
import java.util.List;

/**
 * The convolution whose gradient a convolution has: from its result to its operand. Weights are
 * {@code [out, height, width, in]}, and the padding is that of the forward convolution.
 */
public final class TransposeConv implements Operator.Single<TransposeConv.Options> {
  /** How the filter of the forward convolution moves. */
  public record Options(Extent2d stride, Padding padding, Activation activation) {}

  @Override
  public Signature signature() {
    return Signature.of("TRANSPOSE_CONV")
        .operand("shape", Types.I32)
        .weights("weights", Types.of(DType.F32, DType.I8, DType.U8), 0)
        .operand("x", Types.union(Types.F32, Types.QUANTIZED))
        .optional("bias", Types.of(DType.F32, DType.I32, DType.I64))
        .result("y");
  }

  @Override
  public Options attributes(Attributes raw) {
    return new Options(Extent2d.stride(raw), Padding.of(raw), Activation.of(raw));
  }

  @Override
  public Value lower(Call<Options> call, ProgramBuilder b) {
    int[] shape = call.constant("shape").toInts();
    var weights = call.operand("weights").type();
    var x = call.operand("x").type();
    if (shape.length != 4 || weights.rank() != 4 || x.rank() != 4)
      throw call.refuse("x is %s and weights are %s, must be of rank 4", x, weights);
    var options = call.attributes();
    var form =
        new SpreadForm(
            List.of(weights.extent(1), weights.extent(2)),
            List.of(options.stride().height(), options.stride().width()),
            List.of(1, 1),
            List.of(shape[1], shape[2]),
            options.padding());
    return WeightedSum.lower(call, form, options.activation(), WeightedSum.Hybrid.ASYMMETRIC, b);
  }
}
