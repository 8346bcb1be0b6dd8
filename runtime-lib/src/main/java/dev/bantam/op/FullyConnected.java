package dev.bantam.op;

import dev.bantam.graph.Attributes;
import dev.bantam.prim.ProgramBuilder;
import dev.bantam.prim.Value;
import dev.bantam.type.DType;
import dev.bantam.type.Shape;
import java.util.ArrayList;
import java.util.List;

/** Rows of {@code x} times weights {@code [units, depth]}. */
public final class FullyConnected implements Operator.Single<FullyConnected.Options> {
  /**
   * @param keepsAxes whether the result has the leading axes of x, or is {@code [rows, units]}
   * @param asymmetric whether hybrid rows are quantized over the range that they have
   */
  public record Options(Activation activation, boolean keepsAxes, boolean asymmetric) {}

  @Override
  public Signature signature() {
    return Signature.of("FULLY_CONNECTED")
        .operand("x", Types.union(Types.F32, Types.QUANTIZED))
        .weights(
            "weights", Types.of(DType.F32, DType.I8, DType.U8, DType.I16, DType.I4, DType.I2), 0)
        .optional("bias", Types.of(DType.F32, DType.I32, DType.I64, DType.I8, DType.U8, DType.I16))
        .result("y");
  }

  @Override
  public Options attributes(Attributes raw) {
    var format = raw.text("weights_format", "DEFAULT");
    if (!format.equals("DEFAULT"))
      throw new IllegalArgumentException("weights_format is %s, must be DEFAULT".formatted(format));
    return new Options(
        Activation.of(raw),
        raw.flag("keep_num_dims", false),
        raw.flag("asymmetric_quantize_inputs", false));
  }

  @Override
  public Value lower(Call<Options> call, ProgramBuilder b) {
    var x = call.operand("x").type();
    var weights = call.operand("weights").type();
    if (weights.rank() != 2) throw call.refuse("weights are %s, must be of rank 2", weights);
    int depth = weights.extent(1);
    if (depth == 0 || x.elements() % depth != 0)
      throw call.refuse("x is %s, must be rows of %d as the weights are", x, depth);
    var hybrid =
        call.attributes().asymmetric()
            ? WeightedSum.Hybrid.ASYMMETRIC
            : WeightedSum.Hybrid.SYMMETRIC;
    var y = WeightedSum.lower(call, RowForm.INSTANCE, call.attributes().activation(), hybrid, b);
    if (!call.attributes().keepsAxes()) return y;
    var extents = new ArrayList<>(x.shape().extents());
    extents.set(extents.size() - 1, weights.extent(0));
    return b.reshape(y, new Shape(extents));
  }

  /** Every row of x with every row of the weights. */
  enum RowForm implements WeightedSum.Form {
    INSTANCE;

    @Override
    public Value rows(Value x, Value weights, ProgramBuilder b) {
      int depth = weights.type().extent(1);
      return b.reshape(x, Math.toIntExact(x.type().elements() / depth), depth);
    }

    @Override
    public boolean pads(Value x) {
      return false;
    }

    @Override
    public Value sum(Value x, Value outside, Value weights, DType accumulator, ProgramBuilder b) {
      return b.contract(x, weights, List.of(1), List.of(1), List.of(), List.of(), accumulator);
    }

    @Override
    public Value weightSums(Value weights, ProgramBuilder b) {
      return FilterForm.perFilter(weights, b);
    }
  }
}
