package dev.bantam.file;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;

/**
 * Folders to work in, each for one piece of work. What a killed process left behind, or what could
 * not be deleted at the time, is swept away a day later by whoever opens the next.
 */
public final class WorkFolders {
  private static final Duration ABANDONED = Duration.ofDays(1);
  private static final int ATTEMPTS = 3;

  private final Path parent;
  private final InstantSource clock;

  public WorkFolders(Path parent, InstantSource clock) {
    this.parent = parent;
    this.clock = clock;
  }

  /** Those of this user, for work whose result goes elsewhere. */
  public static WorkFolders ofThisUser() {
    return new WorkFolders(
        Path.of(System.getProperty("java.io.tmpdir"), "bantam-" + System.getProperty("user.name")),
        InstantSource.system());
  }

  /** A folder, gone with all that is in it once it is closed. */
  public record WorkFolder(Path path) implements AutoCloseable {
    public Path resolve(String name) {
      return path.resolve(name);
    }

    /** The work is done, so what cannot be deleted now is no reason to fail: it is swept later. */
    @Override
    public void close() {
      delete(path);
    }
  }

  /** A new folder. Somebody may sweep the parent at any moment, so this tries again. */
  public WorkFolder open() throws IOException {
    sweep();
    for (int attempt = 1; ; attempt++) {
      Files.createDirectories(parent);
      try {
        return new WorkFolder(Files.createTempDirectory(parent, ""));
      } catch (FileSystemException e) {
        if (attempt == ATTEMPTS) throw e;
      }
    }
  }

  private void sweep() {
    var oldest = clock.instant().minus(ABANDONED);
    try (var folders = Files.newDirectoryStream(parent)) {
      for (var folder : folders) {
        if (Files.getLastModifiedTime(folder).toInstant().isBefore(oldest)) delete(folder);
      }
    } catch (IOException | java.nio.file.DirectoryIteratorException e) {
      // not there yet, or another process sweeps: nothing that the work depends on
    }
  }

  /** Deletes as much as can be deleted: one file that resists does not keep the others. */
  private static void delete(Path folder) {
    for (var each : deepestFirst(folder)) {
      try {
        Files.deleteIfExists(each);
      } catch (IOException e) {
        // left for the sweep
      }
    }
  }

  private static List<Path> deepestFirst(Path folder) {
    try (var tree = Files.walk(folder)) {
      return tree.sorted(Comparator.reverseOrder()).toList();
    } catch (IOException | UncheckedIOException e) {
      return List.of(); // left for the sweep
    }
  }
}
