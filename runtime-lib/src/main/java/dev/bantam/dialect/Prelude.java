package dev.bantam.dialect;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The arithmetic that generated texts begin with: files beside this class. */
final class Prelude {
  private Prelude() {}

  /** The texts of {@code files}, one behind the other. */
  static String text(String... files) {
    var all = new StringBuilder();
    for (var file : files) all.append(read(file));
    return all.toString();
  }

  private static String read(String file) {
    try (var stream = Prelude.class.getResourceAsStream(file)) {
      if (stream == null) throw new IllegalStateException(file + " is not beside Prelude");
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
