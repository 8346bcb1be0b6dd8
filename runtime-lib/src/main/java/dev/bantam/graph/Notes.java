package dev.bantam.graph;

import dev.bantam.type.Shape;
import java.util.List;
import java.util.Optional;

/**
 * What a file says of a tensor beside type and scale.
 *
 * @param minima the least values that were observed, one or one for each channel; for tools
 * @param maxima the greatest, likewise
 * @param quantization a quantization of another kind than scale and zero point: {@code
 *     BlockwiseQuantization}, {@code MultiAxisQuantization} or {@code CustomQuantization}
 * @param variants what a variant tensor holds, each a {@code VariantSubType}
 * @param sparsity how the file stores the constant, if it leaves zeros out
 */
public record Notes(
    List<Float> minima,
    List<Float> maxima,
    Attributes quantization,
    List<Attributes> variants,
    Optional<Sparsity> sparsity) {
  public static final Notes NONE =
      new Notes(List.of(), List.of(), Attributes.NONE, List.of(), Optional.empty());

  public Notes {
    minima = List.copyOf(minima);
    maxima = List.copyOf(maxima);
    variants = List.copyOf(variants);
  }

  /**
   * The same, for a tensor of another shape: stored dense where the sparse form does not fit it.
   */
  Notes reshaped(Shape shape) {
    if (sparsity.isEmpty() || sparsity.get().fits(shape)) return this;
    return new Notes(minima, maxima, quantization, variants, Optional.empty());
  }
}
