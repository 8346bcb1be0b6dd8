package dev.bantam.quantization.service;

import dev.bantam.kit.problem.CheckedInput;
import dev.bantam.kit.problem.InvalidInputException;
import dev.bantam.kit.variant.EvaluationRecipe;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import org.jspecify.annotations.Nullable;

/**
 * A quantization that is asked for.
 *
 * @param model that is changed
 * @param name of the model that is made; the source's, where left out
 */
public record QuantizationRequest(
    @NotBlank(message = "is missing, must be the id of a model") @Nullable String model,
    @Nullable String name,
    @NotNull(message = "is missing, must say how") @Valid @Nullable QuantizationRecipe recipe)
    implements CheckedInput {

  @Override
  public void check(InvalidInputException.Collector errors) {
    if (recipe != null) QuantizationHandler.check(recipe, errors);
  }

  /**
   * How to quantize.
   *
   * @param scheme {@code dynamic}, {@code int8}, {@code int16x8} or {@code fp16}
   * @param calibration what the model will see; needed by {@code int8} and {@code int16x8}
   * @param evaluation what accuracy is measured with; not measured, where left out
   * @param preprocessing of samples: {@code mean=127.5 std=127.5 resize}; the model's, if left out
   * @param floatInterface whether inputs and outputs stay in float; they do not, where left out
   */
  public record QuantizationRecipe(
      @NotBlank(message = "is missing, must be one of dynamic, int8, int16x8, fp16")
          @Nullable String scheme,
      @Valid @Nullable CalibrationRecipe calibration,
      @Valid @Nullable EvaluationRecipe evaluation,
      @Nullable String preprocessing,
      @Nullable Boolean floatInterface) {}
}
