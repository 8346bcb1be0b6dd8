package dev.bantam.converter.build;

import dev.bantam.type.DType;
import dev.bantam.type.Literal;
import dev.bantam.type.Shape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.BinaryOperator;

/** Functions that the target has no operator for, composed of those that it has. */
public final class Functions {
  private final Builder b;

  public Functions(Builder b) {
    this.b = b;
  }

  /** Abramowitz and Stegun 7.1.26: off by at most 1.5e-7. */
  public Edge erf(Edge given) {
    var x = b.cast(given, DType.F32);
    var t = b.reciprocal(b.add(b.mul(b.abs(x), 0.3275911), 1));
    var sum = b.scalar(DType.F32, 1.061405429);
    for (double factor : new double[] {-1.453152027, 1.421413741, -0.284496736, 0.254829592})
      sum = b.add(b.mul(sum, t), factor);
    var tail = b.mul(b.mul(sum, t), b.exp(b.neg(b.square(x))));
    var positive = b.sub(b.scalar(DType.F32, 1), tail);
    return b.cast(b.mul(positive, sign(x)), given.dtype());
  }

  /** {@code 1 - erf(x)}: as far off as that, so nothing is known of it beyond 4. */
  public Edge erfc(Edge x) {
    return b.sub(b.scalar(x.dtype(), 1), erf(x));
  }

  /** The quotient without its fraction, toward zero. */
  public Edge truncatedDiv(Edge x, Edge y) {
    var quotient = b.div(x, y);
    return x.dtype().isFloat() ? b.mul(b.floor(b.abs(quotient)), sign(quotient)) : quotient;
  }

  /** A function of both, and 0 where one of them is 0. */
  public Edge zeroWhereZero(Edge tested, Edge value) {
    var zero = b.scalar(value.dtype(), 0);
    return b.select(b.equal(tested, b.scalar(tested.dtype(), 0)), zero, value);
  }

  public Edge sign(Edge x) {
    if (x.dtype() == DType.F32 || x.dtype() == DType.I32) return b.unary("SIGN", x);
    var zero = b.scalar(x.dtype(), 0);
    var above = b.cast(b.greater(x, zero), DType.I32);
    var below = b.cast(b.less(x, zero), DType.I32);
    return b.cast(b.sub(above, below), x.dtype());
  }

  public Edge softplus(Edge x) {
    var rest = b.log(b.add(b.exp(b.neg(b.abs(x))), 1));
    return b.add(b.maximum(x, 0), rest);
  }

  /** {@code log(1 + x)}; for small x by the first terms of its series. */
  public Edge log1p(Edge x) {
    var series = b.mul(x, b.sub(b.scalar(x.dtype(), 1), b.mul(x, 0.5)));
    return b.select(small(x), series, b.log(b.add(x, 1)));
  }

  /** {@code exp(x) - 1}; for small x by the first terms of its series. */
  public Edge expm1(Edge x) {
    var series = b.mul(x, b.add(b.mul(x, 0.5), 1));
    return b.select(small(x), series, b.sub(b.exp(x), 1));
  }

  private Edge small(Edge x) {
    return b.less(b.abs(x), b.scalar(x.dtype(), 1e-3));
  }

  public Edge tan(Edge x) {
    return b.div(b.unary("SIN", x), b.unary("COS", x));
  }

  public Edge sinh(Edge x) {
    return b.mul(b.sub(b.exp(x), b.exp(b.neg(x))), 0.5);
  }

  public Edge cosh(Edge x) {
    return b.mul(b.add(b.exp(x), b.exp(b.neg(x))), 0.5);
  }

  /** {@code sqrt(1 - x^2)}, written so that it keeps its digits near 1. */
  private Edge other(Edge x) {
    var one = b.scalar(x.dtype(), 1);
    return b.sqrt(b.mul(b.sub(one, x), b.add(x, 1)));
  }

  public Edge asin(Edge x) {
    return b.atan2(x, other(x));
  }

