package dev.bantam.interp;

import dev.bantam.type.DType;
import dev.bantam.type.Half;
import dev.bantam.type.Shape;
import dev.bantam.type.TensorType;

/**
 * Elements widened to the type that they are computed in, row-major, and narrowed back. An array
 * given out may be the elements themselves: it is read, never written to.
 */
final class Lanes {
  private Lanes() {}

  /** What a type is computed in. */
  enum Kind {
    /** Bool and integers up to 32 bits; {@code u32} as the bits of an {@code int}. */
    INT,
    LONG,
    /** Floats up to 32 bits. */
    FLOAT,
    DOUBLE
  }

  static Kind kind(DType dtype) {
    return switch (dtype) {
      case BOOL, I8, U8, I16, U16, I32, U32, I4, I2, U4 -> Kind.INT;
      case I64, U64 -> Kind.LONG;
      case F16, BF16, F32 -> Kind.FLOAT;
      case F64 -> Kind.DOUBLE;
      case F8E4M3FN, F8E5M2, C64, C128, STR, RESOURCE, VARIANT ->
          throw new IllegalStateException("nothing is computed in " + dtype);
    };
  }

  static int[] ints(View view) {
    var dense = view.toDense();
    return switch (dense.elements()) {
      case Elements.Ints(var values) -> values;
      case Elements.Shorts(var values) -> {
        var lanes = new int[values.length];
        int mask = view.dtype().isSigned() ? -1 : 0xFFFF;
        for (int i = 0; i < lanes.length; i++) lanes[i] = values[i] & mask;
        yield lanes;
      }
      case Elements.Bytes(var values) -> {
        var lanes = new int[values.length];
        boolean unsigned = view.dtype() == DType.U8;
        int mask = unsigned ? 0xFF : -1;
        for (int i = 0; i < lanes.length; i++) lanes[i] = values[i] & mask;
        yield lanes;
      }
      case Elements.Longs _,
          Elements.Floats _,
          Elements.Doubles _,
          Elements.Pairs _,
          Elements.Texts _ ->
          throw notIn(view, Kind.INT);
    };
  }

  static long[] longs(View view) {
    if (view.toDense().elements() instanceof Elements.Longs(var values)) return values;
    throw notIn(view, Kind.LONG);
  }

  static float[] floats(View view) {
    var dense = view.toDense();
    if (dense.elements() instanceof Elements.Floats(var values)) return values;
    if (!(dense.elements() instanceof Elements.Shorts(var values))) throw notIn(view, Kind.FLOAT);
    var lanes = new float[values.length];
    if (view.dtype() == DType.F16) {
      for (int i = 0; i < lanes.length; i++) lanes[i] = Float.float16ToFloat(values[i]);
    } else {
      for (int i = 0; i < lanes.length; i++) lanes[i] = Float.intBitsToFloat(values[i] << 16);
    }
    return lanes;
  }

  static double[] doubles(View view) {
    if (view.toDense().elements() instanceof Elements.Doubles(var values)) return values;
    throw notIn(view, Kind.DOUBLE);
  }

  /** Wraps to the type; takes the lanes over. */
  static View of(DType dtype, Shape shape, int[] lanes) {
    var elements = Elements.zeros(dtype, dtype.bits() == 32 ? 0 : lanes.length);
    var narrowed =
        switch (elements) {
          case Elements.Ints _ -> new Elements.Ints(lanes);
          case Elements.Shorts(var values) -> {
            for (int i = 0; i < values.length; i++) values[i] = (short) lanes[i];
            yield elements;
          }
          case Elements.Bytes(var values) -> {
            if (dtype == DType.BOOL) {
              for (int i = 0; i < values.length; i++) values[i] = (byte) (lanes[i] != 0 ? 1 : 0);
            } else {
              for (int i = 0; i < values.length; i++) values[i] = (byte) lanes[i];
            }
            yield elements;
          }
          case Elements.Longs _,
              Elements.Floats _,
              Elements.Doubles _,
              Elements.Pairs _,
              Elements.Texts _ ->
              throw new IllegalStateException(dtype + " is not computed in ints");
        };
    return View.dense(new TensorType(dtype, shape), narrowed);
  }

  static View of(DType dtype, Shape shape, long[] lanes) {
    return View.dense(new TensorType(dtype, shape), new Elements.Longs(lanes));
  }

  /** Rounds to the type, to nearest even; takes the lanes over. */
  static View of(DType dtype, Shape shape, float[] lanes) {
    var type = new TensorType(dtype, shape);
    if (dtype == DType.F32) return View.dense(type, new Elements.Floats(lanes));
    var values = new short[lanes.length];
    if (dtype == DType.F16) {
      for (int i = 0; i < values.length; i++) values[i] = Float.floatToFloat16(lanes[i]);
    } else {
      for (int i = 0; i < values.length; i++) values[i] = Half.toBf16(lanes[i]);
    }
    return View.dense(type, new Elements.Shorts(values));
  }

  static View of(Shape shape, double[] lanes) {
    return View.dense(new TensorType(DType.F64, shape), new Elements.Doubles(lanes));
  }

  private static IllegalStateException notIn(View view, Kind kind) {
    return new IllegalStateException("%s is not computed in %s".formatted(view.type(), kind));
  }
}
