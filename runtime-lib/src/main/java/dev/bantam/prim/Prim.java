package dev.bantam.prim;

import dev.bantam.type.TensorType;
import java.util.List;

/**
 * One primitive applied to values: data, contract and type rule. A record's constructor refuses
 * operands that have no result; after it nothing checks again.
 *
 * <p>The records are in the interfaces of their families; what a record's function may be is here.
 */
public sealed interface Prim permits Prim.Single, Indexed, Control, State {
  /** The types of the results; all but a few primitives have one. */
  List<TensorType> types();

  /** The values that it reads, in order; regions capture none. */
  List<Value> operands();

  /** The same primitive on other operands, given in the order of {@link #operands}. */
  Prim withOperands(List<Value> operands);

  /** A primitive with one result. */
  sealed interface Single extends Prim
      permits Source,
          Movement,
          Elementwise,
          Bitcast,
          Reduction,
          Indexed.Gather,
          Indexed.Scatter,
          Indexed.DynamicSlice,
          Indexed.DynamicUpdate,
          State.Read {
    TensorType type();

    @Override
    default List<TensorType> types() {
      return List.of(type());
    }
  }

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
    /** {@code 1 / (1 + e^-x)}. */
    LOGISTIC
  }

  enum Fn2 {
    ADD,
    MUL,
    /** The high 32 bits of the exact 64-bit product; {@code i32} and {@code u32} only. */
    MULHI,
    /** Integers truncate; {@code x / 0 = 0}, {@code MIN / -1 = MIN}. */
    DIV,
    /** Integers {@code a - (a / b) * b}, floats as C's {@code fmod}. */
    REM,
    POW,
    /** NaN if either is. */
    MAX,
    /** NaN if either is. */
    MIN,
    AND,
    OR,
    XOR,
    /** A count outside {@code [0, bits)} gives 0. */
    SHL,
    /** Arithmetic for signed types; a count outside {@code [0, bits)} gives 0, or the sign. */
    SHR,
    /** To bool; false with NaN. Strings by their bytes, as unsigned numbers. */
    LT,
    /** To bool; false with NaN, and -0 equals 0. Also of bool and strings. */
    EQ;

    public boolean isComparison() {
      return this == LT || this == EQ;
    }
  }

  enum Fold {
    ADD,
    MUL,
    /** Ignores NaN operands, unlike the binary primitive. */
    MAX,
    /** Ignores NaN operands, unlike the binary primitive. */
    MIN,
    AND,
    OR
  }

  enum Update {
    SET,
    ADD,
    MUL,
    MAX,
    MIN,
    AND,
    OR
  }
}
