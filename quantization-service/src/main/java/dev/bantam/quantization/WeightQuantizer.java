package dev.bantam.quantization;

import dev.bantam.graph.GraphTensor;
import dev.bantam.type.DType;
import dev.bantam.type.Literal;
import dev.bantam.type.Quantization;
import dev.bantam.type.Shape;
import dev.bantam.type.TensorType;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Constants in integers. Weights lie in -127..127, never -128: kernels rely on a symmetric range.
 */
final class WeightQuantizer {
  private static final int LARGEST = 127;

  private WeightQuantizer() {}

  /**
   * Symmetric 8 bits with one scale for each index of {@code axis}, or one for all where it is -1.
   */
  static GraphTensor symmetric(GraphTensor weights, int axis) {
    return symmetric(weights, axis, scales(weights, axis));
  }

  /** The scale of each channel: its largest magnitude over 127. */
  static float[] scales(GraphTensor weights, int axis) {
    var literal = weights.constant().orElseThrow();
    var values = literal.toFloats();
    var largest = new float[axis < 0 ? 1 : literal.type().extent(axis)];
    for (int i = 0; i < values.length; i++) {
      int channel = channel(literal.type().shape(), axis, i);
      largest[channel] = Math.max(largest[channel], Math.abs(values[i]));
    }
    for (int c = 0; c < largest.length; c++)
      largest[c] = largest[c] == 0 ? 1 : largest[c] / LARGEST;
    return largest;
  }

  static GraphTensor symmetric(GraphTensor weights, int axis, float[] scales) {
    var literal = weights.constant().orElseThrow();
    var values = literal.toFloats();
    var bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      float scale = scales[channel(literal.type().shape(), axis, i)];
      bytes[i] = (byte) Math.clamp(Math.round(values[i] / scale), -LARGEST, LARGEST);
    }
    var integers = new Literal(literal.type().with(DType.I8), MemorySegment.ofArray(bytes));
    return new GraphTensor(
        weights.name(),
        integers.type(),
        List.of(),
        java.util.Optional.of(Quantization.perAxis(boxed(scales), Math.max(axis, 0))),
        java.util.Optional.of(integers),
        false);
  }

  /** An activation's constant in the quantization that it shares or that its range gives. */
  static GraphTensor asActivation(GraphTensor constant, DType dtype, Quantization quantization) {
    var literal = constant.constant().orElseThrow();
    var values = literal.toFloats();
    var type = new TensorType(dtype, literal.type().shape());
    var segment = MemorySegment.ofArray(new byte[Math.toIntExact(type.bytes())]);
    for (int i = 0; i < values.length; i++) {
      long step = Math.round((double) values[i] / quantization.scale()) + quantization.zeroPoint();
      long integer = Math.clamp(step, dtype.lowest(), dtype.highest());
      Literal.write(segment, dtype, i, integer, integer);
    }
    return constant.with(new Literal(type, segment)).with(quantization);
  }

  /**
   * A bias in the scale of the products; {@code i32}, or {@code i64} beside activations of 16 bits.
   */
  static GraphTensor bias(GraphTensor bias, float inputScale, float[] weightScales, DType dtype) {
    var values = bias.constant().orElseThrow().toFloats();
    var type = new TensorType(dtype, bias.type().shape());
    var segment = MemorySegment.ofArray(new byte[Math.toIntExact(type.bytes())]);
    var scales = new ArrayList<Float>();
    for (int c = 0; c < values.length; c++) {
      double scale = (double) inputScale * weightScales[weightScales.length == 1 ? 0 : c];
      long integer = Math.clamp(Math.round(values[c] / scale), dtype.lowest(), dtype.highest());
      Literal.write(segment, dtype, c, integer, integer);
      scales.add((float) scale);
    }
    return bias.with(new Literal(type, segment)).with(Quantization.perAxis(scales, 0));
  }

  /**
   * Widens the scale of a channel whose bias would leave 30 bits, so that neither it nor the sum
   * overflows: channels that batch normalization has all but switched off have weights near 0 and a
   * large bias.
   */
  static float[] widenedForBias(float[] scales, float inputScale, float[] bias) {
    var wider = Arrays.copyOf(scales, scales.length);
    for (int c = 0; c < bias.length; c++) {
      int channel = scales.length == 1 ? 0 : c;
      double least = Math.abs(bias[c]) / (inputScale * (double) (1 << 30));
      wider[channel] = (float) Math.max(wider[channel], least);
    }
    return wider;
  }

  private static int channel(Shape shape, int axis, int element) {
    if (axis < 0) return 0;
    return (int) (element / shape.strides()[axis] % shape.extent(axis));
  }

  private static List<Float> boxed(float[] values) {
    var boxed = new ArrayList<Float>();
    for (float value : values) boxed.add(value);
    return boxed;
  }
}
