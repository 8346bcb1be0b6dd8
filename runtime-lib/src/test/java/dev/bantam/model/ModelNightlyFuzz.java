package dev.bantam.model;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import org.junit.jupiter.api.BeforeAll;

/** An hour of {@link DamagedModel}s: {@code mvn verify -Dfuzz.test=ModelNightlyFuzz}. */
class ModelNightlyFuzz {
  private static DamagedModel damaged;

  @BeforeAll
  static void readSeeds() throws IOException {
    damaged = new DamagedModel();
  }

  @FuzzTest(maxDuration = "1h")
  void readsOrRefuses(FuzzedDataProvider choices) {
    damaged.readOrRefuse(choices);
  }
}
