package dev.bantam.interp;

import dev.bantam.type.DType;
import dev.bantam.type.Half;
import dev.bantam.type.Literal;
import dev.bantam.type.Shape;
import dev.bantam.type.TensorType;

/** {@code convert} and {@code bitcast}: from any type to any, each rounding once. */
final class Conversions {
  private static final double TWO_63 = 0x1p63;

  private Conversions() {}

  static View convert(View x, DType to) {
    if (x.dtype() == to) return x;
    var shape = x.type().shape();
    return switch (Lanes.kind(x.dtype())) {
      case INT ->
          x.dtype() == DType.U32 ? fromLongs(to, shape, widened(x), false) : fromInts(x, to);
      case LONG -> fromLongs(to, shape, Lanes.longs(x), x.dtype() == DType.U64);
      case FLOAT -> fromFloats(to, shape, Lanes.floats(x));
      case DOUBLE -> fromDoubles(to, shape, Lanes.doubles(x));
    };
  }

  private static long[] widened(View unsigned) {
    var lanes = Lanes.ints(unsigned);
    var wide = new long[lanes.length];
    for (int i = 0; i < wide.length; i++) wide[i] = Integer.toUnsignedLong(lanes[i]);
    return wide;
  }

  private static View fromInts(View x, DType to) {
    var lanes = Lanes.ints(x);
    var shape = x.type().shape();
    return switch (Lanes.kind(to)) {
      case INT -> Lanes.of(to, shape, lanes);
      case LONG -> {
        var longs = new long[lanes.length];
        for (int i = 0; i < longs.length; i++) longs[i] = lanes[i];
        yield Lanes.of(to, shape, longs);
      }
      case FLOAT -> {
        if (to != DType.F32) yield fromDoubles(to, shape, asDoubles(lanes));
        var floats = new float[lanes.length];
        for (int i = 0; i < floats.length; i++) floats[i] = lanes[i];
        yield Lanes.of(to, shape, floats);
      }
      case DOUBLE -> Lanes.of(shape, asDoubles(lanes));
    };
  }

  private static double[] asDoubles(int[] lanes) {
    var doubles = new double[lanes.length];
    for (int i = 0; i < doubles.length; i++) doubles[i] = lanes[i];
    return doubles;
  }

  private static View fromLongs(DType to, Shape shape, long[] lanes, boolean unsigned) {
    return switch (Lanes.kind(to)) {
      case INT -> {
        var ints = new int[lanes.length];
        if (to == DType.BOOL) for (int i = 0; i < ints.length; i++) ints[i] = lanes[i] != 0 ? 1 : 0;
        else for (int i = 0; i < ints.length; i++) ints[i] = (int) lanes[i];
        yield Lanes.of(to, shape, ints);
      }
      case LONG -> Lanes.of(to, shape, lanes);
      case FLOAT -> {
        if (to != DType.F32) yield fromDoubles(to, shape, roundedToOdd(lanes, unsigned));
        var floats = new float[lanes.length];
        for (int i = 0; i < floats.length; i++) {
          floats[i] = unsigned && lanes[i] < 0 ? (float) halved(lanes[i]) * 2 : lanes[i];
        }
        yield Lanes.of(to, shape, floats);
      }
      case DOUBLE -> {
        var doubles = new double[lanes.length];
        for (int i = 0; i < doubles.length; i++) {
          doubles[i] = unsigned ? Half.unsignedToDouble(lanes[i]) : lanes[i];
        }
        yield Lanes.of(shape, doubles);
      }
    };
  }

  /**
   * Half of an unsigned value, with the lost bit kept sticky, so that the rounding to come is
   * right.
   */
  private static long halved(long unsigned) {
    return (unsigned >>> 1) | (unsigned & 1);
  }

  /**
   * Doubles whose rounding to 16 bits is that of the integers: what 53 bits lose shows in the last.
   */
  private static double[] roundedToOdd(long[] lanes, boolean unsigned) {
    var doubles = new double[lanes.length];
    for (int i = 0; i < doubles.length; i++) {
      boolean large = unsigned && lanes[i] < 0;
      long value = large ? halved(lanes[i]) : lanes[i];
      // No type of 16 bits has more than 11 significant ones: the lowest of more than 2^40 only
      // have
      // to be seen to be there.
      if (Math.abs(value) >= 1L << 40)
        value = (value & ~0xFFFL) | ((value & 0xFFF) != 0 ? 0x800 : 0);
      doubles[i] = large ? value * 2.0 : value;
    }
    return doubles;
  }

  private static View fromFloats(DType to, Shape shape, float[] lanes) {
    return switch (Lanes.kind(to)) {
      case INT -> {
        var ints = new int[lanes.length];
        if (to == DType.BOOL) {
          for (int i = 0; i < ints.length; i++) ints[i] = lanes[i] != 0 ? 1 : 0;
        } else {
          long low = to.lowest();
          long high = to.highest();
          for (int i = 0; i < ints.length; i++) {
            ints[i] = (int) Math.max(low, Math.min(high, (long) lanes[i]));
          }
        }
        yield Lanes.of(to, shape, ints);
      }
      case FLOAT -> Lanes.of(to, shape, lanes);
      case LONG, DOUBLE -> {
        var doubles = new double[lanes.length];
        for (int i = 0; i < doubles.length; i++) doubles[i] = lanes[i];
        yield fromDoubles(to, shape, doubles);
      }
    };
  }

  private static View fromDoubles(DType to, Shape shape, double[] lanes) {
    return switch (Lanes.kind(to)) {
      case INT -> {
        var ints = new int[lanes.length];
        if (to == DType.BOOL) {
          for (int i = 0; i < ints.length; i++) ints[i] = lanes[i] != 0 ? 1 : 0;
        } else {
          long low = to.lowest();
          long high = to.highest();
          for (int i = 0; i < ints.length; i++) {
            ints[i] = (int) Math.max(low, Math.min(high, (long) lanes[i]));
          }
        }
        yield Lanes.of(to, shape, ints);
      }
      case LONG -> {
        var longs = new long[lanes.length];
        for (int i = 0; i < longs.length; i++) {
          longs[i] = to == DType.U64 ? unsigned(lanes[i]) : (long) lanes[i];
        }
        yield Lanes.of(to, shape, longs);
      }
      case FLOAT -> {
        if (to == DType.F32) {
          var floats = new float[lanes.length];
          for (int i = 0; i < floats.length; i++) floats[i] = (float) lanes[i];
          yield Lanes.of(to, shape, floats);
        }
        var halves = new short[lanes.length];
        for (int i = 0; i < halves.length; i++) {
          halves[i] = to == DType.F16 ? Half.toF16(lanes[i]) : Half.toBf16(lanes[i]);
        }
        yield View.dense(new TensorType(to, shape), new Elements.Shorts(halves));
      }
      case DOUBLE -> Lanes.of(shape, lanes);
    };
  }

  private static long unsigned(double value) {
    if (!(value > 0)) return 0;
    if (value >= 2 * TWO_63) return -1;
    return value < TWO_63 ? (long) value : (long) (value - TWO_63) ^ Long.MIN_VALUE;
  }

  /** The same bytes read as another type. */
  static View bitcast(View x, TensorType to) {
    return View.of(new Literal(to, x.bytes()));
  }
}
