package dev.bantam.op;

import dev.bantam.graph.Attributes;
import dev.bantam.prim.ProgramBuilder;
import dev.bantam.prim.Value;
import dev.bantam.type.DType;

/**
 * Convolution of {@code [batch, height, width, channels]} with filters {@code [out, height, width,
 * channels / groups]}.
 */
public final class Conv2d implements Operator.Single<Conv2d.Options> {
  /** How the filter moves. */
  public record Options(
      Extent2d stride, Extent2d dilation, Padding padding, Activation activation) {}

  @Override
  public Signature signature() {
    return Signature.of("CONV_2D")
        .operand("x", Types.union(Types.F32, Types.QUANTIZED))
        .weights("weights", Types.of(DType.F32, DType.I8, DType.U8, DType.I4, DType.I2), 0)
        .optional("bias", Types.of(DType.F32, DType.I32, DType.I64))
        .result("y");
  }

  @Override
  public Options attributes(Attributes raw) {
    return new Options(
        Extent2d.stride(raw), Extent2d.dilation(raw), Padding.of(raw), Activation.of(raw));
  }

  @Override
  public Value lower(Call<Options> call, ProgramBuilder b) {
    var weights = call.operand("weights").type();
    var x = call.operand("x").type();
    if (x.rank() != 4 || weights.rank() != 4)
      throw call.refuse("x is %s and weights are %s, both must be of rank 4", x, weights);
    int channels = x.extent(3);
    int inGroup = weights.extent(3);
    if (inGroup == 0 || channels % inGroup != 0 || weights.extent(0) % (channels / inGroup) != 0) {
      throw call.refuse(
          "%d channels and %d filters of %d, must be a multiple of as many groups",
          channels, weights.extent(0), inGroup);
    }
    var options = call.attributes();
    var filter = new Extent2d(weights.extent(1), weights.extent(2));
    var windows = Windows.of(filter, options.stride(), options.dilation(), options.padding());
    return WeightedSum.lower(
        call, new FilterForm(windows, channels / inGroup), options.activation(), hybrid(call), b);
  }

  /** By its channels' scales: stock kernels take those that are all equal for one. */
  private static WeightedSum.Hybrid hybrid(Call<?> call) {
    if (!call.isQuantized("weights")) return WeightedSum.Hybrid.SYMMETRIC;
    long scales = call.quantization("weights").scales().stream().distinct().count();
    return scales > 1 ? WeightedSum.Hybrid.ASYMMETRIC : WeightedSum.Hybrid.SYMMETRIC;
  }
}
