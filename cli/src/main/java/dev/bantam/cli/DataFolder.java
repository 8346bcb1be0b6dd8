package dev.bantam.cli;

import java.nio.file.Path;

/** Where the platform keeps its data unless it is told otherwise. */
final class DataFolder {
  private DataFolder() {}

  static Path standard() {
    var named = System.getenv("BANTAM_DATA");
    return named == null || named.isBlank()
        ? Path.of(System.getProperty("user.home"), ".bantam")
        : Path.of(named);
  }
}
