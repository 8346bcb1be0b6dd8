package dev.bantam.evaluation;

import org.jspecify.annotations.Nullable;

/**
 * How far a tensor of one model is from the tensor of the same name in another, over all samples
 * compared.
 *
 * @param name of the tensor
 * @param operator that computes it
 * @param elements how many were compared
 * @param rootMeanSquareError of the differences
 * @param maximumError the largest absolute difference
 * @param signalToNoiseDecibels 10 log10 of the power of the first model's tensor over that of the
 *     difference; null if they are equal
 */
public record TensorError(
    String name,
    String operator,
    long elements,
    double rootMeanSquareError,
    double maximumError,
    @Nullable Double signalToNoiseDecibels) {}
