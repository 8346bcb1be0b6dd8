package dev.bantam.dataset;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/** Files of a zip, read in place: nothing is unpacked, so no name in it can lead anywhere. */
final class ZipFiles implements SampleFiles {
  private final String name;
  private final ZipFile zip;
  private final List<String> paths;

  ZipFiles(Path path, DatasetLimits limits) throws IOException {
    name = String.valueOf(path.getFileName());
    try {
      zip = new ZipFile(path.toFile());
    } catch (ZipException e) {
      throw new DatasetException(
          dev.bantam.error.ErrorCode.INVALID_DATASET,
          name,
          "the zip is damaged: " + e.getMessage(),
          e);
    }
    if (zip.size() > limits.samples()) {
      zip.close();
      throw DatasetException.tooLarge(name, "%d entries, at most %d", zip.size(), limits.samples());
    }
    paths =
        zip.stream().filter(entry -> !entry.isDirectory()).map(ZipEntry::getName).sorted().toList();
  }

  boolean hasArrays() {
    return paths.stream().anyMatch(path -> path.endsWith(".npy") && !path.contains("/"));
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public List<String> paths() {
    return paths;
  }

  @Override
  public byte[] read(String path, long most) throws IOException {
    try (var in = zip.getInputStream(zip.getEntry(path))) {
      // The entry's own statement of its size is not believed.
      var bytes = in.readNBytes((int) Math.min(most + 1, Integer.MAX_VALUE - 8));
      if (bytes.length > most) throw DatasetException.tooLarge(path, "more than %d bytes", most);
      return bytes;
    }
  }

  @Override
  public void close() {
    try {
      zip.close();
    } catch (IOException e) {
      throw new DatasetException(
          dev.bantam.error.ErrorCode.UNAVAILABLE, name, "cannot be closed: " + e.getMessage(), e);
    }
  }
}
