package dev.bantam.op;

import dev.bantam.prim.Prim.Fn1;
import dev.bantam.prim.Prim.Fn2;
import dev.bantam.prim.ProgramBuilder;
import dev.bantam.prim.Value;
import dev.bantam.type.DType;
import java.util.List;

/**
 * Functions that are no primitives because they follow from them to the last bit, or within the
 * bounds of the float policy by a fixed polynomial. Floats are {@code f32} unless it says
 * otherwise: a caller with 16-bit floats converts before and after.
 */
public final class Derived {
  private Derived() {}

  // Comparisons, right with NaN

  public static Value greater(ProgramBuilder b, Value x, Value y) {
    return b.lt(y, x);
  }

  public static Value greaterOrEqual(ProgramBuilder b, Value x, Value y) {
    return b.binary(Fn2.OR, b.lt(y, x), b.eq(x, y));
  }

  public static Value lessOrEqual(ProgramBuilder b, Value x, Value y) {
    return b.binary(Fn2.OR, b.lt(x, y), b.eq(x, y));
  }

  /** True with NaN. */
  public static Value notEqual(ProgramBuilder b, Value x, Value y) {
    return b.unary(Fn1.NOT, b.eq(x, y));
  }

  public static Value isNan(ProgramBuilder b, Value x) {
    return notEqual(b, x, x);
  }

  // Rounding and range, of any float or where it makes sense any number

  public static Value ceil(ProgramBuilder b, Value x) {
    return b.neg(b.unary(Fn1.FLOOR, b.neg(x)));
  }

  /** Towards zero. */
  public static Value trunc(ProgramBuilder b, Value x) {
    return withSignOf(b, x, b.unary(Fn1.FLOOR, b.unary(Fn1.ABS, x)));
  }

  /** To the nearest whole number, ties away from zero, exactly for every magnitude. */
  public static Value roundHalfAway(ProgramBuilder b, Value x) {
    var magnitude = b.unary(Fn1.ABS, x);
    var whole = b.unary(Fn1.FLOOR, magnitude);
    // The difference is exact, where adding a half to the magnitude would not be.
    var up = greaterOrEqual(b, b.sub(magnitude, whole), b.like(x, 0.5));
    return withSignOf(b, x, b.add(whole, b.convert(up, x.type().dtype())));
  }

  /** -1, 0 or 1; 0 for NaN. */
  public static Value sign(ProgramBuilder b, Value x) {
    var zero = b.like(x, 0L);
    var negative = b.select(b.lt(x, zero), b.neg(b.like(x, 1L)), zero);
    return b.select(b.lt(zero, x), b.like(x, 1L), negative);
  }

  /** Between two scalars; NaN stays NaN. */
  public static Value clamp(ProgramBuilder b, Value x, double low, double high) {
    return b.min(b.max(x, low), high);
  }

  private static Value withSignOf(ProgramBuilder b, Value x, Value magnitude) {
    return b.select(b.lt(x, b.like(x, 0.0)), b.neg(magnitude), magnitude);
  }

  // Functions of any float

  public static Value rsqrt(ProgramBuilder b, Value x) {
    return b.div(b.like(x, 1.0), b.unary(Fn1.SQRT, x));
  }

  /** {@code exp(x) - 1}, precise near 0: it is {@code tanh(x / 2) * (exp(x) + 1)}. */
  public static Value expm1(ProgramBuilder b, Value x) {
    var t = b.unary(Fn1.TANH, b.mul(x, 0.5));
    return b.mul(t, b.add(b.unary(Fn1.EXP, x), 1));
  }

  /** {@code log(1 + x)}, precise near 0: what {@code 1 + x} loses is put back as a factor. */
  public static Value log1p(ProgramBuilder b, Value x) {
    var sum = b.add(x, 1);
    var log = b.unary(Fn1.LOG, sum);
    var corrected = b.div(b.mul(log, x), b.add(sum, -1));
    var far = b.select(b.eq(sum, x), log, corrected);
    return b.select(b.eq(sum, b.like(x, 1.0)), x, far);
  }

  // Functions by polynomials

  /** {@code erf(x) / x} as a polynomial of {@code x^2} on [0, 1]; a Chebyshev fit. */
  private static final double[] ERF_NEAR = {
    1.1283791065216064,
    -0.3761262595653534,
    0.11283597350120544,
    -0.02685432881116867,
    0.005189312156289816,
    -0.0008018855005502701,
    7.882497448008507e-05
  };

  /**
   * {@code (1 - erf(x)) exp(x^2)} as a polynomial of {@code 1 / (1 + x / 2)} from 1 on; likewise.
   */
  private static final double[] ERF_FAR = {
    -0.00014169873611535877, 0.2847302258014679, 0.2608184516429901, 0.3439391255378723,
    -0.09575580060482025, 0.55376136302948, -0.46485745906829834, 0.11754920333623886
  };

  /**
   * {@code atan(x) / x} as a polynomial of {@code x^2} up to tan(pi / 8); a Chebyshev fit for f64.
   */
  private static final double[] ATAN = {
    1.0,
    -0.3333333333333726,
    0.20000000001376897,
    -0.14285714451711387,
    0.11111121252266003,
    -0.09091276213605537,
    0.07700859926695683,
    -0.0680077695347329,
    0.07328740461834878,
    -0.16019850469535657,
    0.5897249675358226,
    -1.8112343660665606,
    3.40338947509802,
    -2.8629866542094633
  };

