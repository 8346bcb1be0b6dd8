package dev.bantam.op;

import dev.bantam.prim.ProgramBuilder;
import dev.bantam.prim.Value;
import dev.bantam.type.DType;
import dev.bantam.type.Quantization;
import dev.bantam.type.Shape;
import java.util.Arrays;

/**
 * A layer that sums products of its operand {@code x} with {@code weights} and adds {@code bias},
 * in every arithmetic that files use: floats; integers with one scale or one per channel; and
 * hybrid, where floats are quantized while the model runs.
 */
final class WeightedSum {
  /** How products are summed; all that convolutions and matrix products differ in. */
  interface Form {
    /**
     * The sums, {@code [batch, .., channels]}.
     *
     * @param outside a scalar of x's type for elements outside of the image
     */
    Value sum(Value x, Value outside, Value weights, DType accumulator, ProgramBuilder b);

    /** The sum of each channel's weights, {@code i32[channels]}. */
    Value weightSums(Value weights, ProgramBuilder b);

    /** The operand as the sums take it: what shares a scale in hybrid arithmetic is on axis 0. */
    default Value rows(Value x, Value weights, ProgramBuilder b) {
      return x;
    }

    /** Whether sums meet the scale of their channel before that of their row, as stock does it. */
    default boolean scalesByChannelFirst() {
      return false;
    }

    /** Whether any sum reaches outside of the image. */
    boolean pads(Value x);
  }

  /** Whether floats are quantized around zero, or over the range that they have. */
  enum Hybrid {
    SYMMETRIC,
    ASYMMETRIC
  }

  private final Call<?> call;
  private final Form form;
  private final Activation activation;
  private final ProgramBuilder b;

  private WeightedSum(Call<?> call, Form form, Activation activation, ProgramBuilder b) {
    this.call = call;
    this.form = form;
    this.activation = activation;
    this.b = b;
  }

  static Value lower(
      Call<?> call, Form form, Activation activation, Hybrid hybrid, ProgramBuilder b) {
    return new WeightedSum(call, form, activation, b)
        .lower(
            form.rows(call.operand("x"), call.operand("weights"), b),
            call.operand("weights"),
            hybrid);
  }

  private Value lower(Value x, Value weights, Hybrid hybrid) {
    if (x.type().dtype().isFloat()) {
      return weights.type().dtype().isFloat() ? real(x, weights) : hybrid(x, weights, hybrid);
    }
    return integer(x, weights);
  }

  private Value real(Value x, Value weights) {
    var sum = form.sum(x, b.like(x, 0.0), weights, DType.F32, b);
    return activation.apply(withBias(sum), b);
  }

  private Value withBias(Value sum) {
    if (!call.has("bias")) return sum;
    return b.add(sum, b.convert(call.operand("bias"), sum.type().dtype()));
  }

  // Integers

  private Value integer(Value x, Value weights) {
    var accumulated = products(x, weights);
    var multipliers = multipliers(Math.toIntExact(accumulated.type().shape().extents().getLast()));
    return Rescaling.requantize(
        accumulated, multipliers, output(), call.resultType(0).dtype(), activation, b);
  }

  private Quantization output() {
    return call.resultQuantization(0);
  }

  /** {@code sum((x - zero point) * (weights - zero point)) + bias}. */
  private Value products(Value x, Value weights) {
    long point = call.quantization("x").zeroPoint();
    var weightPoint = call.quantization("weights").zeroPoints();
    if (weightPoint.stream().anyMatch(each -> each != 0)) {
      var centred = centred(x, point);
      return withBias(
          form.sum(
              centred,
              b.like(centred, 0L),
              centred(weights, weightPoint.getFirst()),
              DType.I32,
              b));
    }
    if (x.type().dtype() == DType.I16 && !has32BitBias())
      return withBias(form.sum(x, b.like(x, 0L), weights, DType.I64, b));
    var sum = form.sum(x, b.like(x, point), weights, DType.I32, b);
    if (point == 0) return withBias(sum);
    // what is added to each channel is one number, where weights and bias are constants
    var folded = b.mul(form.weightSums(weights, b), b.constant(DType.I32, -point));
    return b.add(sum, withBias(folded));
  }

  private boolean has32BitBias() {
    return call.has("bias") && call.operand("bias").type().dtype() == DType.I32;
  }

  private Value centred(Value x, long point) {
    var wide = b.convert(x, DType.I16);
    return b.add(wide, b.like(wide, -point));
  }

  private double[] multipliers(int channels) {
    var x = call.quantization("x");
    var weights = call.quantization("weights");
    var multipliers = new double[weights.isPerAxis() ? channels : 1];
    for (int i = 0; i < multipliers.length; i++) {
      multipliers[i] = (double) x.scale() * weights.scale(i) / output().scale();
    }
    return multipliers;
  }

  // Hybrid

  private Value hybrid(Value x, Value weights, Hybrid kind) {
    var rows =
        kind == Hybrid.SYMMETRIC
            ? RowQuantization.symmetric(x, b)
            : RowQuantization.asymmetric(x, b);
    var sum = b.convert(rowProducts(rows, weights), DType.F32);
    var channels = b.constant(Reals.scales(call.quantization("weights")));
    var row = onRows(rows.scale(), sum);
    var scaled =
        kind == Hybrid.ASYMMETRIC && form.scalesByChannelFirst()
            ? b.mul(b.mul(sum, channels), row)
            : b.mul(sum, b.mul(row, channels));
    return activation.apply(withBias(scaled), b);
  }

  private Value rowProducts(RowQuantization rows, Value weights) {
    var q = rows.integers();
    var points = rows.zeroPoint();
    if (points.isEmpty()) return form.sum(q, b.like(q, 0L), weights, DType.I32, b);
    var point = points.orElseThrow();
    boolean padsRows = form.pads(q) && q.type().extent(0) != 1;
    if (padsRows) {
      var centred = b.sub(b.convert(q, DType.I16), b.convert(onRows(point, q), DType.I16));
      return form.sum(centred, b.like(centred, 0L), weights, DType.I32, b);
    }
    var outside = outside(q, point);
    var sum = form.sum(q, outside, weights, DType.I32, b);
    var shift = b.mul(onRows(point, sum), form.weightSums(weights, b));
    return b.sub(sum, shift);
  }

  /** The zero point as padding, where there is one row, and so one zero point. */
  private Value outside(Value q, Value point) {
    if (q.type().extent(0) != 1) return b.like(q, 0L);
    return b.convert(b.reshape(point, Shape.SCALAR), q.type().dtype());
  }

  /** One value per row, in a shape that broadcasts against {@code like}. */
  private Value onRows(Value perRow, Value like) {
    var extents = new int[like.type().rank()];
    Arrays.fill(extents, 1);
    extents[0] = like.type().extent(0);
    return b.reshape(perRow, Shape.of(extents));
  }
}
