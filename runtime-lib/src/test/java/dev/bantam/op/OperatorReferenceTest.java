package dev.bantam.op;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class OperatorReferenceTest {
  /** If it differs, print it again: the class has a main method that does. */
  @Test
  void theReferenceInTheDocumentationIsWhatTheSignaturesSay() throws IOException {
    var checkedIn = Files.readString(Path.of("..", "docs", "ops.md"));
    assertThat(checkedIn).isEqualTo(OperatorReference.of(Operators.standard()));
  }
}
