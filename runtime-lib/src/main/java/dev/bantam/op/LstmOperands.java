package dev.bantam.op;

import dev.bantam.type.DType;
import java.util.List;
import java.util.Set;

/** The operands of a long short-term memory, in the order of the files. */
final class LstmOperands {
  static final List<String> GATES = List.of("input", "forget", "cell", "output");

  private static final Set<DType> WEIGHTS = Types.of(DType.F32, DType.I8, DType.U8, DType.I16);
  private static final Set<DType> BIASES = Types.of(DType.F32, DType.I32);
  private static final Set<DType> STATES = Types.of(DType.F32, DType.I8, DType.I16);

  private LstmOperands() {}

  /** The 24 operands; the input gate's are absent where it is coupled to the forget gate. */
  static Signature of(String name) {
    var signature = Signature.of(name).operand("x", Types.of(DType.F32, DType.I8));
    signature =
        direction(signature, "").operand("output_state", STATES).operand("cell_state", STATES);
    for (var gate : GATES) signature = signature.optional(gate + "_norm", WEIGHTS);
    return signature;
  }

  /** Weights, peepholes, biases and projection of one direction. */
  static Signature direction(Signature before, String prefix) {
    var signature = before;
    for (var gate : GATES) signature = weights(signature, prefix + "x_to_" + gate);
    for (var gate : GATES) signature = weights(signature, prefix + "h_to_" + gate);
    for (var gate : List.of("input", "forget", "output"))
      signature = signature.optional(prefix + "c_to_" + gate, WEIGHTS);
    for (var gate : GATES) signature = signature.optional(prefix + gate + "_bias", BIASES);
    return signature
        .optional(prefix + "projection", WEIGHTS)
        .optional(prefix + "projection_bias", BIASES);
  }

  private static Signature weights(Signature before, String name) {
    return before.optionalWeights(name, WEIGHTS, Signature.Weights.NO_AXIS);
  }

  /** Weights of an auxiliary operand. */
  static Signature auxiliary(Signature before, String prefix) {
    var signature = before;
    for (var gate : GATES) signature = signature.optional(prefix + "auxiliary_to_" + gate, WEIGHTS);
    return signature;
  }
}
