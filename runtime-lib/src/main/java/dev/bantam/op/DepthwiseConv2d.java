package dev.bantam.op;

import dev.bantam.graph.Attributes;
import dev.bantam.prim.ProgramBuilder;
import dev.bantam.prim.Value;
import dev.bantam.type.DType;
import java.util.List;

/**
 * Each channel convolved with filters of its own: weights are {@code [1, height, width, channels *
 * multiplier]}.
 */
public final class DepthwiseConv2d implements Operator.Single<DepthwiseConv2d.Options> {
  /** How the filter moves. */
  public record Options(
      Extent2d stride, Extent2d dilation, Padding padding, Activation activation) {}

  @Override
  public Signature signature() {
    return Signature.of("DEPTHWISE_CONV_2D")
        .operand("x", Types.union(Types.F32, Types.QUANTIZED))
        .weights("weights", Types.of(DType.F32, DType.I8, DType.U8, DType.I4), 3)
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
    if (x.rank() != 4 || weights.rank() != 4 || weights.extent(0) != 1)
      throw call.refuse(
          "x is %s and weights are %s, must be of rank 4, and the weights' first extent 1",
          x, weights);
    if (x.extent(3) == 0 || weights.extent(3) % x.extent(3) != 0) {
      throw call.refuse(
          "%d filters for %d channels, must be a multiple", weights.extent(3), x.extent(3));
    }
    var options = call.attributes();
    var filter = new Extent2d(weights.extent(1), weights.extent(2));
    var windows = Windows.of(filter, options.stride(), options.dilation(), options.padding());
    return WeightedSum.lower(
        call, new ChannelForm(windows), options.activation(), WeightedSum.Hybrid.ASYMMETRIC, b);
  }

  /** The channel is a batch axis, the multiplier a free one. */
  private record ChannelForm(Windows windows) implements WeightedSum.Form {
    @Override
    public boolean pads(Value x) {
      return windows.pads(x);
    }

    @Override
    public Value sum(Value x, Value outside, Value weights, DType accumulator, ProgramBuilder b) {
      var w = weights.type();
      int channels = x.type().extent(3);
      var filters = b.reshape(weights, w.extent(1), w.extent(2), channels, w.extent(3) / channels);
      var sums =
          b.contract(
              windows.over(x, outside, b),
              filters,
              windows.elementAxes(),
              List.of(0, 1),
              List.of(windows.channelAxis()),
              List.of(2),
              accumulator);
      return FilterForm.channelsLast(sums, b);
    }

    @Override
    public Value weightSums(Value weights, ProgramBuilder b) {
      return FilterForm.perFilter(b.permute(weights, List.of(3, 0, 1, 2)), b);
    }
  }
}
