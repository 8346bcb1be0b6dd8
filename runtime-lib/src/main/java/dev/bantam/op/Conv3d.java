package dev.bantam.op;

import dev.bantam.graph.Attributes;
import dev.bantam.prim.ProgramBuilder;
import dev.bantam.prim.Value;
import dev.bantam.type.DType;
import java.util.List;

/**
 * Convolution of {@code [batch, depth, height, width, channels]} with filters {@code [depth,
 * height, width, channels, out]}.
 */
public final class Conv3d implements Operator.Single<Conv3d.Options> {
  /** How the filter moves along depth, height and width. */
  public record Options(
      List<Integer> stride, List<Integer> dilation, Padding padding, Activation activation) {
    public Options {
      stride = List.copyOf(stride);
      dilation = List.copyOf(dilation);
      for (int extent : stride)
        if (extent < 1)
          throw new IllegalArgumentException("stride is " + stride + ", must be at least 1");
      for (int extent : dilation)
        if (extent < 1)
          throw new IllegalArgumentException("dilation is " + dilation + ", must be at least 1");
    }

    static Options of(Attributes raw) {
      return new Options(
          List.of(extent(raw, "stride_d"), extent(raw, "stride_h"), extent(raw, "stride_w")),
          List.of(
              extent(raw, "dilation_d_factor"),
              extent(raw, "dilation_h_factor"),
              extent(raw, "dilation_w_factor")),
          Padding.of(raw),
          Activation.of(raw));
    }

    private static int extent(Attributes raw, String name) {
      return Math.toIntExact(raw.integer(name, 1));
    }
  }

  @Override
  public Signature signature() {
    return Signature.of("CONV_3D")
        .operand("x", Types.F32)
        .weights("filters", Types.F32, 4)
        .optional("bias", Types.of(DType.F32))
        .result("y");
  }

  @Override
  public Options attributes(Attributes raw) {
    return Options.of(raw);
  }

  @Override
  public Value lower(Call<Options> call, ProgramBuilder b) {
    var x = call.operand("x");
    var filters = call.operand("filters");
    if (x.type().rank() != 5 || filters.type().rank() != 5)
      throw call.refuse("x is %s and filters are %s, must be of rank 5", x.type(), filters.type());
    var options = call.attributes();
    var size = filters.type().shape().extents().subList(0, 3);
    var windows = new Windows(size, options.stride(), options.dilation(), options.padding());
    var weights = b.permute(filters, List.of(4, 0, 1, 2, 3));
    var sum = new FilterForm(windows, 1).sum(x, b.like(x, 0.0), weights, DType.F32, b);
    var y = call.has("bias") ? b.add(sum, call.operand("bias")) : sum;
    return options.activation().apply(y, b);
  }
}
