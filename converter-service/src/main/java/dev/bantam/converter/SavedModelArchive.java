package dev.bantam.converter;

import dev.bantam.converter.ConversionException.Kind;
import dev.bantam.converter.build.Folder;
import dev.bantam.converter.tensorflow.TensorFlowFrontEnd;
import dev.bantam.file.ConfinedFolder;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;

/** A SavedModel's folder in an archive: unpacked beside nothing else, converted, and removed. */
final class SavedModelArchive {
  private static final String MODEL = "saved_model.pb";

  private SavedModelArchive() {}

  /** Whether the names of an archive's entries, which stand in it as they are, say so. */
  static boolean holds(byte[] archive) {
    return new String(archive, java.nio.charset.StandardCharsets.ISO_8859_1).contains(MODEL);
  }

  static Conversion convert(
      Path archive, Limits limits, Folder constants, ConversionOptions options) {
    try {
      var folder = Files.createTempDirectory("bantam-saved-model");
      try {
        var root = unpack(archive, folder, limits);
        return new TensorFlowFrontEnd(limits, constants).savedModel(root, options);
      } finally {
        remove(folder);
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** Returns the folder, at any depth, that holds the model. */
  private static Path unpack(Path archive, Path folder, Limits limits) throws IOException {
    var confined = new ConfinedFolder(folder);
    try (var zip = new BoundedZip(archive, limits)) {
      var names = zip.names();
      for (var name : names) {
        try (var out = created(confined, name)) {
          zip.copy(name, out, limits.fileBytes());
        }
      }
      var model =
          names.stream()
              .filter(name -> name.equals(MODEL) || name.endsWith("/" + MODEL))
              .min(Comparator.comparing(String::length))
              .orElseThrow(
                  () -> new ConversionException(Kind.MISSING_FILE, "the archive has no %s", MODEL));
      var parent = folder.resolve(model).getParent();
      return parent == null ? folder : parent;
    }
  }

  /** A name may be no path here, too long for one, or both a file and a folder. */
  private static OutputStream created(ConfinedFolder folder, String name) throws IOException {
    try {
      return Files.newOutputStream(folder.writable(name));
    } catch (IllegalArgumentException refusal) {
      throw new ConversionException(Kind.UNSAFE_PATH, "%s", refusal.getMessage());
    } catch (FileSystemException refusal) {
      throw new ConversionException(
          Kind.MALFORMED, "the archive's entry \"%s\" cannot be a file beside the others", name);
    }
  }

  private static void remove(Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) Files.delete(file);
    }
  }
}
