package dev.bantam.model;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import dev.bantam.testing.Damage;
import dev.bantam.testing.Fixtures;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.util.ArrayList;

/**
 * Published models, damaged. Whatever comes of it is read, or refused with a {@link
 * ModelException}; anything else is a finding.
 */
final class DamagedModel {
  private static final int LARGEST_SEED = 16_000;

  private final Damage damage;

  /** Reads the published models that are small enough to be damaged thousands of times a second. */
  DamagedModel() throws IOException {
    var models = new ArrayList<byte[]>();
    for (var file : Fixtures.models("")) {
      if (Files.size(file) <= LARGEST_SEED) models.add(Files.readAllBytes(file));
    }
    damage = new Damage(models);
  }

  /** Reads the model that the fuzzer made of a published one. */
  void readOrRefuse(FuzzedDataProvider choices) {
    try {
      TfliteFile.read(MemorySegment.ofArray(damage.file(choices)), Limits.DEFAULT);
    } catch (ModelException expected) {
      // a refusal is one of the two right answers
    }
  }
}
