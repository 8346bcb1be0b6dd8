package dev.bantam.converter.tensorflow;

import static dev.bantam.converter.tensorflow.TfRule.Entry.of;

import dev.bantam.converter.build.Builder;
import dev.bantam.converter.build.Edge;
import dev.bantam.converter.build.Functions;
import dev.bantam.type.DType;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;

/** Arithmetic, activations, comparison, logic, bits, and change of type. */
final class TfElementwiseRules {
  static final List<TfRule.Entry> TABLE =
      List.of(
          binary("Add", Builder::add),
          binary("AddV2", Builder::add),
          binary("Sub", Builder::sub),
          binary("Mul", Builder::mul),
          binary("RealDiv", Builder::div),
          binary("Div", Builder::div),
          binary("FloorDiv", Builder::floorDiv),
          binary("FloorMod", Builder::floorMod),
          binary("Maximum", Builder::maximum),
          binary("Minimum", Builder::minimum),
          binary("Pow", Builder::pow),
          binary("SquaredDifference", Builder::squaredDifference),
          binary("Equal", Builder::equal),
          binary("NotEqual", Builder::notEqual),
          binary("Less", Builder::less),
          binary("LessEqual", Builder::lessEqual),
          binary("Greater", Builder::greater),
          binary("GreaterEqual", Builder::greaterEqual),
          binary("LogicalAnd", Builder::logicalAnd),
          binary("LogicalOr", Builder::logicalOr),
          binary("BitwiseXor", Builder::bitwiseXor),
          binary("RightShift", Builder::rightShift),
          binary("BitwiseAnd", (b, x, y) -> new Functions(b).bitwiseAnd(x, y)),
          binary("BitwiseOr", (b, x, y) -> new Functions(b).bitwiseOr(x, y)),
          binary("LeftShift", (b, x, y) -> new Functions(b).leftShift(x, y)),
          binary("Atan2", TfElementwiseRules::atan2),
          binary("Xlogy", TfElementwiseRules::xlogy),
          binary("DivNoNan", TfElementwiseRules::divNoNan),
          binary("MulNoNan", (b, x, y) -> new Functions(b).zeroWhereZero(y, b.mul(x, y))),
          binary("Xdivy", (b, x, y) -> new Functions(b).zeroWhereZero(x, b.div(x, y))),
          binary("Xlog1py", TfElementwiseRules::xlog1py),
          binary("TruncateDiv", (b, x, y) -> new Functions(b).truncatedDiv(x, y)),
          binary("TruncateMod", (b, x, y) -> new Functions(b).remainder(x, y)),
          binary("Mod", (b, x, y) -> new Functions(b).remainder(x, y)),
          function("Invert", Functions::bitwiseNot),
          of("AddN", call -> call.tensors(0).stream().reduce(call.b()::add).orElseThrow()),
          of("LogicalNot", call -> call.b().logicalNot(call.in(0))),
          of("SelectV2", call -> call.b().select(call.in(0), call.in(1), call.in(2))),
          of("Select", TfElementwiseRules::select),
          of("Abs", call -> call.b().abs(call.in(0))),
          of("Neg", call -> call.b().neg(call.in(0))),
          of("Square", call -> call.b().square(call.in(0))),
          of("Reciprocal", call -> call.b().reciprocal(call.in(0))),
          of("Inv", call -> call.b().reciprocal(call.in(0))),
          of("Relu", call -> call.b().relu(call.in(0))),
          unary("Relu6", "RELU6"),
          unary("Elu", "ELU"),
          unary("Sigmoid", "LOGISTIC"),
          unary("Tanh", "TANH"),
          unary("Exp", "EXP"),
          unary("Log", "LOG"),
          unary("Sqrt", "SQRT"),
          unary("Rsqrt", "RSQRT"),
          unary("Sin", "SIN"),
          unary("Cos", "COS"),
          unary("Floor", "FLOOR"),
          unary("Ceil", "CEIL"),
          unary("Round", "ROUND"),
          unary("Rint", "ROUND"),
          of("LeakyRelu", call -> call.b().leakyRelu(call.in(0), call.real("alpha", 0.2))),
          of("Selu", TfElementwiseRules::selu),
          function("Softplus", Functions::softplus),
          of(
              "Softsign",
              call -> call.b().div(call.in(0), call.b().add(call.b().abs(call.in(0)), 1))),
          function("Sign", Functions::sign),
          function("Erf", Functions::erf),
          function("Erfc", Functions::erfc),
          function("Tan", Functions::tan),
          function("Sinh", Functions::sinh),
          function("Cosh", Functions::cosh),
          function("Asin", Functions::asin),
          function("Acos", Functions::acos),
          function("Atan", Functions::atan),
          function("Asinh", Functions::asinh),
          function("Acosh", Functions::acosh),
          function("Atanh", Functions::atanh),
          function("IsNan", Functions::isNan),
          function("IsInf", Functions::isInfinite),
          function("Log1p", Functions::log1p),
          function("Expm1", Functions::expm1),
          of(
              "IsFinite",
              call ->
                  call.b()
                      .less(
                          call.b().abs(call.in(0)),
                          call.b().scalar(call.in(0).dtype(), Double.POSITIVE_INFINITY))),
          of(
              "ClipByValue",
              call -> call.b().minimum(call.b().maximum(call.in(0), call.in(1)), call.in(2))),
          of("BiasAdd", TfElementwiseRules::biasAdd),
          of("Cast", TfElementwiseRules::cast),
          of("ZerosLike", call -> like(call, 0)),
          of("OnesLike", call -> like(call, 1)));

