package dev.bantam.op;

import dev.bantam.prim.Prim.Fn1;
import dev.bantam.prim.Prim.Fold;
import dev.bantam.prim.ProgramBuilder;
import dev.bantam.prim.Value;
import dev.bantam.type.DType;
import dev.bantam.type.Shape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * Floats quantized while the model runs, with a scale for each index of axis 0: {@code x =
 * (integers - zero point) * scale}.
 *
 * @param integers {@code i8}, of the shape of the floats
 * @param scale {@code f32[rows]}
 * @param zeroPoint {@code i32[rows]}; empty where it is 0
 */
record RowQuantization(Value integers, Value scale, Optional<Value> zeroPoint) {
  /** Around zero, in 127 steps to the greatest magnitude of the row. */
  static RowQuantization symmetric(Value x, ProgramBuilder b) {
    var most = b.reduce(Fold.MAX, b.unary(Fn1.ABS, x), inner(x));
    var empty = b.eq(most, b.like(most, 0.0));
    var scale = b.select(empty, b.like(most, 1.0), b.div(most, b.like(most, 127.0)));
    var inverse = b.select(empty, b.like(most, 0.0), b.div(b.like(most, 127.0), most));
    var rounded = rounded(b.mul(x, onRows(inverse, x, b)), b);
    var bounded = b.min(b.max(rounded, b.like(rounded, -127L)), b.like(rounded, 127L));
    return new RowQuantization(b.convert(bounded, DType.I8), scale, Optional.empty());
  }

  /** In 255 steps over the row's range, which is widened to hold 0. */
  static RowQuantization asymmetric(Value x, ProgramBuilder b) {
    var range = Range.of(x, b);
    var scale = range.scale(b);
    var point = range.zeroPoint(b);
    var inverse = b.div(b.like(scale, 1.0), scale);
    var steps = rounded(b.mul(x, onRows(inverse, x, b)), b);
    var rounded = b.add(steps, onRows(point, x, b));
    var bounded = b.min(b.max(rounded, b.like(rounded, -128L)), b.like(rounded, 127L));
    return new RowQuantization(b.convert(bounded, DType.I8), scale, Optional.of(point));
  }

  /** The least and the greatest of each row and zero, {@code f32[rows]}. */
  private record Range(Value low, Value high) {
    static Range of(Value x, ProgramBuilder b) {
      var low = b.reduce(Fold.MIN, x, inner(x));
      var high = b.reduce(Fold.MAX, x, inner(x));
      return new Range(b.min(low, b.like(low, 0.0)), b.max(high, b.like(high, 0.0)));
    }

    private Value empty(ProgramBuilder b) {
      return b.eq(low, high);
    }

    /** {@code f32[rows]}; 1 for a row of zeros. */
    Value scale(ProgramBuilder b) {
      var width = b.div(b.sub(high, low), b.like(low, 255.0));
      return b.select(empty(b), b.like(width, 1.0), width);
    }

    /**
     * From the end of the range that it is less wrong at, as stock kernels choose it: in {@code
     * f64}, with the scale that the range has there, which is not the one above.
     */
    Value zeroPoint(ProgramBuilder b) {
      var from = b.convert(low, DType.F64);
      var to = b.convert(high, DType.F64);
      var width = b.select(empty(b), b.like(from, 1.0), b.sub(to, from));
      var scale = b.div(width, b.like(from, 255.0));
      var below = b.div(from, scale);
      var above = b.div(to, scale);
      var fromLow = b.sub(b.like(from, -128.0), below);
      var fromHigh = b.sub(b.like(from, 127.0), above);
      var errorLow = b.add(b.like(from, 128.0), b.unary(Fn1.ABS, below));
      var errorHigh = b.add(b.like(from, 127.0), b.unary(Fn1.ABS, above));
      var real = b.select(b.lt(errorLow, errorHigh), fromLow, fromHigh);
      var bounded = b.min(b.max(real, -128.0), 127.0);
      var nearest = Reals.roundAway(bounded, b);
      return b.select(empty(b), b.like(nearest, 0L), nearest);
    }
  }

  /**
   * To the nearest, halves away from zero, as stock kernels have it: the half is added in {@code
   * f32}, so that the number below 0.5 becomes 1. Levels of a clamped activation lie there often.
   */
  private static Value rounded(Value x, ProgramBuilder b) {
    var half = b.select(b.lt(x, b.like(x, 0.0)), b.like(x, -0.5), b.like(x, 0.5));
    return b.convert(b.add(x, half), DType.I32);
  }

  private static List<Integer> inner(Value x) {
    return Axes.range(1, x.type().rank());
  }

  private static Value onRows(Value perRow, Value like, ProgramBuilder b) {
    var extents = new ArrayList<>(Collections.nCopies(like.type().rank(), 1));
    extents.set(0, like.type().extent(0));
    return b.reshape(perRow, new Shape(extents));
  }
}
