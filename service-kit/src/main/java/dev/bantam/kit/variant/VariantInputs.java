package dev.bantam.kit.variant;

import dev.bantam.kit.client.StoredInputs;
import dev.bantam.kit.problem.InvalidInputException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Whether the store has the model and the data sets that an accepted body names. */
public final class VariantInputs {
  private final StoredInputs stored;

  VariantInputs(StoredInputs stored) {
    this.stored = stored;
  }

  /** Begins with the model, at {@code /model}. */
  public Check model(@Nullable String id) {
    return new Check().model(Objects.requireNonNull(id));
  }

  /** What was found to be missing so far. */
  public final class Check {
    private final InvalidInputException.Collector errors = new InvalidInputException.Collector();

    private Check model(String id) {
      stored.checkModel(id, "/model", errors);
      return this;
    }

    /**
     * The data set of a part of the recipe.
     *
     * @param pointer to that part
     * @param choice null where the recipe has no such part
     */
    public Check dataset(String pointer, @Nullable DatasetChoice choice) {
      if (choice != null) {
        var id = Objects.requireNonNull(choice.dataset());
        stored.checkDataset(id, pointer + "/dataset", errors);
      }
      return this;
    }

    /** Fails if anything is missing, and names all of it. */
    public void require() {
      errors.check();
    }
  }
}
