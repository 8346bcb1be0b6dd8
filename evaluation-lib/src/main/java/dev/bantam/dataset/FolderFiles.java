package dev.bantam.dataset;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;

/** Files of a folder on disk. Links are not followed: they could lead out of it. */
final class FolderFiles implements SampleFiles {
  private final Path root;
  private final List<String> paths;

  FolderFiles(Path root) throws IOException {
    this.root = root;
    try (var files = Files.walk(root)) {
      paths =
          files
              .filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
              .map(file -> root.relativize(file).toString().replace('\\', '/'))
              .sorted()
              .toList();
    }
  }

  @Override
  public String name() {
    return String.valueOf(root.getFileName());
  }

  @Override
  public List<String> paths() {
    return paths;
  }

  @Override
  public byte[] read(String path, long most) throws IOException {
    var file = root.resolve(path);
    if (Files.size(file) > most)
      throw DatasetException.tooLarge(path, "%d bytes, at most %d", Files.size(file), most);
    return Files.readAllBytes(file);
  }

  @Override
  public void close() {}
}
