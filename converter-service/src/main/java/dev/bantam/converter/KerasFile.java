package dev.bantam.converter;

import dev.bantam.converter.ConversionException.Kind;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/**
 * Keras's own files, {@code .keras} and {@code .h5}. They name layers of Keras, not operators: what
 * is checked here is that the file is one, to say what to do with it.
 */
final class KerasFile {
  private static final long MOST_CONFIG_BYTES = 16 << 20;

  /** The newest superblock of HDF5. */
  private static final int NEWEST_SUPERBLOCK = 3;

  private KerasFile() {}

  static Conversion convert(Path source, byte[] bytes, Limits limits) {
    if (bytes[0] == 'P') requireArchive(source, limits);
    else requireHdf5(bytes, "the file");
    throw ConversionException.of(
        List.of(
            new Diagnostic(
                "Keras",
                String.valueOf(source.getFileName()),
                "Keras file",
                "it holds layers of Keras, which only Keras can turn into operators",
                "load it with Keras and write a SavedModel with model.export(FOLDER)")));
  }

  private static void requireArchive(Path source, Limits limits) {
    try (var zip = new BoundedZip(source, limits)) {
      var names = zip.names();
      var config =
          new String(zip.bytes("config.json", MOST_CONFIG_BYTES), StandardCharsets.UTF_8).strip();
      if (!config.startsWith("{") || !config.endsWith("}"))
        throw new ConversionException(Kind.MALFORMED, "\"config.json\" is no JSON object");
      if (!names.contains("model.weights.h5"))
        throw new ConversionException(Kind.MALFORMED, "a .keras archive without its weights");
      requireHdf5(zip.bytes("model.weights.h5", limits.fileBytes()), "\"model.weights.h5\"");
    }
  }

  private static void requireHdf5(byte[] bytes, String what) {
    var mark = new byte[] {(byte) 0x89, 'H', 'D', 'F', '\r', '\n', 0x1A, '\n'};
    boolean marked =
        bytes.length > 48
            && java.util.Arrays.equals(mark, java.util.Arrays.copyOf(bytes, mark.length));
    if (!marked || bytes[8] < 0 || bytes[8] > NEWEST_SUPERBLOCK)
      throw new ConversionException(Kind.MALFORMED, "%s is no HDF5", what);
  }
}
