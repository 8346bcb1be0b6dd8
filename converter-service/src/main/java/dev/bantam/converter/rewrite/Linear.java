package dev.bantam.converter.rewrite;

import dev.bantam.converter.build.Dim;
import dev.bantam.converter.build.Edge;
import dev.bantam.converter.build.Literals;
import dev.bantam.converter.build.Op;
import dev.bantam.type.DType;
import dev.bantam.type.Literal;
import dev.bantam.type.Shape;
import dev.bantam.type.TensorType;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An operator that multiplies by constant weights and adds a constant bias, both by output channel.
 *
 * @param axis of the weights along which the output channels lie
 */
record Linear(Op op, Literal weights, int axis, Optional<Literal> bias) {
  private static final Map<String, Integer> AXES =
      Map.of("CONV_2D", 0, "DEPTHWISE_CONV_2D", 3, "FULLY_CONNECTED", 0, "CONV_3D", 4);

  /** The operator as one of these, if it is, and computes with {@code f32}. */
  static Optional<Linear> of(Op op) {
    var axis = AXES.get(op.operator());
    if (axis == null || !op.attributes().text("fused_activation_function", "NONE").equals("NONE"))
      return Optional.empty();
    var weights = op.input(1).constant();
    var bias = op.input(2);
    if (weights.isEmpty() || weights.orElseThrow().type().dtype() != DType.F32)
      return Optional.empty();
    if (!bias.isAbsent() && !bias.isConstant()) return Optional.empty();
    return Optional.of(new Linear(op, weights.orElseThrow(), axis, bias.constant()));
  }

  int channels() {
    return weights.type().extent(axis);
  }

  /** One number for each output channel; empty if the constant is not of that form. */
  Optional<float[]> perChannel(Edge edge) {
    var value = edge.constant();
    if (value.isEmpty() || edge.dtype() != DType.F32) return Optional.empty();
    int channels = channels();
    long elements = value.orElseThrow().elements();
    boolean one = elements == 1 && edge.rank() <= op.output().rank();
    boolean all =
        edge.rank() >= 1
            && edge.rank() <= op.output().rank()
            && elements == channels
            && edge.dim(-1).equals(Dim.of(channels));
    if (!one && !all) return Optional.empty();
    var numbers = new float[channels];
    for (int i = 0; i < channels; i++) numbers[i] = (float) value.orElseThrow().real(one ? 0 : i);
    return Optional.of(numbers);
  }

  /** With weights and bias times a factor for each channel, and a result of that name. */
  Op scaled(float[] factors, Edge output) {
    long inner = 1;
    for (int i = axis + 1; i < weights.type().rank(); i++) inner *= weights.type().extent(i);
    var bytes = MemorySegment.ofArray(new byte[Math.toIntExact(weights.type().bytes())]);
    for (long i = 0; i < weights.elements(); i++) {
      int channel = (int) (i / inner % channels());
      bytes.set(Literal.F32, 4 * i, (float) (weights.real(i) * factors[channel]));
    }
    var shift = new float[channels()];
    for (int i = 0; i < shift.length; i++) shift[i] = (float) (bias(i) * factors[i]);
    return with(new Literal(weights.type(), bytes), shift, output);
  }

  private double bias(int channel) {
    return bias.map(value -> value.real(channel)).orElse(0.0);
  }

  /** With a number for each channel added to the bias. */
  Op shifted(float[] amounts, Edge output) {
    var shift = new float[channels()];
    for (int i = 0; i < shift.length; i++) shift[i] = (float) (bias(i) + amounts[i]);
    return with(weights, shift, output);
  }

  private Op with(Literal otherWeights, float[] otherBias, Edge output) {
    var type = new TensorType(DType.F32, Shape.of(otherBias.length));
    var inputs = new ArrayList<>(List.of(op.input(0)));
    inputs.add(Edge.constant(op.input(1).name(), otherWeights));
    inputs.add(
        Edge.constant(output.name() + "/bias", Literals.floats(otherBias).reshaped(type.shape())));
    return new Op(op.operator(), inputs, List.of(output), op.attributes(), List.of(), false)
        .from(op.origins());
  }
}
