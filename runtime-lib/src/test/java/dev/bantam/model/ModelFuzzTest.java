package dev.bantam.model;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import org.junit.jupiter.api.BeforeAll;

/**
 * A minute of {@link DamagedModel}s in each build. It is the execution {@code fuzz} that searches;
 * among the other tests this one only replays what was found.
 */
class ModelFuzzTest {
  private static DamagedModel damaged;

  @BeforeAll
  static void readSeeds() throws IOException {
    damaged = new DamagedModel();
  }

  @FuzzTest(maxDuration = "1m")
  void readsOrRefuses(FuzzedDataProvider choices) {
    damaged.readOrRefuse(choices);
  }
}
