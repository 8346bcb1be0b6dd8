package dev.bantam.op;

import dev.bantam.prim.Prim.Fn2;
import dev.bantam.prim.ProgramBuilder;
import dev.bantam.prim.Value;
import dev.bantam.type.DType;
import dev.bantam.type.Literal;
import dev.bantam.type.Shape;
import dev.bantam.type.TensorType;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntToDoubleFunction;

/**
 * Fourier transforms of {@code i16} or {@code i32} in fixed point, along the last axis: radix 4 and
 * 2 with the operands scaled down before each step, the same bits as KISS FFT's.
 */
final class FixedFourier {
  private final ProgramBuilder b;
  private final DType dtype;
  private final DType wide;
  private final int fraction;
  private final long most;
  private final boolean inverse;

  /** Numbers of a complex signal, as integers of one type. */
  private record Pair(Value re, Value im) {}

  private FixedFourier(ProgramBuilder b, DType dtype, boolean inverse) {
    this.b = b;
    this.dtype = dtype;
    this.wide = dtype == DType.I16 ? DType.I32 : DType.I64;
    this.fraction = dtype.bits() - 1;
    this.most = dtype.highest();
    this.inverse = inverse;
  }

  /** Whether a real signal of that length can be transformed: a power of two, at least 2. */
  static boolean takes(int length) {
    return length >= 2 && Integer.bitCount(length) == 1;
  }

  /** {@code [.., n]} real to {@code [.., n + 2]}: pairs for {@code n / 2 + 1} frequencies. */
  static Value ofReal(Value x, ProgramBuilder b) {
    return new FixedFourier(b, x.type().dtype(), false).forward(x);
  }

  /** The other way round. */
  static Value toReal(Value spectrum, ProgramBuilder b) {
    return new FixedFourier(b, spectrum.type().dtype(), true).backward(spectrum);
  }

  private Value forward(Value x) {
    int half = extent(x) / 2;
    var t = complex(pair(x), half, 1);
    var first = shrunk(slice(t, 0, 1), 2);
    var ends =
        List.of(
            new Pair(b.add(first.re(), first.im()), zeros(first.re())),
            new Pair(b.sub(first.re(), first.im()), zeros(first.re())));
    int middle = half / 2;
    if (middle == 0) return joined(ends);
    var low = shrunk(slice(t, 1, middle + 1), 2);
    var high = shrunk(conjugate(flipped(slice(t, half - middle, half))), 2);
    var even = sum(low, high);
    var odd = times(difference(low, high), superTwiddles(half, middle));
    var rising = new Pair(halfSum(even.re(), odd.re()), halfSum(even.im(), odd.im()));
    var falling =
        new Pair(halfDifference(even.re(), odd.re()), halfDifference(odd.im(), even.im()));
    // The middle frequency is computed both ways; the second one counts.
    return joined(
        List.of(ends.get(0), slice(rising, 0, middle - 1), flipped(falling), ends.get(1)));
  }

  private Value backward(Value spectrum) {
    var f = pair(spectrum);
    int half = extent(f.re()) - 1;
    var first = slice(f, 0, 1).re();
    var last = slice(f, half, half + 1).re();
    var start = shrunk(new Pair(b.add(first, last), b.sub(first, last)), 2);
    int middle = half / 2;
    if (middle == 0) return interleaved(complex(start, half, 1));
    var low = shrunk(slice(f, 1, middle + 1), 2);
    var high = shrunk(conjugate(flipped(slice(f, half - middle, half))), 2);
    var even = sum(low, high);
    var odd = times(difference(low, high), superTwiddles(half, middle));
    var rising = sum(even, odd);
    var falling = conjugate(difference(even, odd));
    var all = concat(List.of(start, slice(rising, 0, middle - 1), flipped(falling)));
    return interleaved(complex(all, half, 1));
  }

