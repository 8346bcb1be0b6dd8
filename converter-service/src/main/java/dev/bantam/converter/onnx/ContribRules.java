package dev.bantam.converter.onnx;

import static dev.bantam.converter.onnx.OnnxRule.Entry.of;
import static dev.bantam.converter.onnx.OnnxRule.Entry.several;

import dev.bantam.converter.build.Builder;
import dev.bantam.converter.build.Dim;
import dev.bantam.converter.build.Edge;
import dev.bantam.type.DType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Operators that onnxruntime's own optimizer and quantizer write: of its domain, com.microsoft. */
final class ContribRules {
  private static final String DOMAIN = "com.microsoft:";

  static final List<OnnxRule.Entry> TABLE =
      List.of(
          of(DOMAIN + "QLinearAdd", 7, 8, call -> binary(call, call.b()::add)),
          of(DOMAIN + "QLinearMul", 7, 8, call -> binary(call, call.b()::mul)),
          of(DOMAIN + "QLinearSigmoid", 4, 5, call -> unary(call, call.b()::logistic)),
          of(
              DOMAIN + "QLinearLeakyRelu",
              4,
              5,
              call -> unary(call, x -> call.b().leakyRelu(x, call.real("alpha", 0.01)))),
          of(
              DOMAIN + "QLinearGlobalAveragePool",
              4,
              5,
              call -> unary(call, x -> PoolRules.globalAverage(call, x))),
          of(
              DOMAIN + "QLinearAveragePool",
              4,
              5,
              call -> unary(call, x -> PoolRules.averagePool(call, x))),
          of(DOMAIN + "QLinearConcat", 5, Integer.MAX_VALUE, ContribRules::concat),
          of(DOMAIN + "QGemm", 6, 9, ContribRules::gemm),
          of(DOMAIN + "Gelu", 1, 1, call -> call.b().gelu(call.in(0), false)),
          of(DOMAIN + "BiasGelu", 2, 2, call -> call.b().gelu(biased(call, 1), false)),
          of(DOMAIN + "FastGelu", 1, 2, call -> call.b().gelu(biased(call, 1), true)),
          of(DOMAIN + "QuickGelu", 1, 1, ContribRules::quickGelu),
          several(DOMAIN + "SkipLayerNormalization", 3, 5, ContribRules::skipLayerNormalization),
          of(DOMAIN + "FusedConv", 2, 3, call -> activated(call, ConvolutionRules.conv(call))),
          of(DOMAIN + "FusedGemm", 2, 3, call -> activated(call, ContractionRules.gemm(call))),
          of(DOMAIN + "MatMulIntegerToFloat", 4, 7, ContribRules::matmulIntegerToFloat));

  private ContribRules() {}

  private static Optional<Edge> point(OnnxCall call, int input) {
    return call.has(input)
        ? Optional.of(call.b().reshape(call.in(input), List.of()))
        : Optional.empty();
  }

  /** The real numbers that an input stands for; its scale and zero point follow it. */
  private static Edge real(OnnxCall call, int input) {
    var scale = call.b().reshape(call.in(input + 1), List.of());
    return QuantizationRules.dequantized(call.b(), call.in(input), scale, point(call, input + 2));
  }

  private static Edge quantized(OnnxCall call, Edge x, int scale, DType dtype) {
    var b = call.b();
    return QuantizationRules.quantized(
        b, x, b.reshape(call.in(scale), List.of()), point(call, scale + 1), dtype);
  }

  private interface Operation {
    Edge apply(Edge x, Edge y);
  }

  private static Edge binary(OnnxCall call, Operation operation) {
    return quantized(call, operation.apply(real(call, 0), real(call, 3)), 6, call.in(0).dtype());
  }

  private static Edge unary(OnnxCall call, UnaryOperator<Edge> fn) {
    if (call.flag("channels_last", false))
      throw call.unsupported("its channels are last", "export the model with channels first");
    return quantized(call, fn.apply(real(call, 0)), 3, call.in(0).dtype());
  }

