package dev.bantam.converter;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** An hour of {@link DamagedSource}s: {@code mvn verify -Dfuzz.test=SourceNightlyFuzz}. */
class SourceNightlyFuzz {
  @TempDir static Path folder;

  private static DamagedSource damaged;

  @BeforeAll
  static void readSeeds() throws IOException {
    damaged = new DamagedSource(folder);
  }

  @FuzzTest(maxDuration = "1h")
  void convertsOrRefuses(FuzzedDataProvider choices) throws IOException {
    damaged.convertOrRefuse(choices);
  }
}
