package dev.bantam.converter.onnx;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The catalogue of rules. Operators of other domains than ONNX's own are {@code domain:Operator}.
 */
final class OnnxRules {
  private static final Map<String, OnnxRule.Entry> RULES =
      Stream.of(
              ElementwiseRules.TABLE,
              ActivationRules.TABLE,
              ShapeRules.TABLE,
              MovementRules.TABLE,
              PadRules.TABLE,
              ReductionRules.TABLE,
              ConvolutionRules.TABLE,
              PoolRules.TABLE,
              ContractionRules.TABLE,
              NormalizationRules.TABLE,
              ResizeRules.TABLE,
              QuantizationRules.TABLE,
              TransposeConvRules.TABLE,
              RecurrentRules.TABLE,
              LoopRules.TABLE,
              AttentionRules.TABLE,
              GridRules.TABLE,
              RegionRules.TABLE,
              UnpoolRules.TABLE,
              SetRules.TABLE,
              ContribRules.TABLE,
              SpectrumRules.TABLE,
              DetectionRules.TABLE,
              ControlFlowRules.TABLE)
          .flatMap(List::stream)
          .collect(Collectors.toMap(OnnxRule.Entry::operator, Function.identity()));

  private OnnxRules() {}

  static Optional<OnnxRule.Entry> find(String domain, String operator) {
    var own = domain.isEmpty() || domain.equals("ai.onnx");
    return Optional.ofNullable(RULES.get(own ? operator : domain + ":" + operator));
  }

  static Map<String, OnnxRule.Entry> all() {
    return RULES;
  }
}
