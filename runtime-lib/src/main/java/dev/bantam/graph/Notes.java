package dev.bantam.graph;

import java.util.List;

/**
 * What a file says of a tensor beside type and scale.
 *
 * @param minima the least values that were observed, one or one for each channel; for tools
 * @param maxima the greatest, likewise
 * @param quantization a quantization of another kind than scale and zero point: {@code
 *     BlockwiseQuantization}, {@code MultiAxisQuantization} or {@code CustomQuantization}
 * @param variants what a variant tensor holds, each a {@code VariantSubType}
 */
public record Notes(
    List<Float> minima, List<Float> maxima, Attributes quantization, List<Attributes> variants) {
  public static final Notes NONE = new Notes(List.of(), List.of(), Attributes.NONE, List.of());

  public Notes {
    minima = List.copyOf(minima);
    maxima = List.copyOf(maxima);
    variants = List.copyOf(variants);
  }
}
