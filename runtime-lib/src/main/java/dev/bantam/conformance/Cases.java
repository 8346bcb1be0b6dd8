package dev.bantam.conformance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Finds the cases of a folder. */
public final class Cases {
  private static final String MODEL = ".tflite";

  private Cases() {}

  /** Each {@code .tflite} file with an {@code .npz} of the same name beside it, at any depth. */
  public static List<Path> below(Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
      return files
          .filter(file -> file.toString().endsWith(MODEL) && Files.exists(beside(file, ".npz")))
          .sorted()
          .toList();
    }
  }

  /** The file of the same name with another ending. */
  static Path beside(Path model, String ending) {
    var name = String.valueOf(model.getFileName());
    return model.resolveSibling(name.substring(0, name.length() - MODEL.length()) + ending);
  }

  /** What a case is called: its path below the folder, without the ending. */
  public static String name(Path folder, Path model) {
    var path = folder.relativize(model).toString().replace('\\', '/');
    return path.substring(0, path.length() - MODEL.length());
  }
}
