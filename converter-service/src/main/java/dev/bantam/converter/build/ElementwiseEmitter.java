package dev.bantam.converter.build;

import dev.bantam.converter.UnsupportedNodeException;
import dev.bantam.type.DType;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BinaryOperator;

/** Arithmetic, comparison, logic and selection, with the usual broadcasting. */
public abstract class ElementwiseEmitter extends Emitter {
  private static final Set<DType> FLOAT_ONLY = Set.of(DType.F32);
  private static final Set<DType> ARITHMETIC = Set.of(DType.F32, DType.I32, DType.I64);

  ElementwiseEmitter(String name, Folder folder) {
    super(name, folder);
  }

  ElementwiseEmitter(String name, Emitter parent) {
    super(name, parent);
  }

  public Edge cast(Edge x, DType dtype) {
    if (x.dtype() == dtype) return x;
    var result =
        emit(
            "CAST",
            List.of(x),
            Options.of(
                "CAST",
                "in_data_type",
                Options.typeName(x.dtype()),
                "out_data_type",
                Options.typeName(dtype)),
            x.form().with(dtype));
    if (dtype == DType.I32 || dtype == DType.I64) x.content().ifPresent(result::withContent);
    return result;
  }

  /** The type that the target computes with for elements of this one. */
  static DType computed(DType dtype) {
    return switch (dtype) {
      case F16, BF16, F64, F32 -> DType.F32;
      case I8, U8, I16, U16, I32, BOOL -> DType.I32;
      case U32, I64, U64 -> DType.I64;
      case I4, I2, U4, F8E4M3FN, F8E5M2, C64, C128, STR, RESOURCE, VARIANT ->
          throw new UnsupportedNodeException(
              "there is no arithmetic on elements of type " + dtype,
              "cast to a type such as float32 before it");
    };
  }

  private static DType computed(DType dtype, Set<DType> direct) {
    if (direct.contains(dtype)) return dtype;
    var wide = computed(dtype);
    return direct.contains(wide) ? wide : DType.F32;
  }

  // Unary

  /** An operator on {@code float32}; other types go through it. */
  public Edge unary(String operator, Edge x) {
    return unary(operator, x, FLOAT_ONLY);
  }

  private Edge unary(String operator, Edge x, Set<DType> direct) {
    var wide = cast(x, computed(x.dtype(), direct));
    return cast(emit(operator, List.of(wide), Options.of(operator), wide.form()), x.dtype());
  }

  public Edge abs(Edge x) {
    return x.dtype().isFloat() ? unary("ABS", x) : unary("ABS", x, Set.of(DType.I32));
  }

  public Edge neg(Edge x) {
    return unary("NEG", x, ARITHMETIC);
  }

  public Edge relu(Edge x) {
    return x.dtype().isInteger() ? maximum(x, integer(x.dtype(), 0)) : unary("RELU", x);
  }

  public Edge square(Edge x) {
    return x.dtype().isFloat() ? unary("SQUARE", x) : mul(x, x);
  }

  public Edge reciprocal(Edge x) {
    return div(scalar(x.dtype(), 1), x);
  }

  public Edge leakyRelu(Edge x, double alpha) {
    var wide = cast(x, DType.F32);
    return cast(
        emit("LEAKY_RELU", List.of(wide), Options.of("LEAKY_RELU", "alpha", alpha), wide.form()),
        x.dtype());
  }

  public Edge gelu(Edge x, boolean approximate) {
    var wide = cast(x, DType.F32);
    return cast(
        emit("GELU", List.of(wide), Options.of("GELU", "approximate", approximate), wide.form()),
        x.dtype());
  }

  public Edge logicalNot(Edge x) {
    return emit("LOGICAL_NOT", List.of(x), Options.of("LOGICAL_NOT"), x.form());
  }

  // Binary

  private Form broadcast(String operator, Edge a, Edge b, DType dtype) {
    if (a.dtype() != b.dtype()) {
      throw typeMismatch(
          "%s of %s and %s, must be of one type",
          operator.toLowerCase(java.util.Locale.ROOT), a.dtype(), b.dtype());
    }
    return new Form(dtype, broadcastDims(operator, a.form(), b.form()));
  }

