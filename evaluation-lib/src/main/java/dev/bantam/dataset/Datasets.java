package dev.bantam.dataset;

import dev.bantam.error.ErrorCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Opens data sets, whatever their format. */
public final class Datasets {
  private static final byte[] ZIP = {'P', 'K', 3, 4};

  private Datasets() {}

  /**
   * Opens a folder of class folders, a zip of one, an {@code .npz} file with {@code x} and {@code
   * y}, or a CSV file with a header. The name says nothing: the content is looked at.
   */
  public static Dataset open(Path path, DatasetLimits limits) {
    var place = String.valueOf(path.getFileName());
    try {
      if (Files.isDirectory(path)) return new ClassFolders(new FolderFiles(path), limits);
      if (!Files.isRegularFile(path)) {
        throw new DatasetException(ErrorCode.NOT_FOUND, path.toString(), "no such file or folder");
      }
      var head = head(path);
      if (startsWithZip(head)) {
        return archive(path, limits);
      }
      if (isText(head)) return CsvDataset.read(path, limits);
      throw new DatasetException(
          ErrorCode.UNKNOWN_FORMAT,
          place,
          "neither a zip of class folders, nor an .npz, nor a CSV file with a header");
    } catch (IOException e) {
      throw new DatasetException(
          ErrorCode.UNAVAILABLE, place, "cannot be read: " + e.getMessage(), e);
    }
  }

  private static Dataset archive(Path path, DatasetLimits limits) throws IOException {
    var zip = new ZipFiles(path, limits);
    try {
      if (!zip.hasArrays()) return new ClassFolders(zip, limits);
    } catch (DatasetException e) {
      zip.close();
      throw e;
    }
    zip.close();
    return NpzDataset.open(path, limits);
  }

  private static byte[] head(Path path) throws IOException {
    try (var in = Files.newInputStream(path)) {
      return in.readNBytes(4096);
    }
  }

  private static boolean startsWithZip(byte[] head) {
    if (head.length < ZIP.length) return false;
    for (int i = 0; i < ZIP.length; i++) if (head[i] != ZIP[i]) return false;
    return true;
  }

  /** A header line of printable text. */
  private static boolean isText(byte[] head) {
    if (head.length == 0) return false;
    var text = new String(head, StandardCharsets.UTF_8);
    return text.chars().noneMatch(c -> c < 32 && c != '\n' && c != '\r' && c != '\t')
        && text.contains(",");
  }
}
