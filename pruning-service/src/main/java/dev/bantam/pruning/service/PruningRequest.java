package dev.bantam.pruning.service;

import dev.bantam.kit.problem.CheckedInput;
import dev.bantam.kit.problem.InvalidInputException;
import dev.bantam.kit.variant.EvaluationRecipe;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import org.jspecify.annotations.Nullable;

/**
 * A pruning that is asked for.
 *
 * @param model that is changed
 * @param name of the model that is made; the source's, where left out
 */
public record PruningRequest(
    @NotBlank(message = "is missing, must be the id of a model") @Nullable String model,
    @Nullable String name,
    @NotNull(message = "is missing, must say how") @Valid @Nullable PruningRecipe recipe)
    implements CheckedInput {

  @Override
  public void check(InvalidInputException.Collector errors) {
    if (recipe != null) PruningHandler.check(recipe, errors);
  }

  /**
   * How to prune.
   *
   * @param sparsity share of all prunable weights that becomes 0, at least 0 and below 1
   * @param scope {@code global} or {@code layer}; global, where left out
   * @param score {@code magnitude}, {@code relative} or {@code adaptive}; adaptive, if left out
   * @param evaluation what accuracy is measured with; not measured, where left out
   * @param preprocessing of samples: {@code mean=127.5 std=127.5 resize}; the model's, if left out
   */
  public record PruningRecipe(
      @NotNull(message = "is missing, must be at least 0 and below 1") @Nullable Double sparsity,
      @Nullable String scope,
      @Nullable String score,
      @Valid @Nullable EvaluationRecipe evaluation,
      @Nullable String preprocessing) {}
}