  static List<Dim> broadcastDims(String operator, Form a, Form b) {
    int rank = Math.max(a.rank(), b.rank());
    var dims = new ArrayList<Dim>();
    for (int axis = 0; axis < rank; axis++) {
      int inA = axis - rank + a.rank();
      int inB = axis - rank + b.rank();
      var dimA = inA < 0 ? Dim.ONE : a.dim(inA);
      var dimB = inB < 0 ? Dim.ONE : b.dim(inB);
      dims.add(
          Dim.broadcast(dimA, dimB)
              .orElseThrow(
                  () ->
                      shapeMismatch(
                          "%s of %s and %s: %s against %s, must be equal or 1",
                          operator.toLowerCase(java.util.Locale.ROOT), a, b, dimA, dimB)));
    }
    return dims;
  }

  /** An operator on some types; others go through the type that the target computes with. */
  private Edge binary(String operator, Edge a, Edge b, Set<DType> direct) {
    var form = broadcast(operator, a, b, a.dtype());
    var dtype = computed(a.dtype(), direct);
    var wide =
        emit(
            operator,
            List.of(cast(a, dtype), cast(b, dtype)),
            Options.of(operator),
            form.with(dtype));
    return cast(wide, a.dtype());
  }

  private static Edge content(Edge result, Edge a, Edge b, BinaryOperator<Dim> fn) {
    if (result.rank() > 1 || a.content().isEmpty() || b.content().isEmpty()) return result;
    var left = a.content().orElseThrow();
    var right = b.content().orElseThrow();
    if (result.isConstant()) return result;
    int n = Math.max(left.size(), right.size());
    var dims = new ArrayList<Dim>();
    for (int i = 0; i < n; i++)
      dims.add(fn.apply(left.get(left.size() == 1 ? 0 : i), right.get(right.size() == 1 ? 0 : i)));
    return result.withContent(dims);
  }

  public Edge add(Edge a, Edge b) {
    return content(binary("ADD", a, b, ARITHMETIC), a, b, Dim::plus);
  }

  public Edge sub(Edge a, Edge b) {
    return content(binary("SUB", a, b, ARITHMETIC), a, b, Dim::minus);
  }

  public Edge mul(Edge a, Edge b) {
    return content(binary("MUL", a, b, ARITHMETIC), a, b, Dim::times);
  }

  /** Integers truncate toward zero. */
  public Edge div(Edge a, Edge b) {
    return content(binary("DIV", a, b, ARITHMETIC), a, b, Dim::floorDiv);
  }

  public Edge floorDiv(Edge a, Edge b) {
    return content(binary("FLOOR_DIV", a, b, ARITHMETIC), a, b, Dim::floorDiv);
  }

  public Edge floorMod(Edge a, Edge b) {
    return binary("FLOOR_MOD", a, b, ARITHMETIC);
  }

  public Edge maximum(Edge a, Edge b) {
    return content(
        binary("MAXIMUM", a, b, ARITHMETIC),
        a,
        b,
        (x, y) -> {
          if (x.equals(y)) return x;
          return x.isKnown() && y.isKnown()
              ? Dim.of(Math.max(x.value(), y.value()))
              : Dim.symbol("max(%s,%s)".formatted(x, y));
        });
  }

  /** Whether {@code min(a, b)} is a because b is the maximum of something and no less than a. */
  private static boolean isCap(Edge a, Edge b) {
    if (!a.dtype().isInteger() || a.rank() != 0) return false;
    return b.producer("MAXIMUM").stream()
        .flatMap(op -> op.inputs().stream())
        .filter(x -> x.rank() == 0 && x.isConstant() && a.isConstant())
        .anyMatch(
            x -> x.constant().orElseThrow().integer(0) >= a.constant().orElseThrow().integer(0));
  }

  public Edge minimum(Edge a, Edge b) {
    if (a.dtype() == b.dtype() && a.rank() == 0 && b.rank() == 0) {
      if (isCap(a, b)) return a;
      if (isCap(b, a)) return b;
    }
    return content(
        binary("MINIMUM", a, b, ARITHMETIC),
        a,
        b,
        (x, y) -> {
          if (x.equals(y)) return x;
          return x.isKnown() && y.isKnown()
              ? Dim.of(Math.min(x.value(), y.value()))
              : Dim.symbol("min(%s,%s)".formatted(x, y));
        });
  }

