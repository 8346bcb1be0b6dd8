package dev.bantam.converter.onnx;

import static dev.bantam.converter.onnx.OnnxRule.Entry.of;
import static dev.bantam.converter.onnx.OnnxRule.Entry.several;

import dev.bantam.converter.build.Dim;
import dev.bantam.converter.build.Edge;
import dev.bantam.converter.build.Functions;
import dev.bantam.type.DType;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** Activations, and what normalizes an axis into probabilities. */
final class ActivationRules {
  static final List<OnnxRule.Entry> TABLE =
      List.of(
          of("Relu", 1, 1, call -> call.b().relu(call.in(0))),
          of("Sigmoid", 1, 1, call -> call.b().logistic(call.in(0))),
          of("Tanh", 1, 1, call -> call.b().tanh(call.in(0))),
          of("LeakyRelu", 1, 1, call -> call.b().leakyRelu(call.in(0), call.real("alpha", 0.01))),
          of("PRelu", 2, 2, ActivationRules::prelu),
          of("Elu", 1, 1, call -> elu(call, call.real("alpha", 1), 1)),
          of(
              "Selu",
              1,
              1,
              call ->
                  elu(
                      call,
                      call.real("alpha", 1.67326319217681884765625),
                      call.real("gamma", 1.05070102214813232421875))),
          of("Celu", 1, 1, ActivationRules::celu),
          of("HardSigmoid", 1, 1, ActivationRules::hardSigmoid),
          of("HardSwish", 1, 1, call -> call.b().unary("HARD_SWISH", call.in(0))),
          of("Softplus", 1, 1, call -> new Functions(call.b()).softplus(call.in(0))),
          of("Softsign", 1, 1, ActivationRules::softsign),
          of(
              "Gelu",
              1,
              1,
              call ->
                  call.b()
                      .gelu(
                          call.in(0),
                          call.word("approximate", "none", "none", "tanh").equals("tanh"))),
          of("Mish", 1, 1, ActivationRules::mish),
          of("Swish", 1, 1, ActivationRules::swish),
          of("SwiGLU", 2, 2, call -> call.b().mul(swish(call), call.in(1))),
          of("ThresholdedRelu", 1, 1, ActivationRules::thresholdedRelu),
          of("Shrink", 1, 1, ActivationRules::shrink),
          of(
              "Softmax",
              1,
              1,
              call ->
                  flattened(
                      call, x -> call.b().softmax(x), x -> call.b().softmax(x, axis(call, -1)))),
          of(
              "LogSoftmax",
              1,
              1,
              call ->
                  flattened(
                      call,
                      x -> call.b().logSoftmax(x, -1),
                      x -> call.b().logSoftmax(x, axis(call, -1)))),
          of("Hardmax", 1, 1, ActivationRules::hardmax),
          several("Dropout", 1, 3, ActivationRules::dropout),
          of("Identity", 1, 1, call -> call.in(0)));

  private ActivationRules() {}

  static int axis(OnnxCall call, int otherwise) {
    return (int) call.integer("axis", otherwise);
  }

  private static Edge prelu(OnnxCall call) {
    var x = call.in(0);
    var slope = call.in(1);
    // Before opset 7 a vector of slopes belongs to the channels.
    if (call.opset() < 7 && slope.rank() == 1 && x.rank() > 2) {
      var dims = new ArrayList<Dim>(slope.form().dims());
      for (int axis = 2; axis < x.rank(); axis++) dims.add(Dim.ONE);
      slope = call.b().reshape(slope, dims);
    }
    if (x.dtype() != DType.F32 || x.rank() == 0) {
      var zero = call.b().scalar(x.dtype(), 0);
      var below = call.b().mul(call.b().minimum(x, zero), slope);
      return call.b().add(call.b().maximum(x, zero), below);
    }
    return call.b().operator("PRELU", List.of(x, slope), List.of(x.form())).getFirst();
  }