  public Edge acos(Edge x) {
    return b.atan2(other(x), x);
  }

  public Edge atan(Edge x) {
    return b.atan2(x, b.fill(x.form().dims(), b.scalar(x.dtype(), 1)));
  }

  public Edge asinh(Edge x) {
    var size = b.abs(x);
    return b.mul(sign(x), b.log(b.add(size, b.sqrt(b.add(b.square(x), 1)))));
  }

  public Edge acosh(Edge x) {
    return b.log(b.add(x, b.mul(b.sqrt(b.sub(x, 1)), b.sqrt(b.add(x, 1)))));
  }

  public Edge atanh(Edge x) {
    return b.mul(b.log(b.div(b.add(x, 1), b.sub(b.scalar(x.dtype(), 1), x))), 0.5);
  }

  public Edge isNan(Edge x) {
    return b.notEqual(x, x);
  }

  public Edge isInfinite(Edge x) {
    return b.equal(b.abs(x), b.scalar(x.dtype(), Double.POSITIVE_INFINITY));
  }

  /** The remainder with the sign of the dividend, as C has it. */
  public Edge remainder(Edge x, Edge y) {
    return b.mul(b.floorMod(b.abs(x), b.abs(y)), sign(x));
  }

  /**
   * Bits that both have: {@code x + y = (x ^ y) + 2 (x & y)}, by halves where that could overflow.
   */
  public Edge bitwiseAnd(Edge x, Edge y) {
    if (x.dtype() == DType.BOOL) return b.logicalAnd(x, y);
    var wide = x.dtype().bits() > 32 ? DType.I64 : DType.I32;
    var p = b.cast(x, wide);
    var q = b.cast(y, wide);
    if (x.dtype().bits() < 32) return b.cast(narrowAnd(p, q), x.dtype());
    var half = b.integer(wide, wide.bits() / 2);
    var weight = b.integer(wide, 1L << wide.bits() / 2);
    var highP = b.rightShift(p, half);
    var highQ = b.rightShift(q, half);
    var lowP = b.sub(p, b.mul(highP, weight));
    var lowQ = b.sub(q, b.mul(highQ, weight));
    var upper = b.mul(narrowAnd(highP, highQ), weight);
    return b.cast(b.add(upper, narrowAnd(lowP, lowQ)), x.dtype());
  }

  /** Of numbers of a few bits more than half of the type's. */
  private Edge narrowAnd(Edge x, Edge y) {
    return b.rightShift(b.sub(b.add(x, y), b.bitwiseXor(x, y)), b.integer(x.dtype(), 1));
  }

  public Edge bitwiseOr(Edge x, Edge y) {
    if (x.dtype() == DType.BOOL) return b.logicalOr(x, y);
    return b.bitwiseXor(b.bitwiseXor(x, y), bitwiseAnd(x, y));
  }

  public Edge bitwiseNot(Edge x) {
    if (x.dtype() == DType.BOOL) return b.logicalNot(x);
    return b.bitwiseXor(x, b.integer(x.dtype(), -1));
  }

  /** Of signed integers with their sign; by more than there are bits as by all of them. */
  public Edge rightShift(Edge x, Edge y) {
    if (y.isConstant() && isWithin(y, x.dtype().bits())) return b.rightShift(x, y);
    boolean signed = x.dtype().isSigned();
    return inRange(x, y, b.rightShift(x, y), signed ? b.rightShift(x, most(x)) : none(x));
  }

  private Edge none(Edge x) {
    return b.integer(x.dtype(), 0);
  }

  private Edge most(Edge x) {
    return b.integer(x.dtype(), x.dtype().bits() - 1L);
  }

  private static boolean isWithin(Edge y, int bits) {
    var value = y.constant().orElseThrow();
    for (long i = 0; i < value.elements(); i++)
      if (value.integer(i) < 0 || value.integer(i) >= bits) return false;
    return true;
  }

