package dev.bantam.op;

import dev.bantam.prim.Prim.Fn1;
import dev.bantam.prim.ProgramBuilder;
import dev.bantam.prim.Value;

/** Activations of recurrent operators, which honour more of them than others do. */
final class RecurrentActivation {
  private RecurrentActivation() {}

  static Value apply(String name, Value x, ProgramBuilder b) {
    return switch (name) {
      case "NONE" -> x;
      case "RELU" -> b.max(x, 0.0);
      case "RELU_N1_TO_1" -> b.min(b.max(x, -1.0), 1.0);
      case "RELU6" -> b.min(b.max(x, 0.0), 6.0);
      case "TANH" -> b.unary(Fn1.TANH, x);
      case "SIGMOID" -> b.unary(Fn1.LOGISTIC, x);
      default ->
          throw new IllegalArgumentException(
              ("fused_activation_function is %s, must be NONE, RELU, RELU_N1_TO_1, RELU6, TANH or"
                      + " SIGMOID")
                  .formatted(name));
    };
  }
}
