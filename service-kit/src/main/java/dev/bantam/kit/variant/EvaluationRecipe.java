package dev.bantam.kit.variant;

import jakarta.validation.constraints.NotBlank;
import org.jspecify.annotations.Nullable;

/** What accuracy is measured with, before and after. */
public record EvaluationRecipe(
    @NotBlank(message = "is missing, must be the id of a data set") @Nullable String dataset)
    implements DatasetChoice {}
