package dev.bantam.quantization.service;

import dev.bantam.kit.variant.DatasetChoice;
import jakarta.validation.constraints.NotBlank;
import org.jspecify.annotations.Nullable;

/**
 * What ranges of activations are found with.
 *
 * @param method {@code minmax}, {@code moving-average}, {@code percentile} or {@code entropy}
 * @param samples how many are looked at, spread over the data set
 * @param clipped share of values that {@code percentile} leaves out
 */
public record CalibrationRecipe(
    @NotBlank(message = "is missing, must be the id of a data set") @Nullable String dataset,
    @Nullable String method,
    @Nullable Integer samples,
    @Nullable Double clipped)
    implements DatasetChoice {}
