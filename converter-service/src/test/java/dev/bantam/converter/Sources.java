package dev.bantam.converter;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The folder of sources with golden results, which is not part of the repository. */
final class Sources {
  private Sources() {}

  static Path folder(String relative) {
    var stated = System.getenv("BANTAM_FIXTURES");
    var root = stated != null ? Path.of(stated) : beside();
    var folder = root.resolve(relative);
    assumeTrue(Files.exists(folder), () -> "no fixtures in " + folder.toAbsolutePath());
    return folder;
  }

  private static Path beside() {
    // Tests run in the module's folder, whose parent is the repository.
    var module = Path.of("").toAbsolutePath();
    var repository = module.getParent();
    return (repository == null ? module : repository).resolve("../shared/fixtures").normalize();
  }

  /** All sources of a folder, in order: files, and folders of SavedModels. */
  static List<Path> in(String relative) {
    try (var files = Files.list(folder(relative))) {
      return files.filter(Sources::isSource).sorted().toList();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static boolean isSource(Path path) {
    return Files.isDirectory(path) || path.toString().matches(".*\\.(onnx|pb|keras|h5)");
  }

  /** The file of the same name with another ending, beside the source. */
  static Path beside(Path source, String ending) {
    var name = String.valueOf(source.getFileName()).replaceFirst("\\.(onnx|pb|keras|h5)$", "");
    return source.resolveSibling(name + ending);
  }
}