  /** The same for f32. */
  private static final double[] ATAN_SHORT = {
    0.9999999999791281,
    -0.3333333212787613,
    0.1999988589848818,
    -0.14281639254616124,
    0.11041054104968796,
    -0.08459108869481548,
    0.04712996677887609
  };

  /** The error function, within 2e-7. */
  public static Value erf(ProgramBuilder b, Value x) {
    return b.composite(
        "erf",
        List.of(x),
        (p, v) -> {
          var argument = v.getFirst();
          var magnitude = p.unary(Fn1.ABS, argument);
          var square = p.mul(argument, argument);
          var near = p.mul(argument, polynomial(p, ERF_NEAR, square));
          var t = p.div(p.like(x, 1.0), p.add(p.mul(magnitude, 0.5), 1));
          var complement = p.mul(p.unary(Fn1.EXP, p.neg(square)), polynomial(p, ERF_FAR, t));
          var far = withSignOf(p, argument, p.sub(p.like(x, 1.0), complement));
          return p.select(p.lt(magnitude, p.like(x, 1.0)), near, far);
        });
  }

  /** The angle of the point (x, y) in (-pi, pi]; also of {@code f64}. */
  public static Value atan2(ProgramBuilder b, Value y, Value x) {
    return b.composite("atan2", List.of(y, x), (p, v) -> angle(p, v.get(0), v.get(1)));
  }

  private static Value angle(ProgramBuilder p, Value y, Value x) {
    var zero = p.like(x, 0.0);
    var absX = p.unary(Fn1.ABS, x);
    var absY = p.unary(Fn1.ABS, y);
    var steep = p.lt(absX, absY);
    var least = p.min(absX, absY);
    var most = p.max(absX, absY);
    var ratio = p.div(least, most);
    // 0 / 0 and inf / inf: the angles of an axis and of a diagonal.
    ratio = p.select(p.eq(most, zero), zero, ratio);
    ratio = p.select(p.eq(least, p.like(x, Double.POSITIVE_INFINITY)), p.like(x, 1.0), ratio);
    var first = arcTangent(p, ratio);
    var octant = p.select(steep, p.sub(p.like(x, Math.PI / 2), first), first);
    var quadrant = p.select(isNegative(p, x), p.sub(p.like(x, Math.PI), octant), octant);
    return p.select(isNegative(p, y), p.neg(quadrant), quadrant);
  }

  /** Of [0, 1]: beyond tan(pi / 8) it is pi / 4 and the rest of the angle. */
  private static Value arcTangent(ProgramBuilder p, Value t) {
    var far = p.lt(p.like(t, Math.sqrt(2) - 1), t);
    var rest = p.div(p.add(t, -1), p.add(t, 1));
    var reduced = p.select(far, rest, t);
    var terms = t.type().dtype() == DType.F64 ? ATAN : ATAN_SHORT;
    var small = p.mul(reduced, polynomial(p, terms, p.mul(reduced, reduced)));
    return p.select(far, p.add(small, Math.PI / 4), small);
  }

  /** Whether the sign bit is set, which tells -0 from 0. */
  private static Value isNegative(ProgramBuilder p, Value x) {
    var bits = p.bitcast(x, x.type().dtype() == DType.F64 ? DType.I64 : DType.I32);
    return p.lt(bits, p.like(bits, 0L));
  }

  /** The cube root: a first guess by {@code exp(log|x| / 3)}, which one Newton step makes good. */
  public static Value cbrt(ProgramBuilder b, Value x) {
    var magnitude = b.unary(Fn1.ABS, x);
    var guess = b.unary(Fn1.EXP, b.mul(b.unary(Fn1.LOG, magnitude), 1.0 / 3));
    var quotient = b.div(magnitude, b.mul(guess, guess));
    var better = b.mul(b.add(b.mul(guess, 2), quotient), 1.0 / 3);
    // Of 0 and infinity the step would be 0 / 0; there the magnitude is the root.
    var fixed =
        b.binary(
            Fn2.OR,
            b.eq(magnitude, b.like(x, 0.0)),
            b.eq(magnitude, b.like(x, Double.POSITIVE_INFINITY)));
    return withSignOf(b, x, b.select(fixed, magnitude, better));
  }

  /** {@code x * (1 + erf(x / sqrt 2)) / 2}. */
  public static Value gelu(ProgramBuilder b, Value x) {
    var normal = b.add(erf(b, b.mul(x, Math.sqrt(0.5))), 1);
    return b.mul(b.mul(x, 0.5), normal);
  }

  /** {@code x * (1 + tanh(sqrt(2 / pi) * (x + 0.044715 x^3))) / 2}. */
  public static Value geluByTanh(ProgramBuilder b, Value x) {
    var cube = b.mul(b.mul(x, x), x);
    var inner = b.mul(b.add(x, b.mul(cube, 0.044715)), Math.sqrt(2 / Math.PI));
    return b.mul(b.mul(x, 0.5), b.add(b.unary(Fn1.TANH, inner), 1));
  }

  /** By Horner's rule; the terms begin with the constant one. */
  private static Value polynomial(ProgramBuilder p, double[] terms, Value x) {
    var sum = p.like(x, terms[terms.length - 1]);
    for (int i = terms.length - 2; i >= 0; i--) sum = p.add(p.mul(sum, x), terms[i]);
    return sum;
  }
}