  /** The result of a shift by {@code y}, or the other where it is no number of bits. */
  private Edge inRange(Edge x, Edge y, Edge shifted, Edge other) {
    var bits = b.integer(y.dtype(), x.dtype().bits());
    var below = b.less(y, bits);
    var within = y.dtype().isSigned() ? b.logicalAnd(below, b.greaterEqual(y, none(y))) : below;
    return b.select(within, shifted, other);
  }

  /** By more than there are bits, nothing is left. */
  public Edge leftShift(Edge x, Edge y) {
    int bits = x.dtype().bits();
    var wide = bits < 32 ? DType.I32 : bits == 32 && x.dtype().isSigned() ? DType.I32 : DType.I64;
    var powers = new long[bits + 1];
    for (int i = 0; i < bits; i++) powers[i] = 1L << i;
    var table = Literals.cast(Literal.of(Shape.of(bits + 1), powers), wide);
    var count = b.cast(y, DType.I64);
    var none = b.less(count, b.integer(DType.I64, 0));
    var within = b.minimum(count, b.integer(DType.I64, bits));
    var place = b.cast(b.select(none, b.integer(DType.I64, bits), within), DType.I32);
    var factor = b.gather(b.constant(table), place, 0, 0);
    return b.cast(b.mul(b.cast(x, wide), factor), x.dtype());
  }

  /** {@code log(sum(exp(x)))}, without overflow. */
  public Edge logSumExp(Edge x, List<Integer> axes, boolean keep) {
    var most = b.reduceMax(x, axes, true);
    var sum = b.sum(b.exp(b.sub(x, most)), axes, true);
    var result = b.add(b.log(sum), most);
    return keep ? result : b.squeeze(result, axes);
  }

  /** Running products, by doubling: after step i each place holds the product of 2^i elements. */
  public Edge cumprod(Edge x, int axis, boolean exclusive, boolean reverse) {
    if (!x.dim(axis).isKnown())
      throw new dev.bantam.converter.UnsupportedNodeException(
          "it runs along an axis of open extent", "fix the sizes of the inputs");
    long extent = x.dim(axis).value();
    var product = reverse ? b.reverse(x, List.of(axis)) : x;
    if (exclusive) product = shifted(product, axis, 1, extent);
    for (long step = 1; step < extent; step *= 2)
      product = b.mul(product, shifted(product, axis, step, extent));
    return reverse ? b.reverse(product, List.of(axis)) : product;
  }

  private Edge shifted(Edge x, int axis, long by, long extent) {
    var low = new ArrayList<>(Collections.nCopies(x.rank(), 0L));
    var high = List.copyOf(low);
    low.set(axis, by);
    return b.pad(b.slice(x, axis, 0, extent - by), low, high, b.scalar(x.dtype(), 1));
  }

  /** Behind the k-th element of the last window; counted from the end where that is open. */
  private static Optional<Long> stop(Dim extent, Window window, int axis, long k) {
    long dilation = window.dilation().get(axis);
    long reach = (window.filter().get(axis) - 1) * dilation + 1;
    long stride = window.stride().get(axis);
    if (extent.isKnown()) {
      long last = (extent.value() - reach) / stride * stride;
      return Optional.of(k * dilation + last + 1);
    }
    long behind = reach - 1 - k * dilation;
    return behind == 0 ? Optional.empty() : Optional.of(-behind);
  }

  /** Folds the elements of each window, one axis after the other; channels last, padded before. */
  public Edge sliding(Edge padded, Window window, BinaryOperator<Edge> fold) {
    var x = padded;
    for (int i = 0; i < window.rank(); i++) {
      int axis = i + 1;
      long filter = window.filter().get(i);
      long stride = window.stride().get(i);
      long dilation = window.dilation().get(i);
      var folded = b.slice(x, axis, 0, stop(x.dim(axis), window, i, 0), stride);
      for (long k = 1; k < filter; k++)
        folded =
            fold.apply(
                folded, b.slice(x, axis, k * dilation, stop(x.dim(axis), window, i, k), stride));
      x = folded;
    }
    return x;
  }
}
