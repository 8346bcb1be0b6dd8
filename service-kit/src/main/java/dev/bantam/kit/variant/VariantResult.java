package dev.bantam.kit.variant;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.bantam.evaluation.ChangeReport;
import java.util.List;

/**
 * What came of changing a model.
 *
 * @param model that was made
 * @param change accuracy, size and the error of each tensor; its fields stand beside the model
 * @param sparsity share of zeros that each layer has reached; left out where nothing was pruned
 */
public record VariantResult(
    String model,
    @JsonUnwrapped ChangeReport change,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<LayerSparsity> sparsity) {
  public VariantResult {
    sparsity = List.copyOf(sparsity);
  }

  /**
   * What a layer has lost.
   *
   * @param name of its weights
   * @param sparsity share of its weights that are 0
   */
  public record LayerSparsity(
      String name, String operator, long weights, long zeros, double sparsity) {}
}
