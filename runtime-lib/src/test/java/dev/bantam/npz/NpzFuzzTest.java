package dev.bantam.npz;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.bantam.testing.Damage;
import dev.bantam.type.DType;
import dev.bantam.type.Literal;
import dev.bantam.type.Shape;
import dev.bantam.type.TensorType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** Damaged archives of arrays are read, or refused with an {@link NpzException}. */
class NpzFuzzTest {
  @TempDir static Path folder;

  private static Damage damage;

  @BeforeAll
  static void writeSeeds() throws IOException {
    var seed = folder.resolve("seed.npz");
    var text = "text".getBytes(StandardCharsets.UTF_8);
    Npz.write(
        seed,
        Map.of(
            "x", Literal.of(Shape.of(2, 3), 1f, 2f, 3f, 4f, 5f, 6f),
            "y", Literal.of(Shape.of(2), 1L, 0L),
            "empty", Literal.zeros(TensorType.of(DType.I8, 0, 4)),
            "text", Literal.strings(Shape.of(1), List.of(text))));
    damage = new Damage(List.of(Files.readAllBytes(seed)));
  }

  @FuzzTest(maxDuration = "30s")
  void readsOrRefuses(FuzzedDataProvider choices) throws IOException {
    var file = Files.write(folder.resolve("damaged.npz"), damage.file(choices));
    try {
      Npz.read(file, NpzLimits.DEFAULT);
    } catch (NpzException expected) {
      // a refusal is one of the two right answers
    }
  }
}
