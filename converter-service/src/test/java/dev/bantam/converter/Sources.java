package dev.bantam.converter;

import dev.bantam.testing.Fixtures;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The folder of sources with golden results, which is not part of the repository. */
final class Sources {
  private Sources() {}

  /** All sources of a folder, in order: files, and folders of SavedModels. */
  static List<Path> in(String relative) {
    try (var files = Files.list(Fixtures.file(relative))) {
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
