package dev.bantam.toolchain;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;

/**
 * Folders to work in, on the file system of the cache, so that a result can be renamed into place.
 * What a killed process left behind is swept away a day later.
 */
final class Scratch {
  private static final Duration ABANDONED = Duration.ofDays(1);

  private final Path parent;
  private final InstantSource clock;

  Scratch(Path cache, InstantSource clock) {
    this.parent = cache.resolve("scratch");
    this.clock = clock;
  }

  /** A new folder. Another process may delete the parent at any moment, so this tries again. */
  Path folder() throws IOException {
    for (int attempt = 1; ; attempt++) {
      Files.createDirectories(parent);
      try {
        return Files.createTempDirectory(parent, "");
      } catch (FileSystemException e) {
        if (attempt == 3) throw e;
      }
    }
  }

  /** Makes the file {@code made} appear as {@code target} at once, whole. */
  static void publishFile(Path made, Path target) throws IOException {
    Files.createDirectories(target.getParent());
    Files.move(made, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /**
   * Makes the folder {@code made} appear as {@code target} at once, whole. What is there already is
   * moved aside: the caller found it incomplete, or another process was faster with the same.
   */
  static void publishFolder(Path made, Path target) throws IOException {
    var aside = made.resolveSibling(made.getFileName() + "-aside");
    Files.createDirectories(target.getParent());
    for (int attempt = 1; ; attempt++) {
      try {
        Files.move(made, target, StandardCopyOption.ATOMIC_MOVE);
        return;
      } catch (FileSystemException e) {
        if (attempt == 3 || !Files.isDirectory(target)) throw e;
      }
      moveAside(target, aside);
    }
  }

  private static void moveAside(Path target, Path aside) throws IOException {
    try {
      Files.move(target, aside, StandardCopyOption.ATOMIC_MOVE);
    } catch (NoSuchFileException e) {
      return; // somebody else did
    }
    delete(aside);
  }

  void sweep() {
    var oldest = clock.instant().minus(ABANDONED);
    try (var folders = Files.newDirectoryStream(parent)) {
      for (var folder : folders) {
        if (Files.getLastModifiedTime(folder).toInstant().isBefore(oldest)) delete(folder);
      }
    } catch (IOException e) {
      // gone, or another process sweeps: nothing that a build depends on
    }
  }

  /** Deletes what is still there of {@code path}; what cannot be deleted is left for the sweep. */
  static void delete(Path path) {
    if (!Files.exists(path)) return;
    try (var tree = Files.walk(path)) {
      for (var each : tree.sorted(Comparator.reverseOrder()).toList()) Files.deleteIfExists(each);
    } catch (IOException | java.io.UncheckedIOException e) {
      // another process deletes the same
    }
  }
}
