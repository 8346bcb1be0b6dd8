package dev.bantam.converter.onnx;

import static dev.bantam.converter.onnx.OnnxRule.Entry.of;

import dev.bantam.converter.build.Builder;
import dev.bantam.converter.build.Dim;
import dev.bantam.converter.build.Edge;
import dev.bantam.converter.build.Functions;
import dev.bantam.type.DType;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.BinaryOperator;

/** Arithmetic, comparison, logic, bits, and change of type. */
final class ElementwiseRules {
  static final List<OnnxRule.Entry> TABLE =
      List.of(
          binary("Add", Builder::add),
          binary("Sub", Builder::sub),
          binary("Mul", Builder::mul),
          binary("Div", Builder::div),
          of("Pow", 2, 2, ElementwiseRules::pow),
          of("Mod", 2, 2, ElementwiseRules::mod),
          binary("And", Builder::logicalAnd),
          binary("Or", Builder::logicalOr),
          binary("Xor", Builder::notEqual),
          binary("Equal", Builder::equal),
          binary("Less", Builder::less),
          binary("LessOrEqual", Builder::lessEqual),
          binary("Greater", Builder::greater),
          binary("GreaterOrEqual", Builder::greaterEqual),
          of("Max", 1, Integer.MAX_VALUE, call -> fold(call, call.b()::maximum)),
          of("Min", 1, Integer.MAX_VALUE, call -> fold(call, call.b()::minimum)),
          of("Sum", 1, Integer.MAX_VALUE, call -> fold(call, call.b()::add)),
          of("Mean", 1, Integer.MAX_VALUE, ElementwiseRules::mean),
          of("Not", 1, 1, call -> call.b().logicalNot(call.in(0))),
          of("Where", 3, 3, call -> call.b().select(call.in(0), call.in(1), call.in(2))),
          of("Abs", 1, 1, call -> call.b().abs(call.in(0))),
          of("Neg", 1, 1, call -> call.b().neg(call.in(0))),
          unary("Exp", "EXP"),
          unary("Log", "LOG"),
          unary("Sqrt", "SQRT"),
          unary("Sin", "SIN"),
          unary("Cos", "COS"),
          unary("Floor", "FLOOR"),
          unary("Ceil", "CEIL"),
          unary("Round", "ROUND"),
          of("Reciprocal", 1, 1, call -> call.b().reciprocal(call.in(0))),
          function("Sign", Functions::sign),
          function("Erf", Functions::erf),
          function("Tan", Functions::tan),
          function("Sinh", Functions::sinh),
          function("Cosh", Functions::cosh),
          function("Asin", Functions::asin),
          function("Acos", Functions::acos),
          function("Atan", Functions::atan),
          function("Asinh", Functions::asinh),
          function("Acosh", Functions::acosh),
          function("Atanh", Functions::atanh),
          function("IsNaN", Functions::isNan),
          of("IsInf", 1, 1, ElementwiseRules::isInfinite),
          function("BitwiseNot", Functions::bitwiseNot),
          of("BitwiseAnd", 2, 2, call -> f(call).bitwiseAnd(call.in(0), call.in(1))),
          of("BitwiseOr", 2, 2, call -> f(call).bitwiseOr(call.in(0), call.in(1))),
          of("BitwiseXor", 2, 2, call -> call.b().bitwiseXor(call.in(0), call.in(1))),
          of("BitShift", 2, 2, ElementwiseRules::bitShift),
          of("Cast", 1, 1, call -> cast(call, call.dtype("to", DType.F32))),
          of("CastLike", 2, 2, call -> cast(call, call.in(1).dtype())),
          of("BitCast", 1, 1, ElementwiseRules::bitCast),
          of("Clip", 1, 3, ElementwiseRules::clip));

  private ElementwiseRules() {}

  private static Functions f(OnnxCall call) {
    return new Functions(call.b());
  }

  private interface Operation {
    Edge apply(Builder b, Edge x, Edge y);
  }

  private static OnnxRule.Entry binary(String operator, Operation operation) {
    return of(operator, 2, 2, call -> operation.apply(call.b(), call.in(0), aligned(call)));
  }

  private static OnnxRule.Entry unary(String operator, String target) {
    return of(operator, 1, 1, call -> call.b().unary(target, call.in(0)));
  }

  private static OnnxRule.Entry function(String operator, BiFunction<Functions, Edge, Edge> fn) {
    return of(operator, 1, 1, call -> fn.apply(f(call), call.in(0)));
  }

