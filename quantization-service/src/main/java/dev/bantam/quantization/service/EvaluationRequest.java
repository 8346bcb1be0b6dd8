package dev.bantam.quantization.service;

import dev.bantam.evaluation.Preprocessing;
import dev.bantam.kit.problem.CheckedInput;
import dev.bantam.kit.problem.InvalidInputException;
import dev.bantam.kit.variant.DatasetChoice;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import org.jspecify.annotations.Nullable;

/**
 * An evaluation that is asked for.
 *
 * @param model that is evaluated
 */
public record EvaluationRequest(
    @NotBlank(message = "is missing, must be the id of a model") @Nullable String model,
    @NotNull(message = "is missing, must say with what") @Valid @Nullable DataRecipe recipe)
    implements CheckedInput {

  @Override
  public void check(InvalidInputException.Collector errors) {
    var preprocessing = recipe == null ? null : recipe.preprocessing();
    if (preprocessing == null) return;
    errors.read("/recipe/preprocessing", () -> Preprocessing.parse(preprocessing));
  }

  /**
   * With what.
   *
   * @param preprocessing of samples: {@code mean=127.5 std=127.5 resize}; the model's, if left out
   */
  public record DataRecipe(
      @NotBlank(message = "is missing, must be the id of a data set") @Nullable String dataset,
      @Nullable String preprocessing)
      implements DatasetChoice {}
}
