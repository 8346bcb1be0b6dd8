package dev.bantam.quantization;

import dev.bantam.op.Operators;
import dev.bantam.op.Signature;
import dev.bantam.quantization.OperatorRule.Fixed;
import dev.bantam.quantization.OperatorRule.Free;
import dev.bantam.quantization.OperatorRule.Hybrid;
import dev.bantam.quantization.OperatorRule.Shared;
import dev.bantam.quantization.OperatorRule.Weighted;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** One line for each operator that can be quantized. An operator without a line stays in float. */
final class OperatorRules {
  private static final Operators OPERATORS = Operators.standard();
  private static final Map<String, OperatorRule> INTEGER = integer();
  private static final Map<String, Hybrid> HYBRID = hybrid();

  private OperatorRules() {}

  /** Weights and bias lie where the operator's definition has them. */
  private static Weighted weighted(String operator) {
    var signature = OPERATORS.signature(operator);
    var weights = signature.weights().getFirst();
    return new Weighted(weights.place(), weights.axis(), signature.place("bias"));
  }

  private static Map<String, Hybrid> hybrid() {
    var rules = new TreeMap<String, Hybrid>();
    for (var operator :
        List.of(
            "CONV_2D",
            "DEPTHWISE_CONV_2D",
            "FULLY_CONNECTED",
            "TRANSPOSE_CONV",
            "UNIDIRECTIONAL_SEQUENCE_LSTM")) {
      var weights = OPERATORS.signature(operator).weights();
      var places = weights.stream().map(Signature.Weights::place).toList();
      rules.put(operator, new Hybrid(places, weights.getFirst().axis()));
    }
    return rules;
  }

  private static Map<String, OperatorRule> integer() {
    var rules = new TreeMap<String, OperatorRule>();
    for (var weighted :
        List.of("CONV_2D", "DEPTHWISE_CONV_2D", "FULLY_CONNECTED", "TRANSPOSE_CONV")) {
      rules.put(weighted, weighted(weighted));
    }
    rules.put("SOFTMAX", new Fixed(1f / 256, -128, 1f / 32768));
    rules.put("LOGISTIC", new Fixed(1f / 256, -128, 1f / 32768));
    rules.put("TANH", new Fixed(1f / 128, 0, 1f / 32768));
    rules.put("L2_NORMALIZATION", new Fixed(1f / 128, 0, 1f / 32768));
    rules.put("LOG_SOFTMAX", new Fixed(16f / 256, 127, 16f / 65536));
    for (var free :
        List.of(
            "ADD",
            "SUB",
            "MUL",
            "SQUARED_DIFFERENCE",
            "MEAN",
            "SUM",
            "LEAKY_RELU",
            "PRELU",
            "RELU",
            "RELU6",
            "RELU_N1_TO_1",
            "RELU_0_TO_1",
            "HARD_SWISH",
            "ELU",
            "GELU",
            "BATCH_MATMUL",
            "EXP",
            "RSQRT",
            "ABS")) {
      rules.put(free, new Free());
    }
    for (var shared :
        List.of(
            "RESHAPE",
            "SQUEEZE",
            "EXPAND_DIMS",
            "TRANSPOSE",
            "MAX_POOL_2D",
            "AVERAGE_POOL_2D",
            "PAD",
            "PADV2",
            "MIRROR_PAD",
            "SLICE",
            "STRIDED_SLICE",
            "GATHER",
            "SPLIT",
            "SPLIT_V",
            "PACK",
            "UNPACK",
            "CONCATENATION",
            "TILE",
            "RESIZE_BILINEAR",
            "RESIZE_NEAREST_NEIGHBOR",
            "SPACE_TO_DEPTH",
            "DEPTH_TO_SPACE",
            "SPACE_TO_BATCH_ND",
            "BATCH_TO_SPACE_ND",
            "REDUCE_MAX",
            "REDUCE_MIN",
            "MAXIMUM",
            "MINIMUM",
            "REVERSE_V2",
            "BROADCAST_TO",
            "GATHER_ND")) {
      rules.put(shared, new Shared());
    }
    return rules;
  }

  static Optional<OperatorRule> integer(String operator) {
    return Optional.ofNullable(INTEGER.get(operator));
  }

  static Optional<Hybrid> hybrid(String operator) {
    return Optional.ofNullable(HYBRID.get(operator));
  }

  static java.util.Set<String> operators() {
    return INTEGER.keySet();
  }
}
