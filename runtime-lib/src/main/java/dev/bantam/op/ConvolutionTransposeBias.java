package dev.bantam.op;

import dev.bantam.graph.Attributes;
import dev.bantam.prim.ProgramBuilder;
import dev.bantam.prim.Value;
import dev.bantam.type.Shape;
import java.util.List;

/**
 * A transposed convolution whose result is as large as its filter reaches, or with the padding SAME
 * cut down by what the filter has more than the stride.
 */
public final class ConvolutionTransposeBias implements Operator.Single<TransposeConv.Options> {
  @Override
  public Signature signature() {
    return Signature.custom("Convolution2DTransposeBias")
        .operand("x", Types.F32)
        .weights("weights", Types.F32, 0)
        .operand("bias", Types.F32)
        .result("y");
  }

  @Override
  public TransposeConv.Options attributes(Attributes raw) {
    var options = new RawOptions(raw);
    return new TransposeConv.Options(options.extents(1), options.padding(0), Activation.NONE);
  }

  @Override
  public Value lower(Call<TransposeConv.Options> call, ProgramBuilder b) {
    var x = call.operand("x");
    var weights = call.operand("weights");
    if (x.type().rank() != 4 || weights.type().rank() != 4)
      throw call.refuse("x is %s and weights are %s, must be of rank 4", x.type(), weights.type());
    var options = call.attributes();
    int height = extent(x, weights, 1, options.stride().height(), options.padding());
    int width = extent(x, weights, 2, options.stride().width(), options.padding());
    var form =
        new SpreadForm(
            List.of(weights.type().extent(1), weights.type().extent(2)),
            List.of(options.stride().height(), options.stride().width()),
            List.of(1, 1),
            List.of(height, width),
            options.padding());
    if (!call.operand("bias").type().shape().equals(Shape.of(weights.type().extent(0))))
      throw call.refuse("bias is %s, must be one for each filter", call.operand("bias").type());
    return WeightedSum.lower(call, form, options.activation(), WeightedSum.Hybrid.ASYMMETRIC, b);
  }

  private static int extent(Value x, Value weights, int axis, int stride, Padding padding) {
    int last = x.type().extent(axis) - 1;
    int filter = weights.type().extent(axis);
    int whole = Math.addExact(Math.multiplyExact(stride, last), filter);
    return switch (padding) {
      case SAME -> whole - Math.max(filter - last % stride - 1, 0);
      case VALID -> whole;
    };
  }
}