  /** The transform of every {@code stride}-th step of the whole one. */
  private Pair complex(Pair x, int length, int stride) {
    if (length == 1) return x;
    int radix = length % 4 == 0 ? 4 : 2;
    int rest = length / radix;
    // Element i * radix + q belongs to part q.
    var parts = complex(transposed(split(x, rest, radix)), rest, stride * radix);
    var scaled = shrunk(parts, radix);
    var q = new ArrayList<Pair>();
    for (int i = 0; i < radix; i++) {
      var part = row(scaled, i);
      q.add(i == 0 ? part : times(part, twiddles(length * stride, rest, i * stride)));
    }
    var rows = radix == 2 ? butterfly2(q) : butterfly4(q);
    return flat(concatRows(rows));
  }

  private List<Pair> butterfly2(List<Pair> q) {
    return List.of(sum(q.get(0), q.get(1)), difference(q.get(0), q.get(1)));
  }

  private List<Pair> butterfly4(List<Pair> q) {
    var minus = difference(q.get(0), q.get(2));
    var plus = sum(q.get(0), q.get(2));
    var outer = sum(q.get(1), q.get(3));
    var inner = difference(q.get(1), q.get(3));
    var turned =
        inverse ? new Pair(b.neg(inner.im()), inner.re()) : new Pair(inner.im(), b.neg(inner.re()));
    return List.of(
        sum(plus, outer), sum(minus, turned), difference(plus, outer), difference(minus, turned));
  }

  // Arithmetic: additions wrap, products round half up

  private Pair sum(Pair x, Pair y) {
    return new Pair(b.add(x.re(), y.re()), b.add(x.im(), y.im()));
  }

  private Pair difference(Pair x, Pair y) {
    return new Pair(b.sub(x.re(), y.re()), b.sub(x.im(), y.im()));
  }

  private Pair conjugate(Pair x) {
    return new Pair(x.re(), b.neg(x.im()));
  }

  private Value rounded(Value product) {
    var up = b.add(product, b.constant(wide, 1L << (fraction - 1)));
    return b.convert(b.binary(Fn2.SHR, up, b.constant(wide, (long) fraction)), dtype);
  }

  private Value product(Value x, Value y) {
    return b.mul(b.convert(x, wide), b.convert(y, wide));
  }

  private Pair times(Pair x, Pair y) {
    return new Pair(
        rounded(b.sub(product(x.re(), y.re()), product(x.im(), y.im()))),
        rounded(b.add(product(x.re(), y.im()), product(x.im(), y.re()))));
  }

  /** Divided, by a product with the quotient of the greatest number. */
  private Pair shrunk(Pair x, int by) {
    var factor = b.constant(wide, most / by);
    return new Pair(
        rounded(b.mul(b.convert(x.re(), wide), factor)),
        rounded(b.mul(b.convert(x.im(), wide), factor)));
  }

  private Value halfSum(Value x, Value y) {
    return half(b.add(b.convert(x, DType.I32), b.convert(y, DType.I32)));
  }

  private Value halfDifference(Value x, Value y) {
    return half(b.sub(b.convert(x, DType.I32), b.convert(y, DType.I32)));
  }

  /** Of a sum that is one bit wider than 16-bit operands; that of 32-bit ones has wrapped. */
  private Value half(Value sum) {
    return b.convert(b.binary(Fn2.SHR, sum, b.constant(DType.I32, 1L)), dtype);
  }

  // Tables

  private Pair twiddles(int length, int count, int step) {
    double sign = inverse ? 1 : -1;
    return table(count, i -> sign * 2 * Math.PI * i * step / length);
  }

  private Pair superTwiddles(int half, int count) {
    double sign = inverse ? 1 : -1;
    return table(count, i -> sign * Math.PI * ((double) (i + 1) / half + 0.5));
  }

