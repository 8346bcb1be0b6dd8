package dev.bantam.pruning;

import dev.bantam.error.BantamException;
import dev.bantam.error.ErrorCode;

/**
 * All that decides what a pruning makes, apart from the model.
 *
 * @param sparsity share of all prunable weights that becomes 0, in [0, 1)
 */
public record Recipe(double sparsity, Scope scope, Score score) {
  public Recipe {
    if (!(sparsity >= 0 && sparsity < 1)) {
      throw new BantamException(
          ErrorCode.INVALID_REQUEST,
          "sparsity is %s, must be at least 0 and below 1".formatted(sparsity));
    }
  }
}
