package dev.bantam.op;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class OperatorReferenceTest {
  @Test
  void contractsAreThoseOfOperators() {
    assertThat(Operators.standard().byName().keySet()).containsAll(Contracts.names());
  }

  /**
   * {@code -Dbantam.reference=write} prints it again; look at the difference before it is
   * committed.
   */
  @Test
  void theReferenceInTheDocumentationIsWhatTheSignaturesSay() throws IOException {
    var file = Path.of("..", "docs", "ops.md");
    var text = OperatorReference.of(Operators.standard());
    if ("write".equals(System.getProperty("bantam.reference"))) Files.writeString(file, text);
    assertThat(Files.readString(file)).isEqualTo(text);
  }
}
