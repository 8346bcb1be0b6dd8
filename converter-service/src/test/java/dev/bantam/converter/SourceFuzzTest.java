package dev.bantam.converter;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/**
 * Twenty seconds of {@link DamagedSource}s in each build. It is the execution {@code fuzz} that
 * searches; among the other tests this one only replays what was found.
 */
class SourceFuzzTest {
  @TempDir static Path folder;

  private static DamagedSource damaged;

  @BeforeAll
  static void readSeeds() throws IOException {
    damaged = new DamagedSource(folder);
  }

  @FuzzTest(maxDuration = "20s")
  void convertsOrRefuses(FuzzedDataProvider choices) throws IOException {
    damaged.convertOrRefuse(choices);
  }
}