  public Edge pow(Edge a, Edge b) {
    return binary("POW", a, b, Set.of(DType.F32, DType.I32));
  }

  public Edge squaredDifference(Edge a, Edge b) {
    return binary("SQUARED_DIFFERENCE", a, b, Set.of(DType.F32, DType.I32));
  }

  public Edge atan2(Edge a, Edge b) {
    return binary("ATAN2", a, b, FLOAT_ONLY);
  }

  public Edge bitwiseXor(Edge a, Edge b) {
    return emit(
        "BITWISE_XOR",
        List.of(a, b),
        Options.of("BITWISE_XOR"),
        broadcast("BITWISE_XOR", a, b, a.dtype()));
  }

  public Edge rightShift(Edge a, Edge b) {
    return emit(
        "RIGHT_SHIFT",
        List.of(a, b),
        Options.of("RIGHT_SHIFT"),
        broadcast("RIGHT_SHIFT", a, b, a.dtype()));
  }

  // Comparison and logic

  private Edge compare(String operator, Edge a, Edge b) {
    var form = broadcast(operator, a, b, DType.BOOL);
    var dtype =
        a.dtype() == DType.BOOL && !operator.endsWith("EQUAL")
            ? DType.I32
            : a.dtype() == DType.BOOL ? DType.BOOL : computed(a.dtype(), ARITHMETIC);
    return emit(operator, List.of(cast(a, dtype), cast(b, dtype)), Options.of(operator), form);
  }

  public Edge equal(Edge a, Edge b) {
    return compare("EQUAL", a, b);
  }

  public Edge notEqual(Edge a, Edge b) {
    return compare("NOT_EQUAL", a, b);
  }

  public Edge less(Edge a, Edge b) {
    return compare("LESS", a, b);
  }

  public Edge lessEqual(Edge a, Edge b) {
    return compare("LESS_EQUAL", a, b);
  }

  public Edge greater(Edge a, Edge b) {
    return compare("GREATER", a, b);
  }

  public Edge greaterEqual(Edge a, Edge b) {
    return compare("GREATER_EQUAL", a, b);
  }

  public Edge logical(String operator, Edge a, Edge b) {
    if (a.dtype() != DType.BOOL) throw typeMismatch("%s of %s, must be bool", operator, a.dtype());
    return emit(
        operator, List.of(a, b), Options.of(operator), broadcast(operator, a, b, DType.BOOL));
  }

  public Edge logicalAnd(Edge a, Edge b) {
    return logical("LOGICAL_AND", a, b);
  }

  public Edge logicalOr(Edge a, Edge b) {
    return logical("LOGICAL_OR", a, b);
  }

  public Edge select(Edge test, Edge yes, Edge no) {
    if (test.dtype() != DType.BOOL) throw typeMismatch("a test of %s, must be bool", test.dtype());
    var form = broadcast("SELECT_V2", yes, no, yes.dtype());
    var dims = broadcastDims("SELECT_V2", test.form(), form);
    return emit(
        "SELECT_V2", List.of(test, yes, no), Options.of("SELECT_V2"), new Form(yes.dtype(), dims));
  }

  // Arithmetic with a number

  public Edge add(Edge x, double value) {
    return add(x, scalar(x.dtype(), value));
  }

  public Edge sub(Edge x, double value) {
    return sub(x, scalar(x.dtype(), value));
  }

  public Edge mul(Edge x, double value) {
    return mul(x, scalar(x.dtype(), value));
  }

  public Edge div(Edge x, double value) {
    return div(x, scalar(x.dtype(), value));
  }

  public Edge maximum(Edge x, double value) {
    return maximum(x, scalar(x.dtype(), value));
  }

  public Edge minimum(Edge x, double value) {
    return minimum(x, scalar(x.dtype(), value));
  }

  public Edge exp(Edge x) {
    return unary("EXP", x);
  }

  public Edge log(Edge x) {
    return unary("LOG", x);
  }

  public Edge sqrt(Edge x) {
    return unary("SQRT", x);
  }

  public Edge rsqrt(Edge x) {
    return unary("RSQRT", x);
  }

  public Edge tanh(Edge x) {
    return unary("TANH", x);
  }

  public Edge logistic(Edge x) {
    return unary("LOGISTIC", x);
  }

  public Edge floor(Edge x) {
    return unary("FLOOR", x);
  }
}
