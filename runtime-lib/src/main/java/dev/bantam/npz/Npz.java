package dev.bantam.npz;

import dev.bantam.error.ErrorCode;
import dev.bantam.type.Literal;
import java.io.BufferedOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/** Archives of named arrays: the names are without {@code .npy}. */
public final class Npz {
  private static final String ENDING = ".npy";
  private static final long FREE_OF_RATIO = 1 << 20;

  private Npz() {}

  /** All arrays, in the order of the archive. Members that are no arrays are left aside. */
  public static SequencedMap<String, Literal> read(Path file, NpzLimits limits) {
    var place = String.valueOf(file.getFileName());
    try (var zip = new ZipFile(file.toFile())) {
      if (zip.size() > limits.entries())
        throw NpzException.tooLarge(place, "%d entries, at most %d", zip.size(), limits.entries());
      var arrays = new LinkedHashMap<String, Literal>();
      long left = limits.totalBytes();
      Enumeration<? extends ZipEntry> entries = zip.entries();
      while (entries.hasMoreElements()) {
        var entry = entries.nextElement();
        if (!entry.getName().endsWith(ENDING)) continue;
        var name = entry.getName().substring(0, entry.getName().length() - ENDING.length());
        var array =
            read(zip, entry, place + ": " + name, Math.min(left, limits.entryBytes()), limits);
        left -= array.bytes().byteSize();
        if (arrays.put(name, array) != null)
          throw NpzException.invalid(place, "array \"%s\" is there twice", name);
      }
      return Collections.unmodifiableSequencedMap(arrays);
    } catch (ZipException | EOFException e) {
      throw new NpzException(
          ErrorCode.INVALID_DATASET, place, "is no intact .npz archive: " + e.getMessage(), e);
    } catch (IOException e) {
      throw new NpzException(ErrorCode.UNAVAILABLE, place, "cannot be read: " + e.getMessage(), e);
    }
  }

  private static Literal read(
      ZipFile zip, ZipEntry entry, String place, long most, NpzLimits limits) throws IOException {
    long packed = Math.max(entry.getCompressedSize(), 1);
    // What an entry may unpack to follows from what is really there, not from what it states.
    long honest = Math.max(FREE_OF_RATIO, Math.multiplyExact(packed, (long) limits.ratio()));
    try (var in = zip.getInputStream(entry)) {
      return Npy.read(place, in, Math.min(most, honest));
    }
  }

  /** Writes an archive that appears whole or not at all. */
  public static void write(Path file, Map<String, Literal> arrays) {
    var place = String.valueOf(file.getFileName());
    try {
      var folder = file.toAbsolutePath().getParent();
      var temporary = Files.createTempFile(folder, "." + place, ".part");
      try {
        try (var zip =
            new ZipOutputStream(new BufferedOutputStream(Files.newOutputStream(temporary)))) {
          for (var array : arrays.entrySet()) {
            zip.putNextEntry(new ZipEntry(array.getKey() + ENDING));
            Npy.write(zip, array.getValue());
            zip.closeEntry();
          }
        }
        Files.move(temporary, file, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(temporary);
      }
    } catch (IOException e) {
      throw new NpzException(
          ErrorCode.UNAVAILABLE, place, "cannot be written: " + e.getMessage(), e);
    }
  }
}
