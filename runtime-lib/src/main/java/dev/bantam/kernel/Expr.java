package dev.bantam.kernel;

import dev.bantam.type.DType;
import java.util.Set;

/**
 * A value inside a kernel, without side effects. Arithmetic on each type is that of the primitives,
 * to the last bit; a {@link Select} does not evaluate the side that it does not take.
 */
public sealed interface Expr {
  DType dtype();

  enum Fn1 {
    NEG,
    ABS,
    NOT,
    FLOOR,
    RINT,
    SQRT,
    EXP,
    LOG,
    SIN,
    COS,
    TANH,
    LOGISTIC,
    /** {@link #EXP} of {@code f32} in doubles, rounded once: the same bits on every device. */
    STRICT_EXP,
    /** {@link #LOG} likewise. */
    STRICT_LOG,
    /** {@link #TANH} likewise. */
    STRICT_TANH,
    /** {@link #LOGISTIC} likewise. */
    STRICT_LOGISTIC
  }

  enum Fn2 {
    ADD,
    MUL,
    MULHI,
    DIV,
    REM,
    POW,
    MAX,
    MIN,
    AND,
    OR,
    XOR,
    SHL,
    SHR,
    LT,
    EQ,
    /** The second operand if it is greater, else the first, which must not be NaN. */
    GREATER,
    /** The second operand if it is less, else the first, which must not be NaN. */
    LESSER,
    /** {@code (a * b + 2^30) >> 31} of {@code i32}; what does not fit wraps. */
    ROUNDED_HIGH,
    /** {@code a / 2^b} of {@code i32}, to nearest, ties away from zero; b is in [0, 31]. */
    ROUNDED_SHIFT,
    /** Of integers that are not negative, by one that is positive. */
    QUOTIENT,
    /** Of integers that are not negative, by one that is positive. */
    REMAINDER;

    private static final Set<Fn2> COMPARISONS = Set.of(LT, EQ);

    public boolean isComparison() {
      return COMPARISONS.contains(this);
    }
  }

  /**
   * A literal.
   *
   * @param bits the value of an integer or bool, sign-extended; of a float type its bits
   */
  record Constant(DType dtype, long bits) implements Expr {
    public static Constant index(long value) {
      return new Constant(DType.I64, value);
    }
  }

  /** The variable of a loop, in {@code [0, extent)}; an {@code i64}. */
  record Index(String name, long extent) implements Expr {
    @Override
    public DType dtype() {
      return DType.I64;
    }
  }

  /** A value that was given a name. */
  record Local(String name, DType dtype) implements Expr {}

  /** An element; of a packed type it is unpacked to 8 bits. */
  record Load(Buffer buffer, Expr at) implements Expr {
    @Override
    public DType dtype() {
      return switch (buffer.dtype()) {
        case I4, I2 -> DType.I8;
        case U4 -> DType.U8;
        default -> buffer.dtype();
      };
    }
  }

  record Unary(Fn1 fn, Expr x) implements Expr {
    @Override
    public DType dtype() {
      return x.dtype();
    }
  }

  record Binary(Fn2 fn, Expr a, Expr b) implements Expr {
    public Binary {
      if (a.dtype() != b.dtype()) {
        throw new IllegalArgumentException("%s of %s and %s".formatted(fn, a.dtype(), b.dtype()));
      }
    }

    @Override
    public DType dtype() {
      return fn.isComparison() ? DType.BOOL : a.dtype();
    }
  }

  record Select(Expr test, Expr yes, Expr no) implements Expr {
    @Override
    public DType dtype() {
      return yes.dtype();
    }
  }

  /** As the primitive of that name converts. */
  record Convert(Expr x, DType dtype) implements Expr {}

  /** The same bits under another type of the same width. */
  record Bitcast(Expr x, DType dtype) implements Expr {}
}
