package dev.bantam.op;

import dev.bantam.prim.ProgramBuilder;
import dev.bantam.prim.Value;
import dev.bantam.type.DType;
import dev.bantam.type.Literal;
import dev.bantam.type.Quantization;
import dev.bantam.type.Shape;
import java.util.Arrays;
import java.util.function.UnaryOperator;

/** Floats that are made from integers, and integers from floats. */
final class Reals {
  private Reals() {}

  /** Applies {@code fn} to 16-bit floats in {@code f32}, with one rounding at the end. */
  static Value widened(Value x, ProgramBuilder b, UnaryOperator<Value> fn) {
    return b.convert(fn.apply(wide(x, b)), x.type().dtype());
  }

  /** 16-bit floats as {@code f32}; all else as it is. */
  static Value wide(Value x, ProgramBuilder b) {
    var dtype = x.type().dtype();
    return dtype == DType.F16 || dtype == DType.BF16 ? b.convert(x, DType.F32) : x;
  }

  /** To the nearest {@code i32}, halves away from zero; saturates. */
  static Value roundAway(Value x, ProgramBuilder b) {
    // With a whole half, the number below 0.5 would become 1.
    double below = x.type().dtype() == DType.F64 ? Math.nextDown(0.5) : Math.nextDown(0.5f);
    var half = b.select(b.lt(x, b.like(x, 0.0)), b.like(x, -below), b.like(x, below));
    return b.convert(b.add(x, half), DType.I32);
  }

  /** {@code (x - zero point) * scale} in {@code f32}, per axis where the scale is. */
  static Value dequantize(Value x, Quantization q, ProgramBuilder b) {
    int rank = x.type().rank();
    var integer = b.convert(x, DType.I32);
    var centred =
        q.zeroPoints().stream().allMatch(point -> point == 0)
            ? integer
            : b.sub(integer, along(zeroPoints(q), q, rank, b));
    return b.mul(b.convert(centred, DType.F32), along(scales(q), q, rank, b));
  }

  /** {@code x / scale} to the nearest, halves away, plus the zero point, saturated. */
  static Value quantize(Value x, Quantization q, DType dtype, ProgramBuilder b) {
    return quantize(x, q, dtype, dtype, b);
  }

  /** Saturated to what {@code dtype} holds, which may be packed, but held in another type. */
  static Value quantize(Value x, Quantization q, DType dtype, DType held, ProgramBuilder b) {
    int rank = x.type().rank();
    var steps = b.div(x, along(scales(q), q, rank, b));
    var points = q.zeroPoints().stream().distinct().toList();
    if (points.size() > 1) return moved(steps, along(zeroPoints(q), q, rank, b), dtype, held, b);
    double point = q.zeroPoint();
    var bounded = b.min(b.max(steps, dtype.lowest() - point), dtype.highest() - point);
    var rounded = roundAway(bounded, b);
    return b.convert(b.add(rounded, b.like(rounded, q.zeroPoint())), held);
  }

  /** Where each channel has a zero point of its own. */
  private static Value moved(Value steps, Value points, DType dtype, DType held, ProgramBuilder b) {
    var lowest = b.convert(b.sub(b.like(points, dtype.lowest()), points), DType.F32);
    var highest = b.convert(b.sub(b.like(points, dtype.highest()), points), DType.F32);
    var rounded = roundAway(b.min(b.max(steps, lowest), highest), b);
    return b.convert(b.add(rounded, points), held);
  }

  static Literal scales(Quantization q) {
    var scales = new float[q.scales().size()];
    for (int i = 0; i < scales.length; i++) scales[i] = q.scales().get(i);
    return Literal.of(Shape.of(scales.length), scales);
  }

  private static Literal zeroPoints(Quantization q) {
    var points = new int[q.zeroPoints().size()];
    for (int i = 0; i < points.length; i++) points[i] = Math.toIntExact(q.zeroPoints().get(i));
    return Literal.of(Shape.of(points.length), points);
  }

  /** A constant with one element per index of the quantized axis, or a scalar. */
  static Value along(Literal values, Quantization q, int rank, ProgramBuilder b) {
    if (values.elements() == 1) return b.constant(values.reshaped(Shape.SCALAR));
    var extents = new int[rank];
    Arrays.fill(extents, 1);
    extents[q.axis()] = Math.toIntExact(values.elements());
    return b.constant(values.reshaped(Shape.of(extents)));
  }

  static Value square(Value x, ProgramBuilder b) {
    return b.mul(x, x);
  }
}
