package dev.bantam.testing;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The folder of golden models and data, which is not part of the repository: {@code
 * BANTAM_FIXTURES}, or {@code ../shared/fixtures} beside the repository. A test that needs it is
 * aborted where it is not there.
 */
public final class Fixtures {
  private Fixtures() {}

  public static Path folder() {
    var stated = System.getenv("BANTAM_FIXTURES");
    var folder = stated != null ? Path.of(stated) : beside();
    assumeTrue(Files.isDirectory(folder), () -> "no fixtures in " + folder.toAbsolutePath());
    return folder;
  }

  public static Path file(String relative) {
    var file = folder().resolve(relative);
    assumeTrue(Files.exists(file), () -> "no fixture " + file.toAbsolutePath());
    return file;
  }

  /** All {@code .tflite} files below a folder, in order. */
  public static List<Path> models(String relative) {
    try (var files = Files.walk(file(relative))) {
      return files.filter(file -> file.toString().endsWith(".tflite")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path beside() {
    // Tests run in the module's folder, whose parent is the repository.
    var module = Path.of("").toAbsolutePath();
    var repository = module.getParent();
    return (repository == null ? module : repository).resolve("../shared/fixtures").normalize();
  }
}
