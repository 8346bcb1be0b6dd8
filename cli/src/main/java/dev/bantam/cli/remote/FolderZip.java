package dev.bantam.cli.remote;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** A folder as one file. The same folder gives the same bytes, whenever its files were written. */
final class FolderZip {
  private FolderZip() {}

  static void write(Path folder, Path target) throws IOException {
    try (var zip = new ZipOutputStream(Files.newOutputStream(target));
        var files = Files.walk(folder)) {
      for (var file : files.filter(Files::isRegularFile).sorted().toList()) {
        var entry = new ZipEntry(folder.relativize(file).toString().replace('\\', '/'));
        entry.setTime(0);
        zip.putNextEntry(entry);
        Files.copy(file, zip);
        zip.closeEntry();
      }
    }
  }
}
