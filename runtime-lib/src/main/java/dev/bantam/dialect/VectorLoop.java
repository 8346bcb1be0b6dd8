package dev.bantam.dialect;

import dev.bantam.kernel.Expr;
import dev.bantam.kernel.Expr.Fn1;
import dev.bantam.kernel.Expr.Fn2;
import dev.bantam.kernel.Stmt;
import dev.bantam.type.DType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The body of a loop over neighbouring elements, as vectors of {@code LANES} elements; {@code
 * vectors.c} defines their types and arithmetic, for as many lanes as the processor has.
 *
 * <p>Left to itself clang finds the vectors of most of these loops too, but widens every product to
 * 64 bits and back, writes short loops out before it looks, and sometimes branches.
 */
final class VectorLoop {
  /** Shorter loops leave most lanes empty. */
  static final long LEAST_EXTENT = 4;

  private static final Set<DType> ELEMENTS =
      Set.of(DType.I8, DType.U8, DType.I16, DType.U16, DType.I32, DType.F32);

  /** No vector can be made of it; it stays a loop over elements. */
  private static final class NoVector extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NoVector() {
      super(null, null, false, false);
    }
  }

  private final CDialect dialect;
  private final Expr.Index index;
  private final Set<Expr.Local> vectors = new HashSet<>();
  private final List<String> lines = new ArrayList<>();
  private boolean stores;

  private VectorLoop(CDialect dialect, Expr.Index index) {
    this.dialect = dialect;
    this.index = index;
  }

  /** The statements for {@code LANES} iterations from {@code index} on, if there are any. */
  static Optional<List<String>> lines(CDialect dialect, Expr.Index index, List<Stmt> body) {
    var loop = new VectorLoop(dialect, index);
    try {
      body.forEach(loop::statement);
      return loop.stores ? Optional.of(loop.lines) : Optional.empty();
    } catch (NoVector e) {
      return Optional.empty();
    }
  }

  private void statement(Stmt statement) {
    switch (statement) {
      case Stmt.Let(var local, var value) -> {
        if (isVector(value)) {
          vectors.add(local);
          line("const %s %s = %s;", type(local.dtype()), local.name(), text(value));
        } else {
          line(
              "const %s %s = %s;", CDialect.name(local.dtype()), local.name(), dialect.text(value));
        }
      }
      case Stmt.Var(var local, var initial) -> {
        vectors.add(local);
        line("%s %s = %s;", type(local.dtype()), local.name(), vector(initial));
      }
      case Stmt.Assign(var local, var value) -> {
        if (!vectors.contains(local)) throw new NoVector();
        line("%s = %s;", local.name(), vector(value));
      }
      case Stmt.Accumulate(var local, var fn, var term) -> accumulate(local, fn, term);
      case Stmt.Store(var buffer, var at, var value) -> {
        if (stride(at) != 1 || !ELEMENTS.contains(buffer.dtype())) throw new NoVector();
        stores = true;
        line(
            "*(%s *)(%s + %s) = %s;",
            type(buffer.dtype()), buffer.name(), parenthesized(at), vector(value));
      }
      case Stmt.For _, Stmt.If _, Stmt.Array _, Stmt.Shared _, Stmt.Barrier _, Stmt.Call _ ->
          throw new NoVector();
    }
  }

  private void accumulate(Expr.Local local, Fn2 fn, Expr term) {
    if (!vectors.contains(local)) throw new NoVector();
    boolean product =
        fn == Fn2.ADD
            && local.dtype() == DType.F32
            && term instanceof Expr.Binary(var times, _, _)
            && times == Fn2.MUL;
    if (product && term instanceof Expr.Binary(_, var a, var b)) {
      line("%1$s = v_muladd(%2$s, %3$s, %1$s);", local.name(), vector(a), vector(b));
    } else {
      line("%s = %s;", local.name(), vector(new Expr.Binary(fn, local, term)));
    }
  }

  private void line(String format, Object... parts) {
    lines.add(format.formatted(parts));
  }

  // What depends on the index

  private boolean isVector(Expr x) {
    return switch (x) {
      case Expr.Constant _ -> false;
      case Expr.Index other -> other.equals(index);
      case Expr.Local local -> vectors.contains(local);
      case Expr.Load(_, var at) -> isVector(at);
      case Expr.Unary(_, var operand) -> isVector(operand);
      case Expr.Binary(_, var a, var b) -> isVector(a) || isVector(b);
      case Expr.Select(var test, var yes, var no) ->
          isVector(test) || isVector(yes) || isVector(no);
      case Expr.Convert(var operand, _) -> isVector(operand);
      case Expr.Bitcast(var operand, _) -> isVector(operand);
    };
  }

  /** By how much an address grows with the index. */
  private long stride(Expr at) {
    if (!isVector(at)) return 0;
    return switch (at) {
      case Expr.Index _ -> 1;
      case Expr.Binary(var fn, var a, var b) when fn == Fn2.ADD -> stride(a) + stride(b);
      case Expr.Binary(var fn, var a, Expr.Constant(_, var factor)) when fn == Fn2.MUL ->
          stride(a) * factor;
      default -> throw new NoVector();
    };
  }

  private String parenthesized(Expr at) {
    return "(" + dialect.index(at) + ")";
  }

  // Values

  private static String type(DType dtype) {
    if (dtype == DType.BOOL) return "v_i32";
    if (!ELEMENTS.contains(dtype)) throw new NoVector();
    return "v_" + dtype;
  }

  /** As a vector, even if all lanes are one value. */
  private String vector(Expr x) {
    if (isVector(x)) return text(x);
    if (x.dtype() == DType.BOOL) return "((v_i32)(-(i32)(%s)))".formatted(dialect.text(x));
    return "((%s)(%s))".formatted(type(x.dtype()), dialect.text(x));
  }

  private String text(Expr x) {
    return switch (x) {
      case Expr.Local(var name, _) -> name;
      case Expr.Load(var buffer, var at) -> {
        if (stride(at) != 1 || !ELEMENTS.contains(buffer.dtype())) throw new NoVector();
        yield "(*(const %s *)(%s + %s))"
            .formatted(type(buffer.dtype()), buffer.name(), parenthesized(at));
      }
      case Expr.Unary(var fn, var operand) -> unary(fn, operand);
      case Expr.Binary(var fn, var a, var b) -> binary(fn, a, b);
      case Expr.Select(var test, var yes, var no) -> select(vector(test), yes, no);
      case Expr.Convert(var from, var to) -> convert(from, to);
      case Expr.Bitcast(var from, var to) -> {
        if (from.dtype().bits() != to.bits()) throw new NoVector();
        yield "((%s)%s)".formatted(type(to), vector(from));
      }
      case Expr.Constant _, Expr.Index _ -> throw new NoVector();
    };
  }

  private String unary(Fn1 fn, Expr x) {
    boolean real = x.dtype() == DType.F32;
    var operand = vector(x);
    return switch (fn) {
      case NEG -> "(-%s)".formatted(operand);
      case ABS ->
          x.dtype() == DType.U8 || x.dtype() == DType.U16
              ? operand
              : call("__builtin_elementwise_abs", operand);
      case NOT -> "(~%s)".formatted(operand);
      case FLOOR -> call("__builtin_elementwise_floor", operand);
      case RINT -> call("__builtin_elementwise_rint", operand);
      case SQRT -> {
        if (!real) throw new NoVector();
        yield call("__builtin_elementwise_sqrt", operand);
      }
      case EXP,
          LOG,
          SIN,
          COS,
          TANH,
          LOGISTIC,
          STRICT_EXP,
          STRICT_LOG,
          STRICT_TANH,
          STRICT_LOGISTIC ->
          throw new NoVector();
    };
  }

  private static String call(String function, String... operands) {
    return function + "(" + String.join(", ", operands) + ")";
  }

  private String binary(Fn2 fn, Expr a, Expr b) {
    var x = vector(a);
    var y = vector(b);
    var dtype = a.dtype();
    boolean real = dtype == DType.F32;
    return switch (fn) {
      case ADD -> "(%s + %s)".formatted(x, y);
      case MUL -> "(%s * %s)".formatted(x, y);
      case AND -> "(%s & %s)".formatted(x, y);
      case OR -> "(%s | %s)".formatted(x, y);
      case XOR -> "(%s ^ %s)".formatted(x, y);
      case MAX -> real ? clamp(fn, a, b) : call("__builtin_elementwise_max", x, y);
      case MIN -> real ? clamp(fn, a, b) : call("__builtin_elementwise_min", x, y);
      case GREATER -> call("v_greater_" + dtype, x, y);
      case LESSER -> call("v_lesser_" + dtype, x, y);
      case LT -> "(%s < %s)".formatted(compared(a), compared(b));
      case EQ -> "(%s == %s)".formatted(compared(a), compared(b));
      case DIV -> {
        if (!real) throw new NoVector();
        yield "(%s / %s)".formatted(x, y);
      }
      case SHL, SHR, ROUNDED_HIGH, ROUNDED_SHIFT -> {
        if (dtype != DType.I32) throw new NoVector();
        yield call("v_" + fn.name().toLowerCase(Locale.ROOT), x, y);
      }
      case MULHI, REM, POW, QUOTIENT, REMAINDER -> throw new NoVector();
    };
  }

  /** Of floats: in one instruction where one operand is known not to be NaN. */
  private String clamp(Fn2 fn, Expr a, Expr b) {
    var name = fn == Fn2.MAX ? "v_greater_f32" : "v_lesser_f32";
    if (isNumber(b)) return call(name, vector(a), vector(b));
    if (isNumber(a)) return call(name, vector(b), vector(a));
    return call(fn == Fn2.MAX ? "v_max_f32" : "v_min_f32", vector(a), vector(b));
  }

  /** Whether {@code x} is known not to be NaN. */
  private static boolean isNumber(Expr x) {
    return x instanceof Expr.Constant(_, var bits)
        && !Float.isNaN(Float.intBitsToFloat((int) bits));
  }

  /** Lanes of 32 bits, so that the result of a comparison is as wide as any other. */
  private String compared(Expr x) {
    return switch (x.dtype()) {
      case I32, F32, BOOL -> vector(x);
      case I8, U8, I16, U16 -> widened(vector(x));
      default -> throw new NoVector();
    };
  }

  private static String widened(String x) {
    return "__builtin_convertvector(%s, v_i32)".formatted(x);
  }

  private String select(String test, Expr yes, Expr no) {
    var dtype = yes.dtype();
    if (dtype == DType.I32 || dtype == DType.F32 || dtype == DType.BOOL) {
      return "(%s ? %s : %s)".formatted(test, vector(yes), vector(no));
    }
    return "__builtin_convertvector((%s ? %s : %s), %s)"
        .formatted(test, widened(vector(yes)), widened(vector(no)), type(dtype));
  }

  private String convert(Expr from, DType to) {
    var source = from.dtype();
    var x = vector(from);
    if (source == to) return x;
    if (source == DType.BOOL) return "__builtin_convertvector(-%s, %s)".formatted(x, type(to));
    if (to == DType.BOOL) return "(%s != 0)".formatted(compared(from));
    if (source != DType.F32) return "__builtin_convertvector(%s, %s)".formatted(x, type(to));
    return switch (to) {
      case I32 -> call("v_cvt_f32_i32", x);
      case I8, U8, I16, U16 ->
          "__builtin_convertvector(v_saturated(%s, %d, %d), %s)"
              .formatted(x, to.lowest(), to.highest(), type(to));
      default -> throw new NoVector();
    };
  }
}
