package dev.bantam.dataset;

import dev.bantam.file.ConfinedFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Files of a folder on disk. Links are not followed: they could lead out of it. */
final class FolderFiles implements SampleFiles {
  private final Path root;
  private final List<String> paths;

  FolderFiles(Path root) throws IOException {
    this.root = root;
    paths = new ConfinedFolder(root.toRealPath()).files();
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
