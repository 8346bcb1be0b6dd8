package dev.bantam.converter.tensorflow;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The catalogue of rules. */
final class TfRules {
  private static final Map<String, TfRule.Entry> RULES =
      Stream.of(
              TfElementwiseRules.TABLE,
              TfShapeRules.TABLE,
              TfMovementRules.TABLE,
              TfReductionRules.TABLE,
              TfConvolutionRules.TABLE,
              TfTransposedConvRules.TABLE,
              TfSegmentRules.TABLE,
              TfLossRules.TABLE,
              TfResampleRules.TABLE,
              TfCropRules.TABLE,
              TfColorRules.TABLE,
              TfPatchRules.TABLE,
              TfTableRules.TABLE,
              TfCountRules.TABLE,
              TfContractionRules.TABLE,
              TfImageRules.TABLE,
              TfVariableRules.TABLE,
              TfControlFlowRules.TABLE,
              TfLists.TABLE,
              TfQuantizationRules.TABLE,
              TfMatrixRules.TABLE,
              TfComplexRules.TABLE,
              TfDetectionRules.TABLE,
              V1Branches.TABLE)
          .flatMap(List::stream)
          .collect(Collectors.toMap(TfRule.Entry::operator, Function.identity()));

  private TfRules() {}

  static Optional<TfRule.Entry> find(String operator) {
    return Optional.ofNullable(RULES.get(operator));
  }

  static Map<String, TfRule.Entry> all() {
    return RULES;
  }
}
