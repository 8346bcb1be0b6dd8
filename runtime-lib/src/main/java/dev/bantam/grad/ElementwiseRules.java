package dev.bantam.grad;

import dev.bantam.prim.Elementwise;
import dev.bantam.prim.Prim.Fn1;
import dev.bantam.prim.Prim.Fn2;
import dev.bantam.prim.ProgramBuilder;
import dev.bantam.prim.Value;
import dev.bantam.type.DType;

/** Derivatives of what works on each element alone. */
final class ElementwiseRules {
  private final ProgramBuilder b;
  private final Cotangents sums;

  ElementwiseRules(ProgramBuilder b, Cotangents sums) {
    this.b = b;
    this.sums = sums;
  }

  /**
   * @param y the result
   * @param g its cotangent
   */
  void apply(Elementwise prim, Value y, Value g) {
    switch (prim) {
      case Elementwise.Unary(var fn, var x) -> unary(fn, x, y, g);
      case Elementwise.Binary(var fn, var a, var c) -> binary(fn, a, c, y, g);
      case Elementwise.Select(var test, var yes, var no) -> {
        sums.add(yes, () -> b.select(test, g, b.like(g, 0.0)));
        sums.add(no, () -> b.select(test, b.like(g, 0.0), g));
      }
      case Elementwise.Convert(var x, var _) -> sums.add(x, () -> b.convert(g, x.type().dtype()));
    }
  }

  /** A complex number and its parts are one value; other bits of a number are not the number. */
  void bitcast(Value x, Value g) {
    boolean parts = isComplex(x) != isComplex(g) || x.type().equals(g.type());
    if (parts) sums.add(x, () -> b.bitcast(g, x.type().dtype()));
  }

  private static boolean isComplex(Value value) {
    return value.type().dtype().kind() == DType.Kind.COMPLEX;
  }

  private void unary(Fn1 fn, Value x, Value y, Value g) {
    switch (fn) {
      case NEG -> sums.add(x, () -> b.neg(g));
      case ABS -> sums.add(x, () -> b.mul(g, sign(x)));
      case SQRT -> sums.add(x, () -> b.div(g, b.mul(y, 2.0)));
      case EXP -> sums.add(x, () -> b.mul(g, y));
      case LOG -> sums.add(x, () -> b.div(g, x));
      case SIN -> sums.add(x, () -> b.mul(g, b.unary(Fn1.COS, x)));
      case COS -> sums.add(x, () -> b.neg(b.mul(g, b.unary(Fn1.SIN, x))));
      case TANH -> sums.add(x, () -> b.mul(g, b.sub(b.like(y, 1.0), b.mul(y, y))));
      case LOGISTIC -> sums.add(x, () -> b.mul(g, b.mul(y, b.sub(b.like(y, 1.0), y))));
      case NOT, FLOOR, RINT -> {} // constant around almost every point
    }
  }

  private Value sign(Value x) {
    var zero = b.like(x, 0.0);
    var negative = b.select(b.lt(x, zero), b.like(x, -1.0), zero);
    return b.select(b.lt(zero, x), b.like(x, 1.0), negative);
  }

  private void binary(Fn2 fn, Value a, Value c, Value y, Value g) {
    switch (fn) {
      case ADD -> {
        sums.add(a, () -> g);
        sums.add(c, () -> g);
      }
      case MUL -> {
        sums.add(a, () -> b.mul(g, c));
        sums.add(c, () -> b.mul(g, a));
      }
      case DIV -> {
        sums.add(a, () -> b.div(g, c));
        sums.add(c, () -> b.neg(b.div(b.mul(g, y), c)));
      }
      case REM -> {
        sums.add(a, () -> g);
        sums.add(c, () -> b.neg(b.mul(g, truncated(b.div(a, c)))));
      }
      case POW -> power(a, c, y, g);
      case MAX -> extremum(b.lt(a, c), a, c, g);
      case MIN -> extremum(b.lt(c, a), a, c, g);
      case MULHI, AND, OR, XOR, SHL, SHR, LT, EQ -> {} // of integers, or to truths
    }
  }

  private Value truncated(Value x) {
    var below = b.unary(Fn1.FLOOR, b.unary(Fn1.ABS, x));
    return b.select(b.lt(x, b.like(x, 0.0)), b.neg(below), below);
  }

  /** Neither 0 to a power nor a power of 0 may make a NaN of a derivative that is 0. */
  private void power(Value base, Value exponent, Value y, Value g) {
    var zero = b.like(base, 0.0);
    var one = b.like(base, 1.0);
    sums.add(
        base,
        () -> {
          var lower = b.binary(Fn2.POW, base, b.sub(exponent, one));
          var slope = b.mul(exponent, lower);
          return b.mul(g, b.select(b.eq(exponent, zero), zero, slope));
        });
    sums.add(
        exponent,
        () -> {
          var log = b.unary(Fn1.LOG, b.select(b.eq(base, zero), one, base));
          return b.mul(g, b.mul(y, log));
        });
  }

  private void extremum(Value other, Value a, Value c, Value g) {
    var zero = b.like(g, 0.0);
    sums.add(a, () -> b.select(other, zero, g));
    sums.add(c, () -> b.select(other, g, zero));
  }
}
