package dev.bantam.converter.tensorflow;

import java.util.List;
import java.util.Map;

/**
 * Names of the outputs of operators that have several; an operator not listed has one name for all.
 */
final class OutputNames {
  private static final Map<String, List<String>> NAMES =
      Map.ofEntries(
          Map.entry("TopKV2", List.of("values", "indices")),
          Map.entry(
              "FusedBatchNorm",
              List.of("y", "batch_mean", "batch_variance", "reserve_space_1", "reserve_space_2")),
          Map.entry(
              "FusedBatchNormV2",
              List.of("y", "batch_mean", "batch_variance", "reserve_space_1", "reserve_space_2")),
          Map.entry(
              "FusedBatchNormV3",
              List.of(
                  "y",
                  "batch_mean",
                  "batch_variance",
                  "reserve_space_1",
                  "reserve_space_2",
                  "reserve_space_3")),
          Map.entry("SoftmaxCrossEntropyWithLogits", List.of("loss", "backprop")),
          Map.entry("SparseSoftmaxCrossEntropyWithLogits", List.of("loss", "backprop")),
          Map.entry("MaxPoolWithArgmax", List.of("output", "argmax")),
          Map.entry("UniqueWithCounts", List.of("y", "idx", "count")),
          Map.entry("Unique", List.of("y", "idx")),
          Map.entry("UniqueV2", List.of("y", "idx")),
          Map.entry("Switch", List.of("output_false", "output_true")),
          Map.entry("Merge", List.of("output", "value_index")),
          Map.entry("Qr", List.of("q", "r")),
          Map.entry("Svd", List.of("s", "u", "v")),
          Map.entry("NonMaxSuppressionV4", List.of("selected_indices", "valid_outputs")),
          Map.entry(
              "NonMaxSuppressionV5",
              List.of("selected_indices", "selected_scores", "valid_outputs")),
          Map.entry(
              "CombinedNonMaxSuppression",
              List.of("nmsed_boxes", "nmsed_scores", "nmsed_classes", "valid_detections")),
          Map.entry("LookupTableExportV2", List.of("keys", "values")),
          Map.entry("StatelessRandomGetKeyCounter", List.of("key", "counter")),
          Map.entry("TensorListPopBack", List.of("output_handle", "tensor")),
          Map.entry("TensorArrayV3", List.of("handle", "flow")));

  private OutputNames() {}

  /** The index among all outputs of the {@code index}-th of those with that name. */
  static int index(String operator, String name, int index) {
    var names = NAMES.get(operator);
    return names == null ? index : Math.max(0, names.indexOf(name)) + index;
  }
}
