package dev.bantam.testing;

import dev.bantam.prim.Value;
import dev.bantam.type.DType;
import org.jspecify.annotations.Nullable;

/**
 * How much of a value every device must agree on. A value on a grid is a multiple of {@code grain}
 * of at most {@code most}, so that sums of few of them are exact in any order.
 *
 * @param grain 0 if not on a grid
 * @param zeroSigned whether a zero has a sign that all agree on
 * @param ulps by how many units in the last place devices may differ; nothing more is computed with
 *     such a value
 * @param terms if it is a sum in any order, the sum of the terms' magnitudes
 * @param count of how many terms
 */
record Accuracy(
    double most, double grain, boolean zeroSigned, double ulps, @Nullable Value terms, long count) {
  static final Accuracy EXACT = new Accuracy(Double.POSITIVE_INFINITY, 0, true, 0, null, 0);

  static Accuracy grid(double most, double grain) {
    return new Accuracy(most, grain, true, 0, null, 0);
  }

  static Accuracy within(double ulps) {
    return new Accuracy(Double.POSITIVE_INFINITY, 0, false, ulps, null, 0);
  }

  static Accuracy sum(Value terms, long count) {
    return new Accuracy(Double.POSITIVE_INFINITY, 0, false, 0, terms, count);
  }

  /** Whether all devices have the same bits, but for the sign of a zero. */
  boolean isExact() {
    return ulps == 0 && terms == null;
  }

  boolean isGrid() {
    return grain > 0;
  }

  Accuracy withoutZeroSign() {
    return new Accuracy(most, grain, false, ulps, terms, count);
  }

  /**
   * Bits of a float's significand; an integer of a type on the way to float has as many as it has.
   */
  static int bits(DType dtype) {
    return switch (dtype) {
      case F16 -> 11;
      case BF16 -> 8;
      case F32 -> 24;
      case F64 -> 53;
      default -> dtype.bits();
    };
  }

  /** Of a result on that grid, if the type can hold all of the grid; else it is rounded. */
  static Accuracy ofGrid(double most, double grain, DType dtype, boolean zeroSigned) {
    boolean holds = grain > 0 && most / grain <= Math.scalb(1.0, bits(dtype)) && most < 30000;
    var accuracy = holds ? grid(most, grain) : EXACT;
    return zeroSigned ? accuracy : accuracy.withoutZeroSign();
  }
}