  /** Before opset 7 the second operand may be aligned at an axis. */
  private static Edge aligned(OnnxCall call) {
    var y = call.in(1);
    if (call.opset() >= 7 || !call.hasAttribute("axis")) return y;
    int rank = call.in(0).rank();
    int axis = Builder.axis(call.integer("axis", 0), rank);
    var dims = new ArrayList<>(y.form().dims());
    for (int i = axis + y.rank(); i < rank; i++) dims.add(Dim.ONE);
    return call.b().reshape(y, dims);
  }

  private static Edge fold(OnnxCall call, BinaryOperator<Edge> fn) {
    return call.inputs().stream().reduce(fn).orElseThrow();
  }

  private static Edge mean(OnnxCall call) {
    return call.b().div(fold(call, call.b()::add), call.inputCount());
  }

  private static Edge pow(OnnxCall call) {
    var x = call.in(0);
    var exponent = aligned(call);
    var same = call.b().cast(exponent, x.dtype());
    var number = same.constant().filter(value -> value.elements() == 1 && same.rank() <= x.rank());
    if (number.isPresent() && x.dtype().isFloat()) {
      double value = number.orElseThrow().real(0);
      if (value == 2) return call.b().square(x);
      if (value == 0.5) return call.b().sqrt(x);
      if (value == 1) return x;
    }
    if (exponent.dtype().isFloat() && x.dtype().isInteger()) {
      var real = call.b().pow(call.b().cast(x, DType.F32), call.b().cast(exponent, DType.F32));
      return call.b().cast(real, x.dtype());
    }
    return call.b().pow(x, same);
  }

  private static Edge mod(OnnxCall call) {
    return call.flag("fmod", false)
        ? f(call).remainder(call.in(0), call.in(1))
        : call.b().floorMod(call.in(0), call.in(1));
  }

  private static Edge isInfinite(OnnxCall call) {
    var x = call.in(0);
    boolean positive = call.flag("detect_positive", true);
    boolean negative = call.flag("detect_negative", true);
    if (positive && negative) return f(call).isInfinite(x);
    double bound =
        positive ? Double.POSITIVE_INFINITY : negative ? Double.NEGATIVE_INFINITY : Double.NaN;
    return call.b().equal(x, call.b().scalar(x.dtype(), bound));
  }

  private static Edge bitShift(OnnxCall call) {
    return call.word("direction", "", "LEFT", "RIGHT").equals("LEFT")
        ? f(call).leftShift(call.in(0), call.in(1))
        : f(call).rightShift(call.in(0), call.in(1));
  }

  private static Edge cast(OnnxCall call, DType dtype) {
    return call.b().cast(call.in(0), dtype);
  }

  private static Edge bitCast(OnnxCall call) {
    var x = call.in(0);
    var dtype = call.dtype("to", x.dtype());
    var stated = OnnxTensors.dtype((int) call.integer("to", 0)).orElse(dtype);
    boolean widened = stated != dtype || (x.dtype().isFloat() && dtype.bits() != x.dtype().bits());
    if (widened)
      throw call.unsupported(
          "it casts the bits of floats that are 32 bits wide inside", "use float32");
    if (dtype.bits() != x.dtype().bits())
      throw call.invalid("a bit cast from %s to %s, must be of one size", x.dtype(), dtype);
    return call.b().operator("BITCAST", List.of(x), List.of(x.form().with(dtype))).getFirst();
  }

  private static Edge clip(OnnxCall call) {
    var x = call.in(0);
    var low = bound(call, "min", 1);
    var high = bound(call, "max", 2);
    if (x.dtype() == DType.F32) {
      if (isNumber(low, 0) && isNumber(high, 6)) return call.b().unary("RELU6", x);
      if (isNumber(low, 0) && high.isAbsent()) return call.b().relu(x);
      if (isNumber(low, -1) && isNumber(high, 1)) return call.b().unary("RELU_N1_TO_1", x);
    }
    var above = low.isAbsent() ? x : call.b().maximum(x, low);
    return high.isAbsent() ? above : call.b().minimum(above, high);
  }

  private static boolean isNumber(Edge edge, double number) {
    return edge.constant().filter(v -> v.elements() == 1 && v.real(0) == number).isPresent();
  }

  private static Edge bound(OnnxCall call, String attribute, int input) {
    if (call.opset() >= 11) return call.optional(input);
    return call.hasAttribute(attribute)
        ? call.b().scalar(call.in(0).dtype(), call.real(attribute, 0))
        : Edge.ABSENT;
  }
}
