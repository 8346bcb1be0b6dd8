package dev.bantam.evaluation;

/**
 * How far a tensor of one model is from the tensor of the same name in another, over all samples compared.
 *
 * @param tensor its name
 * @param operator that computes it
 * @param elements how many were compared
 * @param meanAbsolute mean of the absolute differences
 * @param largest absolute difference
 * @param signalToNoise 10 log10 of the power of the first model's tensor over that of the difference, in dB; infinite if equal
 */
public record TensorError(
    String tensor, String operator, long elements, double meanAbsolute, double largest, double signalToNoise) {}
