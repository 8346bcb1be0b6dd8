package dev.bantam.file;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/**
 * A folder that names from outside cannot leave: no absolute path, no step upwards, no link on the
 * way, no second name of a file elsewhere.
 */
public final class ConfinedFolder {
  private final Path folder;

  public ConfinedFolder(Path folder) {
    this.folder = folder.toAbsolutePath().normalize();
  }

  /**
   * A file that is there, to be read.
   *
   * @throws IllegalArgumentException if the name leads outside, or to anything but a plain file
   */
  public Path existing(String name) throws IOException {
    var path = inside(name);
    if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) throw new NoSuchFileException(name);
    checkPlain(name, path);
    return path;
  }

  /**
   * A file to be written: one that is not there yet, or a plain one that is. Folders on the way are
   * made.
   *
   * @throws IllegalArgumentException if the name leads outside, or to anything but a plain file
   */
  public Path writable(String name) throws IOException {
    var path = inside(name);
    checkNoLinks(name, path);
    var parent = path.getParent();
    if (parent != null) Files.createDirectories(parent);
    if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) checkPlain(name, path);
    return path;
  }

  /** The names of all plain files in it, at any depth, in order. Links are not followed. */
  public List<String> files() throws IOException {
    try (var tree = Files.walk(folder)) {
      return tree.filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
          .map(file -> folder.relativize(file).toString().replace('\\', '/'))
          .sorted()
          .toList();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private Path inside(String name) {
    Path relative;
    try {
      relative = Path.of(name);
    } catch (InvalidPathException e) {
      throw refusal(name, "is no path");
    }
    // A backslash separates on some systems, and is an odd name on the others.
    if (relative.isAbsolute() || name.indexOf('\\') >= 0 || name.matches("[A-Za-z]:.*")) {
      throw refusal(name, "is no relative path");
    }
    for (var step : relative) {
      if (step.toString().equals("..")) throw refusal(name, "leads upwards");
    }
    var path = folder.resolve(relative).normalize();
    if (path.equals(folder) || !path.startsWith(folder)) throw refusal(name, "leads outside");
    return path;
  }

  private void checkPlain(String name, Path path) throws IOException {
    checkNoLinks(name, path);
    if (!Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
      throw refusal(name, "is no plain file");
    }
    if (!path.toRealPath().startsWith(folder.toRealPath())) throw refusal(name, "leads outside");
    if (hardLinks(path) > 1) throw refusal(name, "has a second name");
  }

  private void checkNoLinks(String name, Path path) {
    // Every path here begins with the folder, so the way up meets it.
    for (Path step = path; step != null && !step.equals(folder); step = step.getParent()) {
      if (Files.isSymbolicLink(step)) throw refusal(name, "goes through a link");
    }
  }

  private static int hardLinks(Path path) throws IOException {
    if (!path.getFileSystem().supportedFileAttributeViews().contains("unix")) return 1;
    return (Integer) Files.getAttribute(path, "unix:nlink", LinkOption.NOFOLLOW_LINKS);
  }

  private static IllegalArgumentException refusal(String name, String problem) {
    return new IllegalArgumentException(
        "file name \"%s\" %s, must stay inside its folder".formatted(name, problem));
  }
}
