package dev.bantam.kit.variant;

import org.jspecify.annotations.Nullable;

/** A part of a recipe that names a data set, which a body that was accepted does. */
public interface DatasetChoice {
  /** The id of the data set. */
  @Nullable String dataset();
}