  private Pair table(int count, IntToDoubleFunction angle) {
    var type = TensorType.of(dtype, count);
    var cos = MemorySegment.ofArray(new byte[Math.toIntExact(type.bytes())]);
    var sin = MemorySegment.ofArray(new byte[Math.toIntExact(type.bytes())]);
    for (int i = 0; i < count; i++) {
      double phase = angle.applyAsDouble(i);
      Literal.write(cos, dtype, i, 0, (long) Math.floor(0.5 + most * StrictMath.cos(phase)));
      Literal.write(sin, dtype, i, 0, (long) Math.floor(0.5 + most * StrictMath.sin(phase)));
    }
    return new Pair(b.constant(new Literal(type, cos)), b.constant(new Literal(type, sin)));
  }

  // Movement along the last axis

  private static int extent(Value x) {
    return x.type().extent(x.type().rank() - 1);
  }

  private Value zeros(Value x) {
    return b.broadcast(b.like(x, 0L), x.type().shape());
  }

  private Value reshaped(Value x, int... last) {
    var extents = new ArrayList<>(x.type().shape().extents());
    extents.removeLast();
    for (int extent : last) extents.add(extent);
    return b.reshape(x, new Shape(extents));
  }

  private Pair pair(Value x) {
    int count = extent(x) / 2;
    var pairs = reshaped(x, count, 2);
    int axis = pairs.type().rank() - 1;
    var re = b.slice(pairs, axis, 0, 1);
    var im = b.slice(pairs, axis, 1, 2);
    var shape = new Shape(pairs.type().shape().extents().subList(0, axis));
    return new Pair(b.reshape(re, shape), b.reshape(im, shape));
  }

  private Value interleaved(Pair x) {
    int count = extent(x.re());
    var columns = List.of(reshaped(x.re(), count, 1), reshaped(x.im(), count, 1));
    var pairs = b.concat(columns, columns.getFirst().type().rank() - 1);
    var extents = new ArrayList<>(pairs.type().shape().extents());
    extents.removeLast();
    extents.set(extents.size() - 1, 2 * count);
    return b.reshape(pairs, new Shape(extents));
  }

  private Value joined(List<Pair> parts) {
    return interleaved(concat(parts));
  }

  private Pair concat(List<Pair> parts) {
    int axis = parts.getFirst().re().type().rank() - 1;
    return new Pair(
        b.concat(parts.stream().map(Pair::re).toList(), axis),
        b.concat(parts.stream().map(Pair::im).toList(), axis));
  }

  private Pair slice(Pair x, int from, int to) {
    int axis = x.re().type().rank() - 1;
    return new Pair(b.slice(x.re(), axis, from, to), b.slice(x.im(), axis, from, to));
  }

  private Pair flipped(Pair x) {
    var last = List.of(x.re().type().rank() - 1);
    return new Pair(b.flip(x.re(), last), b.flip(x.im(), last));
  }

  private Pair split(Pair x, int rows, int columns) {
    return new Pair(reshaped(x.re(), rows, columns), reshaped(x.im(), rows, columns));
  }

  private Pair transposed(Pair x) {
    int rank = x.re().type().rank();
    var order = new ArrayList<>(Axes.range(0, rank - 2));
    order.addAll(List.of(rank - 1, rank - 2));
    return new Pair(b.permute(x.re(), order), b.permute(x.im(), order));
  }

  /** Row i of the last axis but one, which stays with extent 1. */
  private Pair row(Pair x, int i) {
    int axis = x.re().type().rank() - 2;
    return new Pair(b.slice(x.re(), axis, i, i + 1), b.slice(x.im(), axis, i, i + 1));
  }

  private Pair concatRows(List<Pair> rows) {
    int axis = rows.getFirst().re().type().rank() - 2;
    return new Pair(
        b.concat(rows.stream().map(Pair::re).toList(), axis),
        b.concat(rows.stream().map(Pair::im).toList(), axis));
  }

  /** The last two axes as one. */
  private Pair flat(Pair x) {
    return new Pair(flat(x.re()), flat(x.im()));
  }

  private Value flat(Value x) {
    var extents = new ArrayList<>(x.type().shape().extents());
    int last = extents.removeLast();
    extents.set(extents.size() - 1, extents.getLast() * last);
    return b.reshape(x, new Shape(extents));
  }
}