  private static Edge concat(OnnxCall call) {
    var parts = new ArrayList<Edge>();
    for (int i = 2; i + 1 < call.inputCount(); i += 3) parts.add(real(call, i));
    var joined = call.b().concat(parts, (int) call.integer("axis", 1));
    return quantized(call, joined, 0, call.in(2).dtype());
  }

  private static Edge gemm(OnnxCall call) {
    var b = call.b();
    var scale = call.in(4);
    boolean turned = call.flag("transB", false);
    boolean one = scale.form().elements().is(1);
    var dims =
        one ? List.<Dim>of() : turned ? List.of(scale.dim(0), Dim.ONE) : List.of(scale.dim(0));
    var zero = call.has(5) ? Optional.of(b.reshape(call.in(5), dims)) : Optional.<Edge>empty();
    var y = QuantizationRules.dequantized(b, call.in(3), b.reshape(scale, dims), zero);
    var a = real(call, 0);
    var left = call.flag("transA", false) ? b.transpose(a, List.of(1, 0)) : a;
    var product = b.matmul(left, turned ? b.transpose(y, List.of(1, 0)) : y);
    double alpha = call.real("alpha", 1);
    var scaled = alpha == 1 ? product : b.mul(product, alpha);
    if (call.has(6)) {
      var step = b.mul(b.reshape(scale, one ? List.of() : List.of(scale.dim(0))), call.in(1));
      scaled = b.add(scaled, b.mul(b.cast(call.in(6), DType.F32), b.mul(step, alpha)));
    }
    if (!call.has(7)) return scaled;
    return quantized(call, scaled, 7, call.has(8) ? call.in(8).dtype() : call.in(0).dtype());
  }

  private static Edge biased(OnnxCall call, int bias) {
    return call.has(bias) ? call.b().add(call.in(0), call.in(bias)) : call.in(0);
  }

  private static Edge quickGelu(OnnxCall call) {
    var b = call.b();
    var x = call.in(0);
    return b.mul(x, b.logistic(b.mul(x, call.real("alpha", 1.702))));
  }

  private static List<Edge> skipLayerNormalization(OnnxCall call) {
    var b = call.b();
    var sum = b.add(call.in(0), call.in(1));
    var x = call.has(4) ? b.add(sum, call.in(4)) : sum;
    var axes = List.of(x.rank() - 1);
    var mean = b.mean(x, axes, true);
    var centred = b.sub(x, mean);
    var variance = b.mean(b.square(centred), axes, true);
    var inverse = b.rsqrt(b.add(variance, call.real("epsilon", 1e-12)));
    var scaled = b.mul(b.mul(centred, inverse), call.in(2));
    return List.of(call.has(3) ? b.add(scaled, call.in(3)) : scaled, mean, inverse, x);
  }

  private static Edge activated(OnnxCall call, Edge x) {
    Builder b = call.b();
    return switch (call.text("activation", "")) {
      case "" -> x;
      case "Relu" -> b.relu(x);
      case "Sigmoid" -> b.logistic(x);
      case "Tanh" -> b.tanh(x);
      default ->
          throw call.unsupported(
              "its activation \"" + call.text("activation", "") + "\" is not known",
              "use Relu, Sigmoid or Tanh, or an operator of its own");
    };
  }

  private static Edge matmulIntegerToFloat(OnnxCall call) {
    var b = call.b();
    var x = shifted(b, call, 0, 4);
    var y = shifted(b, call, 1, 5);
    var product = ContractionRules.matmul(call, x, y);
    var scaled = b.mul(b.mul(product, call.in(2)), call.in(3));
    return call.has(6) ? b.add(scaled, call.in(6)) : scaled;
  }

  private static Edge shifted(Builder b, OnnxCall call, int input, int zero) {
    var x = b.cast(call.in(input), DType.F32);
    return call.has(zero) ? b.sub(x, b.cast(call.in(zero), DType.F32)) : x;
  }
}