  private TfElementwiseRules() {}

  private interface Operation {
    Edge apply(Builder b, Edge x, Edge y);
  }

  private static TfRule.Entry binary(String operator, Operation operation) {
    return of(operator, call -> operation.apply(call.b(), call.in(0), call.in(1)));
  }

  private static TfRule.Entry unary(String operator, String target) {
    return of(operator, call -> call.b().unary(target, call.in(0)));
  }

  private static TfRule.Entry function(String operator, BiFunction<Functions, Edge, Edge> fn) {
    return of(operator, call -> fn.apply(new Functions(call.b()), call.in(0)));
  }

  /** The target wants equal shapes. */
  private static Edge atan2(Builder b, Edge y, Edge x) {
    var dims = b.add(y, x).form().dims();
    return b.atan2(b.broadcastTo(y, dims), b.broadcastTo(x, dims));
  }

  private static Edge xlogy(Builder b, Edge x, Edge y) {
    var zero = b.scalar(x.dtype(), 0);
    return b.select(b.equal(x, zero), b.mul(x, 0), b.mul(x, b.log(y)));
  }

  private static Edge xlog1py(Builder b, Edge x, Edge y) {
    var functions = new Functions(b);
    return functions.zeroWhereZero(x, b.mul(x, functions.log1p(y)));
  }

  private static Edge divNoNan(Builder b, Edge x, Edge y) {
    var zero = b.scalar(x.dtype(), 0);
    var none = b.equal(y, zero);
    return b.select(none, zero, b.div(x, b.select(none, b.scalar(x.dtype(), 1), y)));
  }

  /** A test of rank 1 chooses whole rows. */
  private static Edge select(TfCall call) {
    var test = call.in(0);
    var x = call.in(1);
    if (test.rank() == 1 && x.rank() > 1) {
      var dims = new ArrayList<>(List.of(test.dim(0)));
      for (int axis = 1; axis < x.rank(); axis++) dims.add(dev.bantam.converter.build.Dim.ONE);
      test = call.b().reshape(test, dims);
    }
    return call.b().select(test, x, call.in(2));
  }

  private static Edge selu(TfCall call) {
    var b = call.b();
    var x = call.in(0);
    double scale = 1.0507009873554805;
    var below = b.mul(b.unary("ELU", b.minimum(x, 0)), scale * 1.6732632423543772);
    return b.add(b.mul(b.relu(x), scale), below);
  }

  private static Edge biasAdd(TfCall call) {
    var b = call.b();
    var bias = call.in(1);
    if (!call.text("data_format", "NHWC").equals("NCHW")) return b.add(call.in(0), bias);
    var dims = new ArrayList<>(List.of(bias.dim(0)));
    for (int axis = 2; axis < call.in(0).rank(); axis++)
      dims.add(dev.bantam.converter.build.Dim.ONE);
    return b.add(call.in(0), b.reshape(bias, dims));
  }

  private static Edge cast(TfCall call) {
    return call.b().cast(call.in(0), call.dtype("DstT", DType.F32));
  }

  private static Edge like(TfCall call, double value) {
    var x = call.in(0);
    return call.b().fill(x.form().dims(), call.b().scalar(x.dtype(), value));
  }
}