  private static Edge elu(OnnxCall call, double alpha, double gamma) {
    var b = call.b();
    var x = call.in(0);
    if (alpha == 1 && gamma == 1) return b.unary("ELU", x);
    var below = b.mul(b.unary("ELU", b.minimum(x, 0)), alpha * gamma);
    return b.add(b.mul(b.relu(x), gamma), below);
  }

  private static Edge celu(OnnxCall call) {
    var b = call.b();
    var x = call.in(0);
    double alpha = call.real("alpha", 1);
    var below = b.mul(b.unary("ELU", b.div(b.minimum(x, 0), alpha)), alpha);
    return b.add(b.relu(x), below);
  }

  private static Edge hardSigmoid(OnnxCall call) {
    var b = call.b();
    var line = b.add(b.mul(call.in(0), call.real("alpha", 0.2)), call.real("beta", 0.5));
    return b.minimum(b.maximum(line, 0), 1);
  }

  private static Edge softsign(OnnxCall call) {
    var b = call.b();
    return b.div(call.in(0), b.add(b.abs(call.in(0)), 1));
  }

  private static Edge mish(OnnxCall call) {
    var b = call.b();
    return b.mul(call.in(0), b.tanh(new Functions(b).softplus(call.in(0))));
  }

  private static Edge swish(OnnxCall call) {
    var b = call.b();
    var x = call.in(0);
    return b.mul(x, b.logistic(b.mul(x, call.real("alpha", 1))));
  }

  private static Edge thresholdedRelu(OnnxCall call) {
    var b = call.b();
    var x = call.in(0);
    var zero = b.scalar(x.dtype(), 0);
    return b.select(b.greater(x, b.scalar(x.dtype(), call.real("alpha", 1))), x, zero);
  }

  private static Edge shrink(OnnxCall call) {
    var b = call.b();
    var x = call.in(0);
    double lambda = call.real("lambd", 0.5);
    double bias = call.real("bias", 0);
    var zero = b.scalar(x.dtype(), 0);
    var above = b.select(b.greater(x, b.scalar(x.dtype(), lambda)), b.sub(x, bias), zero);
    return b.select(b.less(x, b.scalar(x.dtype(), -lambda)), b.add(x, bias), above);
  }

  /** Before opset 13 the axes from {@code axis} on are one. */
  private static Edge flattened(OnnxCall call, UnaryOperator<Edge> rows, UnaryOperator<Edge> axis) {
    var x = call.in(0);
    if (call.opset() >= 13) return axis.apply(x);
    int at = (int) call.integer("axis", 1);
    int from = at == x.rank() ? at : dev.bantam.converter.build.Builder.axis(at, x.rank());
    if (from == x.rank() - 1) return rows.apply(x);
    var flat = call.b().reshape(x, ShapeRules.flat(x, from));
    return call.b().reshape(rows.apply(flat), x.form().dims());
  }

  private static Edge hardmax(OnnxCall call) {
    return flattened(
        call, x -> hardmax(call, x, x.rank() - 1), x -> hardmax(call, x, axis(call, -1)));
  }

  private static Edge hardmax(OnnxCall call, Edge x, int axis) {
    var b = call.b();
    int at = dev.bantam.converter.build.Builder.axis(axis, x.rank());
    var first = b.argExtreme("ARG_MAX", x, at, DType.I32);
    return b.oneHot(first, x.dim(at), b.scalar(x.dtype(), 1), b.scalar(x.dtype(), 0), at);
  }

  private static List<Edge> dropout(OnnxCall call) {
    var training = call.optional(2).constant();
    boolean drops = !call.optional(1).constant().filter(ratio -> ratio.real(0) == 0).isPresent();
    if (call.has(2) && drops && (training.isEmpty() || training.orElseThrow().integer(0) != 0))
      throw call.unsupported(
          "it drops at random, as in training", "export the model for inference");
    var x = call.in(0);
    var kept =
        call.b()
            .fill(x.form().dims(), call.b().scalar(call.opset() < 10 ? x.dtype() : DType.BOOL, 1));
    return List.of(x, kept);
  }
}
