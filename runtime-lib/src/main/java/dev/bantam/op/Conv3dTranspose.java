package dev.bantam.op;

import dev.bantam.graph.Attributes;
import dev.bantam.prim.ProgramBuilder;
import dev.bantam.prim.Value;
import dev.bantam.type.DType;
import java.util.List;

/** The transposed convolution in space: filters are {@code [depth, height, width, out, in]}. */
public final class Conv3dTranspose implements Operator.Single<Conv3d.Options> {
  @Override
  public Signature signature() {
    return Signature.of("CONV_3D_TRANSPOSE")
        .operand("shape", Types.I32)
        .weights("filters", Types.F32, 3)
        .operand("x", Types.F32)
        .optional("bias", Types.of(DType.F32))
        .result("y");
  }

  @Override
  public Conv3d.Options attributes(Attributes raw) {
    return Conv3d.Options.of(raw);
  }

  @Override
  public Value lower(Call<Conv3d.Options> call, ProgramBuilder b) {
    int[] shape = call.constant("shape").toInts();
    var x = call.operand("x");
    var filters = call.operand("filters");
    if (shape.length != 5 || x.type().rank() != 5 || filters.type().rank() != 5)
      throw call.refuse("x is %s and filters are %s, must be of rank 5", x.type(), filters.type());
    var options = call.attributes();
    var form =
        new SpreadForm(
            filters.type().shape().extents().subList(0, 3),
            options.stride(),
            options.dilation(),
            List.of(shape[1], shape[2], shape[3]),
            options.padding());
    var weights = b.permute(filters, List.of(3, 0, 1, 2, 4));
    var sum = form.sum(x, b.like(x, 0.0), weights, DType.F32, b);
    var y = call.has("bias") ? b.add(sum, call.operand("bias")) : sum;
    return options.activation().apply(y, b);
  }
}
