package dev.bantam.interp;

import dev.bantam.prim.Prim.Fn1;
import dev.bantam.prim.Prim.Fn2;
import dev.bantam.type.DType;
import dev.bantam.type.TensorType;
import java.util.Arrays;

/** Elementwise primitives on views: chooses the lanes that a type is computed in. */
final class Arithmetic {
  private Arithmetic() {}

  static View unary(Fn1 fn, View x) {
    var dtype = x.dtype();
    var shape = x.type().shape();
    return switch (Lanes.kind(dtype)) {
      case INT -> Lanes.of(dtype, shape, IntArithmetic.unary(fn, dtype, Lanes.ints(x)));
      case LONG ->
          Lanes.of(dtype, shape, LongArithmetic.unary(fn, dtype.isSigned(), Lanes.longs(x)));
      case FLOAT -> Lanes.of(dtype, shape, FloatArithmetic.unary(fn, Lanes.floats(x)));
      case DOUBLE -> Lanes.of(shape, DoubleArithmetic.unary(fn, Lanes.doubles(x)));
    };
  }

  static View binary(Fn2 fn, View a, View b) {
    if (fn.isComparison()) return compare(fn, a, b);
    var dtype = a.dtype();
    var shape = a.type().shape();
    return switch (Lanes.kind(dtype)) {
      case INT ->
          Lanes.of(dtype, shape, IntArithmetic.binary(fn, dtype, Lanes.ints(a), Lanes.ints(b)));
      case LONG ->
          Lanes.of(
              dtype,
              shape,
              LongArithmetic.binary(fn, dtype.isSigned(), Lanes.longs(a), Lanes.longs(b)));
      case FLOAT ->
          Lanes.of(dtype, shape, FloatArithmetic.binary(fn, Lanes.floats(a), Lanes.floats(b)));
      case DOUBLE ->
          Lanes.of(shape, DoubleArithmetic.binary(fn, Lanes.doubles(a), Lanes.doubles(b)));
    };
  }

  private static View compare(Fn2 fn, View a, View b) {
    var dtype = a.dtype();
    if (dtype == DType.STR) return compareTexts(fn, a, b);
    var lanes =
        switch (Lanes.kind(dtype)) {
          case INT -> IntArithmetic.binary(fn, dtype, Lanes.ints(a), Lanes.ints(b));
          case LONG -> LongArithmetic.compare(fn, dtype.isSigned(), Lanes.longs(a), Lanes.longs(b));
          case FLOAT -> FloatArithmetic.compare(fn, Lanes.floats(a), Lanes.floats(b));
          case DOUBLE -> DoubleArithmetic.compare(fn, Lanes.doubles(a), Lanes.doubles(b));
        };
    return Lanes.of(DType.BOOL, a.type().shape(), lanes);
  }

  /** Byte by byte, as unsigned numbers: the order of UTF-8's characters too. */
  private static View compareTexts(Fn2 fn, View a, View b) {
    var x = ((Elements.Texts) a.toDense().elements()).values();
    var y = ((Elements.Texts) b.toDense().elements()).values();
    var lanes = new int[x.length];
    for (int i = 0; i < lanes.length; i++) {
      boolean holds =
          fn == Fn2.EQ ? Arrays.equals(x[i], y[i]) : Arrays.compareUnsigned(x[i], y[i]) < 0;
      lanes[i] = holds ? 1 : 0;
    }
    return Lanes.of(DType.BOOL, a.type().shape(), lanes);
  }

  static View select(View test, View yes, View no) {
    var mask = ((Elements.Bytes) test.toDense().elements()).values();
    var elements = Elements.select(mask, yes.toDense().elements(), no.toDense().elements());
    return View.dense(yes.type(), elements);
  }

  static View iota(TensorType type) {
    var values = new long[type.extent(0)];
    for (int i = 0; i < values.length; i++) values[i] = i;
    return Conversions.convert(Lanes.of(DType.I64, type.shape(), values), type.dtype());
  }
}
