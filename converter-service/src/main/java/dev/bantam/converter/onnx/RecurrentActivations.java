package dev.bantam.converter.onnx;

import dev.bantam.converter.build.Builder;
import dev.bantam.converter.build.Edge;
import dev.bantam.converter.build.Functions;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The activations that a recurrent layer names. */
final class RecurrentActivations {
  private static final Map<String, List<String>> STANDARD =
      Map.of(
          "LSTM", List.of("Sigmoid", "Tanh", "Tanh"),
          "GRU", List.of("Sigmoid", "Tanh"),
          "RNN", List.of("Tanh"));

  private RecurrentActivations() {}

  /** The {@code index}-th activation of a direction. */
  static Edge apply(OnnxCall call, Builder b, int direction, int index, Edge x) {
    var standard = STANDARD.getOrDefault(call.operator(), List.of());
    var stated = call.texts("activations");
    int at = direction * standard.size() + index;
    var name = stated.isEmpty() ? standard.get(index) : stated.get(at);
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "sigmoid" -> b.logistic(x);
      case "tanh" -> b.tanh(x);
      case "relu" -> b.relu(x);
      case "elu" -> b.unary("ELU", x);
      case "softsign" -> b.div(x, b.add(b.abs(x), 1));
      case "softplus" -> new Functions(b).softplus(x);
      case "leakyrelu" -> b.leakyRelu(x, number(call, "activation_alpha", at, 0.01));
      case "affine" ->
          b.add(
              b.mul(x, number(call, "activation_alpha", at, 1)),
              number(call, "activation_beta", at, 0));
      case "hardsigmoid" ->
          b.minimum(
              b.maximum(
                  b.add(
                      b.mul(x, number(call, "activation_alpha", at, 0.2)),
                      number(call, "activation_beta", at, 0.5)),
                  0),
              1);
      default ->
          throw call.unsupported(
              "its activation \"" + name + "\" has no counterpart", "use Sigmoid, Tanh or Relu");
    };
  }

  /** Numbers are listed for the activations that take one; where all do, by their place. */
  private static double number(OnnxCall call, String attribute, int index, double otherwise) {
    var numbers = call.reals(attribute).orElse(List.of());
    if (numbers.isEmpty()) return otherwise;
    return numbers.get(Math.min(index, numbers.size() - 1));
  }
}
