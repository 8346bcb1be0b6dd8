package dev.bantam.converter.service;

import jakarta.validation.Valid;
import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.NotBlank;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A conversion that is asked for.
 *
 * @param model the source, as it was uploaded
 * @param name of the model that is made; the source's, where left out
 */
public record ConversionRequest(
    @NotBlank(message = "is missing, must be the id of a model") @Nullable String model,
    @Nullable String name,
    @Valid @Nullable ConversionRecipe recipe) {

  /**
   * How to convert.
   *
   * @param signature key of the signature; where left out, the usual one or the only one
   * @param tags of the graph in a SavedModel; {@code serve}, where left out
   * @param shapes extents for inputs by name, -1 for one that stays open
   * @param optimize constants are always folded and operators fused, so only true has a meaning
   */
  public record ConversionRecipe(
      @Nullable String signature,
      @Nullable Set<@NotBlank(message = "must be a tag") String> tags,
      @Nullable Map<String, List<Long>> shapes,
      @AssertTrue(message = "must be true or left out, there is no other way")
          @Nullable Boolean optimize) {}
}
