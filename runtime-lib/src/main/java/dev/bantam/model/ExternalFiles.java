package dev.bantam.model;

import java.lang.foreign.MemorySegment;

/** Where the files lie that a model refers to. */
@FunctionalInterface
interface ExternalFiles {
  /** For a model that came without a folder. */
  ExternalFiles NONE =
      (name, place) -> {
        throw new ModelException(
            place,
            "its weights lie in the file %s, must lie in the model where that has no folder"
                .formatted(Place.quoted(name)));
      };

  /** All bytes of a file, or a refusal that begins with the place. */
  MemorySegment map(String name, Place place);
}
