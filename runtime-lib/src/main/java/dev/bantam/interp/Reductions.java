package dev.bantam.interp;

import dev.bantam.prim.Prim.Fold;
import dev.bantam.type.DType;
import dev.bantam.type.TensorType;
import java.util.ArrayList;
import java.util.Set;

/**
 * Folds, one row of folded elements after the other. Float sums and products take their terms in
 * order, and round after each one: a device that has to give the same bits does the same.
 */
final class Reductions {
  private Reductions() {}

  static View reduce(Fold fold, View x, Set<Integer> axes, TensorType type) {
    var order = new ArrayList<Integer>();
    for (int axis = 0; axis < x.type().rank(); axis++) if (!axes.contains(axis)) order.add(axis);
    order.addAll(axes);
    var rows = Movements.permuted(x, order);
    int count = Math.toIntExact(type.elements());
    int length = count == 0 ? 0 : x.count() / count;
    var dtype = x.dtype();
    return switch (Lanes.kind(dtype)) {
      case INT ->
          Lanes.of(
              dtype, type.shape(), ints(fold, dtype, Lanes.ints(rows), new int[count], length));
      case LONG ->
          Lanes.of(
              dtype,
              type.shape(),
              longs(fold, dtype.isSigned(), Lanes.longs(rows), new long[count], length));
      case FLOAT ->
          Lanes.of(dtype, type.shape(), floats(fold, Lanes.floats(rows), new float[count], length));
      case DOUBLE ->
          Lanes.of(type.shape(), doubles(fold, Lanes.doubles(rows), new double[count], length));
    };
  }

  private static int[] ints(Fold fold, DType dtype, int[] x, int[] y, int length) {
    // A u32 is compared as if it were signed, with its top bit flipped.
    int flip = dtype == DType.U32 ? Integer.MIN_VALUE : 0;
    int identity =
        switch (fold) {
          case ADD, OR -> 0;
          case MUL -> 1;
          case MAX -> (int) dtype.lowest();
          case MIN -> (int) dtype.highest();
          case AND -> dtype == DType.BOOL ? 1 : -1;
        };
    for (int row = 0, at = 0; row < y.length; row++) {
      int value = identity;
      int end = at + length;
      switch (fold) {
        case ADD -> {
          for (; at < end; at++) value += x[at];
        }
        case MUL -> {
          for (; at < end; at++) value *= x[at];
        }
        case MAX -> {
          for (; at < end; at++) value = Math.max(value ^ flip, x[at] ^ flip) ^ flip;
        }
        case MIN -> {
          for (; at < end; at++) value = Math.min(value ^ flip, x[at] ^ flip) ^ flip;
        }
        case AND -> {
          for (; at < end; at++) value &= x[at];
        }
        case OR -> {
          for (; at < end; at++) value |= x[at];
        }
      }
      y[row] = value;
    }
    return y;
  }

  private static long[] longs(Fold fold, boolean signed, long[] x, long[] y, int length) {
    long flip = signed ? 0 : Long.MIN_VALUE;
    long identity =
        switch (fold) {
          case ADD, OR -> 0;
          case MUL -> 1;
          case MAX -> Long.MIN_VALUE ^ flip;
          case MIN -> Long.MAX_VALUE ^ flip;
          case AND -> -1;
        };
    for (int row = 0, at = 0; row < y.length; row++) {
      long value = identity;
      for (int end = at + length; at < end; at++) {
        value =
            switch (fold) {
              case ADD -> value + x[at];
              case MUL -> value * x[at];
              case MAX -> Math.max(value ^ flip, x[at] ^ flip) ^ flip;
              case MIN -> Math.min(value ^ flip, x[at] ^ flip) ^ flip;
              case AND -> value & x[at];
              case OR -> value | x[at];
            };
      }
      y[row] = value;
    }
    return y;
  }

  private static float[] floats(Fold fold, float[] x, float[] y, int length) {
    for (int row = 0, at = 0; row < y.length; row++) {
      float value = (float) identity(fold);
      int end = at + length;
      switch (fold) {
        case ADD -> {
          for (; at < end; at++) value += x[at];
        }
        case MUL -> {
          for (; at < end; at++) value *= x[at];
        }
        // A comparison is false with NaN, so that one is passed over.
        case MAX -> {
          for (; at < end; at++) if (x[at] > value) value = x[at];
        }
        case MIN -> {
          for (; at < end; at++) if (x[at] < value) value = x[at];
        }
        case AND, OR -> throw new IllegalStateException(fold + " of floats");
      }
      y[row] = value;
    }
    return y;
  }

  private static double[] doubles(Fold fold, double[] x, double[] y, int length) {
    for (int row = 0, at = 0; row < y.length; row++) {
      double value = identity(fold);
      for (int end = at + length; at < end; at++) {
        value =
            switch (fold) {
              case ADD -> value + x[at];
              case MUL -> value * x[at];
              case MAX -> x[at] > value ? x[at] : value;
              case MIN -> x[at] < value ? x[at] : value;
              case AND, OR -> throw new IllegalStateException(fold + " of floats");
            };
      }
      y[row] = value;
    }
    return y;
  }

  private static double identity(Fold fold) {
    return switch (fold) {
      case ADD -> 0;
      case MUL -> 1;
      case MAX -> Double.NEGATIVE_INFINITY;
      case MIN -> Double.POSITIVE_INFINITY;
      case AND, OR -> throw new IllegalStateException(fold + " of floats");
    };
  }
}
