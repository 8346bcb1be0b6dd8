package dev.bantam.benchmark.service;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import org.jspecify.annotations.Nullable;

/**
 * A benchmark that is asked for.
 *
 * @param model to measure
 */
public record BenchmarkRequest(
    @NotBlank(message = "is missing, must be the id of a model") @Nullable String model,
    @Valid @Nullable BenchmarkRecipe recipe) {

  /**
   * Where and how.
   *
   * @param device id, name or kind of a device; any, where left out
   * @param threads of one run; 1 where left out
   * @param runs least number of samples
   * @param profile whether time by operator is wanted; it is, where left out
   */
  public record BenchmarkRecipe(
      @Nullable String device,
      @Min(value = 1, message = "must be at least 1")
          @Max(value = 1024, message = "must be at most 1024")
          @Nullable Integer threads,
      @Min(value = 1, message = "must be at least 1")
          @Max(value = 100_000, message = "must be at most 100000")
          @Nullable Integer runs,
      @Nullable Boolean profile) {
    static final BenchmarkRecipe ANY = new BenchmarkRecipe(null, null, null, null);
  }

  BenchmarkRecipe how() {
    return recipe == null ? BenchmarkRecipe.ANY : recipe;
  }
}
